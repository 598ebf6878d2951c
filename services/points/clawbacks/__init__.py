"""What follows from fraud for later earnings: a council may suspend them for a while, with appeal. Never a public mark."""
