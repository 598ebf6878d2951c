"""The rules of rural_link, on values only."""
