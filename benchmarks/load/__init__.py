"""Load on an HTTP server: wrk for the figures, and a slower client that remembers every answer for the check."""
