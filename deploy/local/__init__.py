"""One machine: a private broker, a private database and every process, below `var/` of this clone."""
