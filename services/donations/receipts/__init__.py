"""Donation receipts: asked for here, numbered by the federation alone (rulebook §12)."""
