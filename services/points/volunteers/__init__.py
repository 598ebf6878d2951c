"""What each person gave in time: the record, and the certificates of it."""
