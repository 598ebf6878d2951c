"""What is said to and by points: parties, contributions, balances, redemptions and property-fee rewards."""
