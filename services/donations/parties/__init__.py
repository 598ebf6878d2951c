"""Parties as donations remembers them: ids of strangers are refused before anything is written."""
