"""The steps in the life of a lot: what, where, when and why; written once, corrected by further steps."""
