"""Gifts that go back to who gave them: for few reasons, by two persons, never while a receipt is out."""
