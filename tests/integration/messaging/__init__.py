"""Tests: events over a real broker, and what happens to them when something breaks."""
