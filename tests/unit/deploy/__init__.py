"""The launcher's decisions."""
