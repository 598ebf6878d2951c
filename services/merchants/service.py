"""Assembles what merchants can be asked and what it hears."""

from __future__ import annotations

from chassis.dependency import Database
from chassis.keeping import Keeping
from services.merchants.initiative.entrypoints import Initiatives
from services.merchants.members.entrypoints import Members
from services.merchants.operations.entrypoints import Operations
from services.merchants.parties.entrypoints import Parties
from services.merchants.tasting.entrypoints import Ballots, Dealing, Panels, Results
from services.merchants.withdrawals.entrypoints import Withdrawals


class MerchantsService(
    Parties, Members, Initiatives, Panels, Dealing, Ballots, Results, Withdrawals, Operations, Keeping
):
    """The alliance, its initiative, and the tasting panel."""

    name = "merchants"
    transactions = Database()
