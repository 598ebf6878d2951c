"""The merchants of the alliance, from application to plaque, and their standing (rulebook §17)."""
