"""Tests of what the ledger decides, values only."""
