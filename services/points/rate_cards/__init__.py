"""What a contribution earns and a thing on loan counts as, by the month in which it was performed, and the rulebook's numbers (§0).

Owns: rate cards with the council's parameters, loan tables, and the proposals by which two council members put them in force (rulebook §2).
"""
