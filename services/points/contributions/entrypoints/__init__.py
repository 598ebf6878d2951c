"""What can be asked about contributions: several steps by different persons, and what everybody may see of them."""

from __future__ import annotations

from services.points.contributions.entrypoints.challenging import Challenging
from services.points.contributions.entrypoints.chasing import Chasing
from services.points.contributions.entrypoints.deciding import Deciding
from services.points.contributions.entrypoints.duties import Duties
from services.points.contributions.entrypoints.entering import Entering
from services.points.contributions.entrypoints.hearing import Hearing
from services.points.contributions.entrypoints.proving import Proving
from services.points.contributions.entrypoints.rechecking import Rechecking
from services.points.contributions.entrypoints.viewing import Viewing
from services.points.contributions.entrypoints.withdrawing import Withdrawing


class Contributions(
    Entering, Hearing, Withdrawing, Deciding, Challenging, Duties, Chasing, Rechecking, Proving, Viewing
):
    """What people give, from its submission to its settlement (rulebook §2, §3)."""


__all__ = ["Contributions"]
