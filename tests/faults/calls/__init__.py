"""Faults of calls: late, slow, answered twice, too many at once."""
