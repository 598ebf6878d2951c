"""Tests: what the running platform tells its operators, and what it must not tell anybody."""
