"""What can be asked about parties: the register, the links between identities, what the community needs."""

from __future__ import annotations

from services.points.parties.entrypoints.links import Links
from services.points.parties.entrypoints.needs import Needs
from services.points.parties.entrypoints.registry import Registry


class Parties(Registry, Links, Needs):
    """Who takes part, who is one with whom, and whom help is for."""
