"""The initiative of ten clauses and the merchants' assent to each of them (rulebook §17)."""
