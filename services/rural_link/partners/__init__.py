"""Villages, townships and growers that the community works with."""
