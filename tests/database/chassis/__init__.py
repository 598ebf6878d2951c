"""Tests: the chassis on a real database, through a service that has everything it needs."""
