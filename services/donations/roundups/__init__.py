"""Customers' round-ups: a little more at the till, by the customer's own yes; the shop only forwards it (rulebook §12)."""
