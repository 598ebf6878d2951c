"""Points that lapse: notices before, and where they go (rulebook §4)."""
