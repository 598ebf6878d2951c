"""Faults of processes: stopped, stuck, broken loops."""
