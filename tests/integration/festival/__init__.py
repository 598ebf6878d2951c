"""Tests: the whole platform plays the whole festival."""
