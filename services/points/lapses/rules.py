"""When points lapse, when that is said before, and where they go (rulebook §4).

A lot ends with the last day of the month 24 months after its grant (`ledger.lot_expiry`); what a refund puts back may end later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.events import LapseNoticed, LapsingLots
from contracts.points.kinds import LapseTo, NoticeChannel
from services.points.lapses import refusals
from services.points.rate_cards.rules import NUMBERS, Rulebook

NOTICED_AT_MOST = NUMBERS["first_lapse_notice_days"].metadata["most"]
"""Days before the last day; no community tells a party earlier."""

BROUGHT_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Where a party's points go when they lapse, and how it is told before.

    Whoever has not chosen gives them to the mutual-aid pool, and is told in the account. `channel_own`: it is the party's own word.
    """

    party_id: PartyId
    goes_to: LapseTo = LapseTo.POOL
    channel: NoticeChannel = NoticeChannel.ACCOUNT
    channel_by: PartyId | None = None
    channel_own: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Notice:
    """So many centi-points of a party lapse after `expires_on`."""

    notice_id: str
    party_id: PartyId
    noticed_on: date
    expires_on: date
    days_before: int
    sp: int
    channel: NoticeChannel = NoticeChannel.ACCOUNT


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A notice that somebody brought on paper and says so."""

    notice_id: str
    brought_by: PartyId
    brought_on: date
    marked_at: datetime


def check_brought(notice_ids: Sequence[str], known: Mapping[str, Notice], *, on: date, today: date) -> None:
    """Refuse BroughtUnfit, and PaperNoticeNotFound for what is not there or goes into the account."""
    if not 0 < len(set(notice_ids)) == len(notice_ids) <= BROUGHT_AT_ONCE:
        raise refusals.BroughtUnfit
    for notice_id in notice_ids:
        if notice_id not in known or known[notice_id].channel is not NoticeChannel.PAPER:
            raise refusals.PaperNoticeNotFound
    if on > today or any(on < known[notice_id].noticed_on for notice_id in notice_ids):
        raise refusals.BroughtUnfit


def check_same(wanted: Iterable[Brought], kept: Mapping[str, Brought]) -> None:
    """Refuse BroughtBefore where what is kept is not what is said now."""
    for one in wanted:
        known = kept[one.notice_id]
        if (known.brought_by, known.brought_on) != (one.brought_by, one.brought_on):
            raise refusals.BroughtBefore


def told_by(choice: Choice, channel: NoticeChannel, *, by: PartyId, own: bool) -> Choice:
    """The choice with another channel. Refuses ChannelChosen to the office where the party has spoken for itself."""
    if choice.channel_own and not own:
        raise refusals.ChannelChosen
    return replace(choice, channel=channel, channel_by=by, channel_own=own)


def last_days(today: date, *, now: Rulebook, before: Rulebook) -> dict[date, int]:
    """The last days about which something is said today, and how far they are: by the rulebook 30, 7 and 1 days.

    `before`: the numbers that held yesterday. On the day on which a step moves away from the last day, it is said about all that lies
    between: its turn had not come by the old number, and has passed by the new one.
    """
    steps = zip(_steps(before), _steps(now), strict=True)
    days = {day for was, step in steps for day in range(min(was, step), step + 1)}
    return {today + timedelta(days=day): day for day in sorted(days, reverse=True)}


def told(notices: Iterable[Notice], *, community: str) -> list[LapseNoticed]:
    """One event a party and day, whatever lapses on how many days."""
    by_party: dict[tuple[PartyId, date], list[Notice]] = {}
    for notice in notices:
        by_party.setdefault((notice.party_id, notice.noticed_on), []).append(notice)
    return [
        LapseNoticed(
            community=community,
            party_id=party_id,
            noticed_on=noticed_on,
            sp=sum(one.sp for one in found),
            lots=tuple(
                LapsingLots(expires_on=one.expires_on, days_before=one.days_before, sp=one.sp)
                for one in sorted(found, key=lambda one: one.expires_on)
            ),
        )
        for (party_id, noticed_on), found in by_party.items()
    ]


def sums(amounts: Iterable[tuple[PartyId, int]]) -> Mapping[PartyId, int]:
    """What each party lost in one go."""
    total: dict[PartyId, int] = {}
    for party_id, amount in amounts:
        total[party_id] = total.get(party_id, 0) + amount
    return total


def _steps(rulebook: Rulebook) -> tuple[int, int, int]:
    return (
        rulebook.first_lapse_notice_days,
        rulebook.second_lapse_notice_days,
        rulebook.last_lapse_notice_days,
    )
