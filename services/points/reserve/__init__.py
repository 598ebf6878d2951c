"""What stands behind the points: the reserve, its coverage of what is outstanding, and how much is minted accordingly (rulebook §6)."""
