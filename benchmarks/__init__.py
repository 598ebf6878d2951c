"""How fast it is, measured side by side with others who do the same work: `make bench`."""
