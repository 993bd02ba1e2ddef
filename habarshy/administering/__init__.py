"""What an administrator does: interventions as files that go from one operator to another, and their being carried out."""
