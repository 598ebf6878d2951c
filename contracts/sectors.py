"""The eight sectors a party belongs to (rulebook §1): with whom somebody works together is counted across them."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    """Where a party stands in the community.

    RES resident or household, MER merchant, PRO property company, UNI university unit or student group, VIL village, township
    or grower, SOC social organisation, ENT other enterprise, GOV community committee or public body.
    """

    RES = "RES"
    MER = "MER"
    PRO = "PRO"
    UNI = "UNI"
    VIL = "VIL"
    SOC = "SOC"
    ENT = "ENT"
    GOV = "GOV"
