"""Tests: the door itself, as a process, against clients that mean no good."""
