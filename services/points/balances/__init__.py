"""What a party has, and how it came about."""
