"""The mutual-aid pool: points that people give or let lapse, for people who cannot earn (rulebook §4)."""
