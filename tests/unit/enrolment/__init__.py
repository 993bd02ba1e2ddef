"""The reference log and enrolment, as values."""
