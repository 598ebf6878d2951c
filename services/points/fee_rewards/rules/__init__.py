"""What a household may get, how a month is sealed, what the company may answer, what its statement must show (rulebook §9).

The company pays from its own account, as a discount. One point stands for one yuan, so fen and centi-points are the same number.
"""
