"""Tests: what becomes of events, malformed, repeated or ordered, without a server."""
