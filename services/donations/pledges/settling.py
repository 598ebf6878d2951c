"""What follows for pledges when a gift is confirmed or goes back, and when something has been open for too long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from contracts.donations.kinds import PledgeState
from contracts.donations.shopping_events import PledgeBannerRemoved, PledgeResumed, PledgeSettled, PledgeSuspended
from contracts.event import Event
from services.donations.pledges import rules, store
from services.donations.pledges.rules import Pledge


def settle(work: Work, gift_ids: Collection[str]) -> None:
    """The gifts are confirmed: the months they pay are paid, and their pledges stand as they now deserve."""
    if not gift_ids:
        return
    locked = {pledge.pledge_id: pledge for pledge in store.lock_paid_by(work, gift_ids)}
    if not locked:
        return
    for month in store.mark_paid(work, gift_ids):
        work.emit(
            PledgeSettled(
                community=work.community,
                pledge_id=month.pledge_id,
                merchant_id=locked[month.pledge_id].merchant_id,
                month=month.month,
                gift_id=month.gift_id or "",
                amount=month.received or 0,
            )
        )
    restate(work, list(locked.values()))


def take_back(work: Work, gift_id: str) -> None:
    """The locked gift goes back: the month it paid, if it paid one, is no longer shown. Whoever publishes it at this moment waits."""
    if store.lock_paid_by(work, [gift_id]):
        store.mark_refunded(work, gift_id)


def restate(work: Work, locked: Sequence[Pledge]) -> None:
    """Let agreed pledges stand as what is open of them wants it, and tell of every change."""
    on = civil_day(work.now)
    months = store.settlements_of(work, [pledge.pledge_id for pledge in locked])
    found = [replace(pledge, state=rules.standing(months[pledge.pledge_id], on=on)) for pledge in locked]
    changed = [after for before, after in zip(locked, found, strict=True) if before.state is not after.state]
    store.save_states(work, changed)
    for pledge in changed:
        said = _said(pledge, community=work.community, in_time=rules.in_time(months[pledge.pledge_id], on=on))
        if said is not None:
            work.emit(said)


def _said(pledge: Pledge, *, community: str, in_time: bool) -> Event | None:
    facts = {
        "community": community,
        "pledge_id": pledge.pledge_id,
        "merchant_id": pledge.merchant_id,
        "agreement_number": pledge.agreement_number or "",
    }
    match pledge.state:
        case PledgeState.ACTIVE:
            return PledgeResumed(**facts, in_time=in_time)
        case PledgeState.BANNER_OFF:
            return PledgeBannerRemoved(**facts)
        case PledgeState.SUSPENDED:
            return PledgeSuspended(**facts)
    return None
