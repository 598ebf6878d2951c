"""Goods and services given in kind (rulebook §12)."""
