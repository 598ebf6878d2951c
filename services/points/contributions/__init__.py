"""Unpaid time: submitted, confirmed, under notice, settled."""
