"""Acts of charity: held together, signed up for, attended, and what they reached.

What an act is lies further down, in `acts`, where whoever must know it may ask; it is written here and nowhere else.
"""
