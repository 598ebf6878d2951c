"""Who takes part: persons, households and organisations of every sector, and who acts for whom."""
