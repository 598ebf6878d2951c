"""The catalogue, and points on their way into goods and services."""
