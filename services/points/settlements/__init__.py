"""Providers are settled with, month by month: reimbursed, thanked with value, or given the points (rulebook §8, step 7)."""
