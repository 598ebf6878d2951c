"""Tests: the chassis's rules that need neither broker nor database."""
