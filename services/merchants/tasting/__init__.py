"""The tasting panel: blind plates, sealed ballots, a tally anybody can repeat (rulebook §15)."""
