"""Donations on the bench: real tables, real locks."""
