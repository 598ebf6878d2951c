"""What decides about a tasting panel: who sits, what is dealt, what counts, who wins."""
