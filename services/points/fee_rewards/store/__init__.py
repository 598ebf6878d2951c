"""Every statement about property-fee rewards."""
