"""What decides about acts of charity, without a database."""
