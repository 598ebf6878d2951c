"""What a contribution earns and a thing on loan counts as, by the month in which it was performed.

Owns: rate cards, loan tables, and the proposals by which two council members put them in force (rulebook §2).
"""
