"""What can be asked about parties: the register, links between identities, who acts for whom, what the community needs."""

from __future__ import annotations

from services.points.parties.entrypoints.agencies import Agencies
from services.points.parties.entrypoints.guardians import Guardians
from services.points.parties.entrypoints.links import Links
from services.points.parties.entrypoints.needs import Needs
from services.points.parties.entrypoints.registry import Registry


class Parties(Registry, Links, Agencies, Guardians, Needs):
    """Who takes part, who is one with whom, who acts for whom and for which child, and whom help is for."""
