"""rural_link on a real database, through its entrypoints."""
