"""Who takes part: persons, households and organisations of every sector."""
