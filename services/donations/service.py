"""Assembles what donations can be asked and what it hears."""

from __future__ import annotations

from chassis.dependency import Database
from chassis.keeping import Keeping
from services.donations.calendar.entrypoints import WorkingDays
from services.donations.disclosure.entrypoints import Disclosure
from services.donations.funds.entrypoints import Funds
from services.donations.gifts.entrypoints import Gifts
from services.donations.goods.entrypoints import GoodsInKind
from services.donations.mandates.entrypoints import Mandates
from services.donations.operations.entrypoints import Operations
from services.donations.packs.entrypoints import GiftPacks
from services.donations.parties.entrypoints import Parties
from services.donations.pledges.entrypoints import Pledges
from services.donations.receipts.entrypoints import Receipts
from services.donations.refunds.entrypoints import Refunds
from services.donations.removals.entrypoints import GoodsRemovals
from services.donations.roundups.entrypoints import RoundUps
from services.donations.standings.entrypoints import Standings
from services.donations.statements.entrypoints import Statements


class DonationsService(
    Parties,
    Funds,
    Gifts,
    Receipts,
    Mandates,
    Statements,
    WorkingDays,
    GoodsInKind,
    GoodsRemovals,
    GiftPacks,
    Refunds,
    Standings,
    Pledges,
    RoundUps,
    Disclosure,
    Operations,
    Keeping,
):
    """What was given, how it arrived, and what came of it."""

    name = "donations"
    transactions = Database()
