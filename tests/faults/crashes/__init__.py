"""Every point of death, in every process where it can be reached: the end is that of a run in which nobody died."""
