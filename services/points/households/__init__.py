"""Who lives together: proposed by one, agreed by each adult for themselves, left by whoever wants to (rulebook §1)."""
