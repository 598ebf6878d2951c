"""Bulk entry by sheet: every row checked, two persons, entered piece by piece."""
