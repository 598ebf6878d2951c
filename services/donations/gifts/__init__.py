"""Gifts of money, from the promise to the confirmation (rulebook §12)."""
