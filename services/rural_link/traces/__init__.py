"""What everybody may know of a lot, for people and as EPCIS for other systems."""
