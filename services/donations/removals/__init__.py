"""Goods that leave the store without a recipient: back to who gave them, or written off, by two persons (rulebook §12)."""
