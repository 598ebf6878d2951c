"""A property company's files: a batch filled in, a month's credit notes; checked row by row, taken once (rulebook §9)."""
