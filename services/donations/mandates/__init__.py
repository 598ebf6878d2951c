"""Monthly giving: mandates and their months (rulebook §13)."""
