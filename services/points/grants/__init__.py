"""What was credited to whom, for which source, and the reactions to what other services say."""
