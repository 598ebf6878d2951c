"""Patterns of confirming that the council should look at (rulebook §7)."""
