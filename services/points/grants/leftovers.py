"""Reads what rounding has kept of earlier round-ups, so that none of it is lost over time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.answers import RateCard
from services.points.grants import rules
from services.points.grants.rules import Earning
from services.points.rate_cards import rules as cards

# What rounding has kept is what the cards give for all that came, less what was credited or withheld for it.
CARRIED = text("""
SELECT party_id, rate_card, sum(fen)::bigint AS fen, sum(cv + cv_withheld)::bigint AS cv
  FROM grants WHERE community = :community AND party_id = ANY(:parties) AND contribution_type = :carried
 GROUP BY party_id, rate_card
""")


def left_over(work: Work, earnings: Sequence[Earning], published: Sequence[RateCard]) -> dict[PartyId, int]:
    """In thousandths of a centi-point, for each party that earns by a round-up now; exact while the parties' accounts are locked."""
    found = {earning.party_id: 0 for earning in earnings if earning.contribution_type is rules.CARRIED}
    if found:
        names = {"community": work.community, "parties": sorted(found), "carried": rules.CARRIED}
        by_number = {card.number: card for card in (cards.FIRST_CARD, *published)}
        for row in work.connection.execute(CARRIED, names):
            found[row.party_id] += cards.kept(by_number[row.rate_card], rules.CARRIED, fen=row.fen, cv=row.cv)
    return found
