"""Personal data: sealed at rest, masked by default, revealed with a reason that the person sees, corrected, and erased."""
