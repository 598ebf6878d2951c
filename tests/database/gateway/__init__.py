"""Tests: the gateway on its own database, with services played by a stand-in."""
