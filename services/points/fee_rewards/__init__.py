"""Property-fee rewards: programmes, rewards, sealed batches, what the company answered."""
