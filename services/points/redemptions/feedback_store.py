"""Every statement about ratings and complaints; whoever writes has locked the redemption."""

from __future__ import annotations

from chassis.database import Work
from contracts.points.kinds import DisputeState
from services.points import rows
from services.points.redemptions.complaints import Dispute, Rating
from services.points.redemptions.tables import disputes, ratings


def find_rating(work: Work, redemption_id: str) -> Rating | None:
    """What was said of it."""
    return rows.find(work, ratings, Rating, redemption_id)


def add_rating(work: Work, rating: Rating) -> None:
    """Keep what was said."""
    rows.add_all(work, ratings, [rating])


def find_dispute(work: Work, redemption_id: str) -> Dispute | None:
    """The complaint about it, if there is one."""
    return rows.find(work, disputes, Dispute, redemption_id)


def add_dispute(work: Work, dispute: Dispute) -> None:
    """Keep a new complaint."""
    rows.add_all(work, disputes, [dispute])


def save_dispute(work: Work, dispute: Dispute) -> Dispute:
    """Write a complaint that was decided."""
    return rows.save(work, disputes, dispute)


def page(work: Work, *, state: DisputeState | None, after: str | None, limit: int) -> tuple[list[Dispute], str | None]:
    """Complaints in the order of their redemptions' ids."""
    where = [] if state is None else [disputes.c.state == state.value]
    return rows.page(work, disputes, Dispute, *where, after=after, limit=limit)
