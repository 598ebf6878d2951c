"""The rules of donations, as values."""
