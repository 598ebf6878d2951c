"""Harvest sheets: many lots at once, in the units a village writes."""
