"""The formulas of the indices: of one party, of all parties at once, and of the community."""
