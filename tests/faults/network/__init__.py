"""Faults of the network: cut, frozen, slow."""
