"""What points says when two accounts turn out to be one identity, and when that has ended."""

from __future__ import annotations

from chassis.ids import new_id
from contracts.points.events import PartiesLinked, PartiesUnlinked
from contracts.points.kinds import LinkKind
from tests.support.bench import COMMUNITY


def link(one: str, other: str, *, community: str = COMMUNITY) -> PartiesLinked:
    """The two pay from one account."""
    return PartiesLinked(
        community=community, link_id=new_id("lnk"), one_id=one, other_id=other, kind=LinkKind.SAME_PAYMENT_ACCOUNT
    )


def end(began: PartiesLinked) -> PartiesUnlinked:
    """They do not any more."""
    return PartiesUnlinked(
        community=began.community, link_id=began.link_id, one_id=began.one_id, other_id=began.other_id
    )
