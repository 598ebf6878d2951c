"""Agreements between several parties, what each owes, and who signed."""
