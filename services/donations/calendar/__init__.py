"""Which days people work: the State Council's holidays and working weekends, year by year (rulebook §0).

Owns: holiday tables, proposed by one person and agreed by another.
"""
