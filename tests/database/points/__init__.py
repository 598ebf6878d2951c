"""Points on the bench: real tables, real locks."""
