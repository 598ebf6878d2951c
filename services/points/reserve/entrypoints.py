"""What can be asked about the reserve, and how its coverage is published every day."""

from __future__ import annotations

from datetime import date

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, periodic, query
from contracts.points import answers, requests
from contracts.points.kinds import ReserveSourceState
from contracts.roles import ANYONE, Role
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store
from services.points.reserve import rules, store
from services.points.reserve.rules import Source

OVERSEERS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Reserve:
    """What stands behind the points (rulebook §6)."""

    @command(requests.RecordReserveSource, may=(Role.COMMUNITY_STAFF,))
    def record_reserve_source(self, work: Work, asked: requests.RecordReserveSource) -> answers.ReserveSource:
        """Write down value for redemptions; it counts once the council has approved it.

        Refuses PledgeNamesItsGiver, PartyNotFound, ReserveSourceIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        source = Source(
            source_id=asked.source_id,
            kind=asked.kind,
            provider_id=asked.provider_id,
            title=asked.title,
            amount=asked.amount,
            left=asked.amount,
            usable_until=asked.usable_until,
            document=asked.document,
            state=ReserveSourceState.RECORDED,
            recorded_by=by.party_id,
        )
        rules.check_source(source)
        if source.provider_id is not None:
            party_store.require_party(work, source.provider_id)
        return _answer(store.add_source(work, source))

    @command(requests.DecideReserveSource, may=(Role.COUNCIL_MEMBER,))
    def decide_reserve_source(self, work: Work, asked: requests.DecideReserveSource) -> answers.ReserveSource:
        """Approve or reject a source as a second person. Refuses ReserveSourceNotFound, ReserveSourceDecided, OwnReserveSource."""
        source = store.lock_source(work, asked.source_id)
        work.expect_version(source.version)
        giver = party_store.require_party(work, source.provider_id) if source.provider_id else None
        by = party_store.hand_of(work)
        recorder = party_store.find_parties(work, [source.recorded_by]).get(source.recorded_by)
        decided = rules.decide(
            source, by=by, giver=giver, recorder=recorder, approve=asked.approve, reason=asked.reason
        )
        return _answer(store.save_source(work, decided))

    @command(requests.EndReserveSource, may=(Role.COUNCIL_MEMBER,))
    def end_reserve_source(self, work: Work, asked: requests.EndReserveSource) -> answers.ReserveSource:
        """Count a source no longer. Refuses ReserveSourceNotFound, ReserveSourceDecided."""
        source = store.lock_source(work, asked.source_id)
        work.expect_version(source.version)
        return _answer(store.save_source(work, rules.end(source, reason=asked.reason)))

    @query(requests.ListReserveSources, may=OVERSEERS)
    def list_reserve_sources(self, work: Work, asked: requests.ListReserveSources) -> answers.ReserveSourcePage:
        """The sources, for those who record, decide and audit."""
        found, next_key = store.sources_page(work, after=asked.after, limit=asked.limit)
        return answers.ReserveSourcePage(items=tuple(_answer(source) for source in found), next_key=next_key)

    @query(requests.ListReserveStates, may=ANYONE)
    def list_reserve_states(self, work: Work, asked: requests.ListReserveStates) -> answers.ReserveStatePage:
        """The coverage day by day, as it was published; for everybody."""
        found, next_key = store.states_page(work, after=_day(asked.after), limit=asked.limit)
        return answers.ReserveStatePage(items=tuple(found), next_key=next_key)

    @periodic("day")
    def publish_reserve(self, work: Work, period: str) -> None:
        """Publish the coverage of every community, each day; it holds from the next (rulebook §6). A day that was missed stays unpublished."""
        today = civil_day(work.now)
        if date.fromisoformat(period) != _yesterday(today):
            # Made up later, it would announce something for days on which nobody could know of it.
            return
        for community in store.communities(work):
            own = work.on_behalf(system(community), work.cause)
            rulebook = card_store.rulebook_on(own, today)
            state = rules.state_of(store.measure(own, today=today), on=today, rulebook=rulebook)
            if store.publish(own, state):
                own.emit(rules.changed(state, community=community))


def _answer(source: Source) -> answers.ReserveSource:
    return answers.ReserveSource(
        source_id=source.source_id,
        kind=source.kind,
        provider_id=source.provider_id,
        title=source.title,
        amount=source.amount,
        left=source.left,
        usable_until=source.usable_until,
        document=source.document,
        state=source.state,
        recorded_by=source.recorded_by,
        decided_by=source.decided_by,
        reason=source.reason,
        version=source.version,
    )


def _yesterday(today: date) -> date:
    return date.fromordinal(today.toordinal() - 1)


def _day(after: str | None) -> str | None:
    try:
        return None if after is None else date.fromisoformat(after).isoformat()
    except ValueError:
        return None
