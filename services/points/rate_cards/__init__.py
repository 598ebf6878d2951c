"""What a contribution earns, by the month in which it was performed."""
