"""What can be asked about points that lapse, and how they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, periodic, query, sweep
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.events import PointsExpired, PointsPooled
from contracts.points.kinds import PoolCause
from contracts.roles import HOLDERS, Role
from ledger import Posted
from services.points.accounts.rules import POOL, party_of
from services.points.lapses import rules, store
from services.points.lapses.rules import Brought, Choice, Notice
from services.points.parties import store as party_store
from services.points.parties.rules import PartyNotFound
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import rulebook_on

LAPSED_AT_ONCE = 1_000
OFFICE = (Role.COMMUNITY_STAFF,)


class Lapses:
    """What happens to points that nobody used in time."""

    @command(requests.ChooseLapse, may=HOLDERS)
    def choose_lapse(self, work: Work, asked: requests.ChooseLapse) -> answers.LapseChoice:
        """Choose where points go when they lapse, one's own or those of whom one acts for. Refuses PartyNotFound, ActorUnknown."""
        choice = store.hold_choice(work, party_store.acting_as(work, asked.party_id).party_id)
        return _answer(store.save_choice(work, replace(choice, goes_to=asked.to)))

    @command(requests.ChooseNoticeChannel, may=(*HOLDERS, *OFFICE))
    def choose_notice_channel(self, work: Work, asked: requests.ChooseNoticeChannel) -> answers.LapseChoice:
        """Choose how one is told; the office notes it for whoever has not spoken for themselves. Their own word is theirs to change.

        Refuses PartyNotFound, ChannelChosen, ActorUnknown.
        """
        by = party_store.hand_of(work)
        party_id = asked.party_id or by.party_id
        own = party_store.is_own(work, party_id)
        if not own and not work.actor.is_any(*OFFICE):
            raise PartyNotFound
        party_store.require_party(work, party_id)
        choice = rules.told_by(store.hold_choice(work, party_id), asked.channel, by=by.party_id, own=own)
        return _answer(store.save_choice(work, choice))

    @query(requests.ListPaperNotices, may=OFFICE)
    def list_paper_notices(self, work: Work, asked: requests.ListPaperNotices) -> answers.PaperNoticePage:
        """What the office brings on paper of one day's notices; without a day, all that is still to bring and has not lapsed."""
        found, next_key = store.paper_page(
            work, asked.day, open_only=asked.open_only or asked.day is None, after=asked.after, limit=asked.limit
        )
        return answers.PaperNoticePage(items=_on_paper(work, found), next_key=next_key)

    @command(requests.MarkNoticesBrought, may=OFFICE)
    def mark_notices_brought(self, work: Work, asked: requests.MarkNoticesBrought) -> answers.PaperNoticesBrought:
        """Say that one brought these on paper, all or none; the same again is answered alike.

        Refuses PaperNoticeNotFound, BroughtUnfit, BroughtBefore, ActorUnknown.
        """
        by = party_store.hand_of(work)
        known = store.find_notices(work, asked.notice_ids)
        rules.check_brought(asked.notice_ids, known, on=asked.brought_on, today=civil_day(work.now))
        wanted = [
            Brought(notice_id=notice_id, brought_by=by.party_id, brought_on=asked.brought_on, marked_at=work.now)
            for notice_id in sorted(asked.notice_ids)
        ]
        rules.check_same(wanted, store.bring(work, wanted))
        return answers.PaperNoticesBrought(items=_on_paper(work, [known[one.notice_id] for one in wanted]))

    @query(requests.GetLapseChoice, may=HOLDERS)
    def get_lapse_choice(self, work: Work, asked: requests.GetLapseChoice) -> answers.LapseChoice:
        """Where points go when they lapse, one's own or those of whom one acts for. Refuses PartyNotFound, ActorUnknown."""
        return _answer(store.choice_of(work, party_store.acting_as(work, asked.party_id).party_id))

    @query(requests.ListLapseNotices, may=HOLDERS)
    def list_lapse_notices(self, work: Work, asked: requests.ListLapseNotices) -> answers.LapseNoticePage:
        """The notices in one account, one's own or that of whom one acts for, the newest first. Refuses PartyNotFound, ActorUnknown."""
        mine = party_store.acting_as(work, asked.party_id).party_id
        found, next_key = store.page(work, mine, after=asked.after, limit=asked.limit)
        items = tuple(
            answers.LapseNotice(
                notice_id=one.notice_id,
                party_id=one.party_id,
                noticed_on=one.noticed_on,
                expires_on=one.expires_on,
                days_before=one.days_before,
                sp=one.sp,
                channel=one.channel,
            )
            for one in found
        )
        return answers.LapseNoticePage(items=items, next_key=next_key)

    @periodic("day")
    def notice_lapses(self, work: Work, period: str) -> None:
        """Tell everybody whose points lapse in 30, 7 or 1 days, or as many as the council set, on the day after the period (rulebook §4).

        Days that were missed are made up one by one, each by its own numbers, so that no step is left out.
        """
        yesterday = date.fromisoformat(period)
        today = yesterday + timedelta(days=1)
        for community in store.ending(work, after=today, until=today + timedelta(days=rules.NOTICED_AT_MOST)):
            own = work.on_behalf(system(community), work.cause)
            cards = card_store.published(own)
            days = rules.last_days(today, now=rulebook_on(cards, on=today), before=rulebook_on(cards, on=yesterday))
            own.emit(*rules.told(store.notice(own, today=today, days=days), community=community))

    @sweep(seconds=60)
    def lapse_points(self, work: Work) -> None:
        """Points that lapsed go to the mutual-aid pool, not to nothing, unless their owner has chosen nothing (rulebook §4)."""
        today = civil_day(work.now)
        for community in store.lapsing(work, today=today):
            own = work.on_behalf(system(community), work.cause)
            _tell(own, store.lapse(own, today=today, limit=LAPSED_AT_ONCE))


def _tell(work: Work, moved: list[Posted]) -> None:
    pooled = rules.sums(_amounts(moved, pooled=True))
    expired = rules.sums(_amounts(moved, pooled=False))
    work.emit(
        *(
            PointsPooled(community=work.community, party_id=party_id, sp=sp, cause=PoolCause.LAPSE)
            for party_id, sp in pooled.items()
        ),
        *(PointsExpired(community=work.community, party_id=party_id, sp=sp) for party_id, sp in expired.items()),
    )


def _amounts(moved: list[Posted], *, pooled: bool) -> list[tuple[PartyId, int]]:
    return [(party_of(one.debit), one.amount) for one in moved if (one.credit == POOL) is pooled]


def _on_paper(work: Work, found: Sequence[Notice]) -> tuple[answers.PaperNotice, ...]:
    known = party_store.find_parties(work, [one.party_id for one in found])
    brought = store.brought_of(work, [one.notice_id for one in found])
    return tuple(
        answers.PaperNotice(
            notice_id=one.notice_id,
            party_id=one.party_id,
            public_name=known[one.party_id].public_name,
            noticed_on=one.noticed_on,
            expires_on=one.expires_on,
            days_before=one.days_before,
            sp=one.sp,
            brought_on=brought[one.notice_id].brought_on if one.notice_id in brought else None,
            brought_by=brought[one.notice_id].brought_by if one.notice_id in brought else None,
        )
        for one in found
    )


def _answer(choice: Choice) -> answers.LapseChoice:
    return answers.LapseChoice(
        party_id=choice.party_id, to=choice.goes_to, channel=choice.channel, channel_by=choice.channel_by
    )
