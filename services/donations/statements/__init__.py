"""The federation's statements, and which line pays which gift (rulebook §21)."""
