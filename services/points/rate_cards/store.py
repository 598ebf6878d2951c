"""Every statement about rate cards, loan tables and proposals for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, insert, select, text

from chassis.clock import civil_day
from chassis.database import Work
from contracts import shape
from contracts.kinds import PartyId
from contracts.points.answers import LoanTable, Rate, RateCard, RateParameter
from services.points import rows
from services.points.accounts.rules import edition
from services.points.rate_cards import refusals, rules
from services.points.rate_cards.rules import FIRST_CARD, FIRST_TABLE, Proposal, Rulebook
from services.points.rate_cards.tables import loan_tables, rate_cards, rate_proposals

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('rate_cards ' || :community, 0))")
CARD = ("number", "in_force_from", "heavy_cv_percent", "sp_hours_per_month", "rates")
# As written, so that what was read before is recognised.
CARD_COLUMNS = (
    *(rate_cards.c[name] for name in CARD if name != "rates"),
    cast(rate_cards.c.rates, Text),
    cast(rate_cards.c.parameters, Text),
    rate_cards.c.proposed_by,
    rate_cards.c.published_by,
    rate_cards.c.published_at,
)
CARDS_REMEMBERED = 512
TABLE = ("number", "in_force_from", "items")


def take_turn(work: Work) -> None:
    """Wait until nobody else of the community proposes or decides: cards and tables follow each other."""
    work.connection.execute(LOCK, {"community": work.community})


def published(work: Work) -> list[RateCard]:
    """The community's own cards, the first one first; there are few."""
    wanted = select(*CARD_COLUMNS).where(rate_cards.c.community == work.community).order_by(rate_cards.c.number)
    return [_card(*row) for row in work.connection.execute(wanted)]


def rulebook_on(work: Work, day: date) -> Rulebook:
    """The council's numbers that hold on that day."""
    return rules.rulebook_on(published(work), on=day)


def card_now(work: Work) -> RateCard:
    """The card that holds today."""
    return rules.in_force(published(work), on=civil_day(work.now))


def edition_now(work: Work) -> str:
    """The edition of the rulebook that holds today, as postings name it."""
    return edition(card_now(work).number)


def rulebook_now(work: Work) -> Rulebook:
    """The council's numbers that hold today."""
    return rulebook_on(work, civil_day(work.now))


def latest_card(work: Work) -> RateCard:
    """The last card, perhaps not in force yet; nobody adds another one while it is one's turn."""
    return (published(work) or [FIRST_CARD])[-1]


def loan_tables_of(work: Work) -> list[LoanTable]:
    """The community's own loan tables, the first one first; there are few."""
    wanted = select(loan_tables).where(loan_tables.c.community == work.community).order_by(loan_tables.c.number)
    found = work.connection.execute(wanted).mappings()
    return [replace(shape.load(LoanTable, {name: row[name] for name in TABLE}), **_who(row)) for row in found]


def latest_table(work: Work) -> LoanTable:
    """The last table, perhaps not in force yet; nobody adds another one while it is one's turn."""
    return (loan_tables_of(work) or [FIRST_TABLE])[-1]


def add(work: Work, new: RateCard | LoanTable, *, proposed_by: PartyId, by: PartyId) -> None:
    """Keep a new card or table."""
    table, names = (rate_cards, CARD) if isinstance(new, RateCard) else (loan_tables, TABLE)
    dumped = shape.dump(new)
    who = {"proposed_by": proposed_by, "published_by": by, "published_at": work.now}
    values = {"community": work.community} | {name: dumped[name] for name in names} | who
    if isinstance(new, RateCard):
        values["parameters"] = {one.name: one.value for one in new.parameters}
    work.connection.execute(insert(table).values(values))


def find_proposal(work: Work, proposal_id: str) -> Proposal | None:
    """The proposal, if there is one with this id."""
    return rows.find(work, rate_proposals, Proposal, proposal_id)


def add_proposal(work: Work, proposal: Proposal) -> Proposal:
    """Keep what somebody proposes; it is one's turn, and the id is free."""
    rows.add_all(work, rate_proposals, [proposal])
    return proposal


def lock_proposal(work: Work, proposal_id: str) -> Proposal:
    """The proposal, locked. Refuses RateProposalNotFound."""
    found = rows.find(work, rate_proposals, Proposal, proposal_id, lock=True)
    if found is None:
        raise refusals.RateProposalNotFound
    return found


def save_proposal(work: Work, proposal: Proposal) -> Proposal:
    """Write a proposal that was locked."""
    return rows.save(work, rate_proposals, proposal)


def proposal_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Proposal], str | None]:
    """Proposals, newest id first."""
    return rows.page(work, rate_proposals, Proposal, after=after, limit=limit, newest_first=True)


# Every command that credits, limits or times something reads the cards, and to build one costs more than to read it. They never change.
@lru_cache(maxsize=CARDS_REMEMBERED)
def _card(  # noqa: PLR0913 - a row
    number: int,
    in_force_from: str,
    heavy_cv_percent: int,
    sp_hours_per_month: int,
    rates: str,
    parameters: str,
    proposed_by: PartyId | None,
    published_by: PartyId,
    published_at: datetime,
) -> RateCard:
    return RateCard(
        number=number,
        in_force_from=in_force_from,
        heavy_cv_percent=heavy_cv_percent,
        sp_hours_per_month=sp_hours_per_month,
        rates=tuple(shape.load(Rate, one) for one in json.loads(rates)),
        parameters=tuple(RateParameter(name=name, value=value) for name, value in json.loads(parameters).items()),
        proposed_by=proposed_by,
        agreed_by=published_by,
        agreed_at=published_at,
    )


def _who(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {"proposed_by": row["proposed_by"], "agreed_by": row["published_by"], "agreed_at": row["published_at"]}
