"""The rules of merchants."""
