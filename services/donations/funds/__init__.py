"""Funds inside the federation, and the projects to which money is restricted (rulebook §21)."""
