"""Faults of messages: repeated, malformed, poisonous, dead, unroutable, blocked."""
