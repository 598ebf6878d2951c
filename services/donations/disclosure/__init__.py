"""What everybody may know of a fund, and nothing that points at a person (rulebook §14)."""
