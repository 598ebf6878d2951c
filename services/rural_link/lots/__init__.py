"""Produce lots: from a draft to what is offered, held or recalled."""
