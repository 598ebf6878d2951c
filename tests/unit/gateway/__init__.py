"""Tests: what the gateway does to values, without a server."""
