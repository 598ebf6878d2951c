"""The launcher: its supervisor, and the servers it starts."""
