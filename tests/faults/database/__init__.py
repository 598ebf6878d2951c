"""Faults of the database: restarted, ended sessions, too few connections."""
