"""The rules of points, as values."""
