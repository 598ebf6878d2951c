"""Consents: for one purpose and one recipient each, to published words, taken back as easily as given; guardians consent for children."""
