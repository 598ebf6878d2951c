"""The festival: a community's whole day, played through the public HTTP API, and the proof that its books close."""
