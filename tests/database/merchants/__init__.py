"""What merchants does on a real database."""
