"""Acts of charity: held together, signed up for, attended, and what they reached."""
