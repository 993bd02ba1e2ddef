"""Enrolment and the reference log, on a real broker."""
