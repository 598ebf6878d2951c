"""Every statement about rate cards."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select, text

from chassis.database import Work
from contracts import shape
from contracts.points.answers import RateCard
from services.points.rate_cards.rules import FIRST_CARD
from services.points.rate_cards.tables import rate_cards

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('rate_cards ' || :community, 0))")


def published(work: Work) -> list[RateCard]:
    """The community's own cards, the first one first; there are few."""
    wanted = select(rate_cards).where(rate_cards.c.community == work.community).order_by(rate_cards.c.number)
    found = work.connection.execute(wanted).mappings()
    names = ("number", "in_force_from", "heavy_cv_percent", "sp_hours_per_month", "rates")
    return [shape.load(RateCard, {name: row[name] for name in names}) for row in found]


def latest(work: Work) -> RateCard:
    """The last card, locked against a second one being published at the same moment."""
    work.connection.execute(LOCK, {"community": work.community})
    return (published(work) or [FIRST_CARD])[-1]


def add(work: Work, card: RateCard, *, by: str) -> None:
    """Keep a new card."""
    values = asdict(card) | {"rates": shape.dump(card)["rates"]}
    who = {"community": work.community, "published_by": by, "published_at": work.now}
    work.connection.execute(insert(rate_cards).values(**values, **who))
