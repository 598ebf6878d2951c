"""Tests: shapes and how they travel."""
