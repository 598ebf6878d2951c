"""What can be asked about indices, and the night in which all of them are computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chassis.actor import system
from chassis.aside import aside
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, periodic, query
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.events import IndexRecomputed
from contracts.points.kinds import ContributionType, NeedGroup
from contracts.roles import ANYONE, Role
from services.points.accounts.rules import RULEBOOK
from services.points.indices import answering, figures, store
from services.points.indices.refusals import AdditionUnfit
from services.points.indices.rules import nights, periods, records, targets
from services.points.indices.rules.nights import Reckoned
from services.points.indices.rules.periods import Window
from services.points.indices.rules.records import CENTI, Addition, Partner
from services.points.indices.rules.targets import Targets
from services.points.parties import rules as party_rules
from services.points.parties import store as parties
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store
from services.points.reserve import store as reserve

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
# Nobody of the tasting or the market is among them: no level of giving is visible there (rulebook §7).
VIEWERS = (
    Role.RESIDENT,
    Role.ORGANISATION_AGENT,
    Role.MERCHANT_AGENT,
    Role.VILLAGE_AGENT,
    *SEES_ALL,
)
JUDGES_PERIODS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)
NEW_ACTIVITY = "act_new"


class Indices:
    """How well somebody works together with others, how deeply and for whom."""

    @query(requests.GetPartyIndex, may=VIEWERS)
    def get_party_index(self, work: Work, asked: requests.GetPartyIndex) -> answers.PartyIndex:
        """One's own or one's organisation's indices, or anybody's for staff, computed now and explained (rulebook §10).

        Entries, reversals, people reached, needs: as known at the instant; identities and sectors as known now.
        Refuses PartyNotFound, PeriodUnfit.
        """
        _check_sees(work, asked.party_id)
        window = periods.wanted(since=asked.since, until=asked.until, as_of=asked.as_of, now=work.now)
        found = store.found(work, asked.party_id, window)
        needs = store.needs(work, as_of=window.as_of)
        seen = found.identities if work.actor.is_any(*SEES_ALL) else parties.own_parties(work)
        return answering.explained(found, window=window, needs=needs, seen=seen)

    @query(requests.PreviewPartyIndex, may=VIEWERS)
    def preview_party_index(self, work: Work, asked: requests.PreviewPartyIndex) -> answers.PartyIndexPreview:
        """What if I add …: all four numbers before and after; nothing is kept. Refuses PartyNotFound, AdditionUnfit."""
        _check_sees(work, asked.party_id)
        window = periods.rolling(civil_day(work.now), as_of=work.now)
        found = store.found(work, asked.party_id, window, also=[asked.activity_id] if asked.activity_id else [])
        needs = store.needs(work, as_of=work.now)
        addition = _addition(work, asked)
        more = records.added(found.record, [addition])
        before, after = (records.indices_if_enough(each, needs, until=window.until) for each in (found.record, more))
        return answers.PartyIndexPreview(
            party_id=asked.party_id,
            since=window.since,
            until=window.until,
            added_cv=round(addition.cv * CENTI),
            before=answering.scores(before) if before else None,
            after=answering.scores(after) if after else None,
            note=answering.ENOUGH if after else answering.TOO_LITTLE,
        )

    @query(requests.ListPartyIndices, may=VIEWERS)
    def list_party_indices(self, work: Work, asked: requests.ListPartyIndices) -> answers.PublishedIndexPage:
        """What was published of one's own, or of anybody for staff. Refuses PartyNotFound."""
        _check_sees(work, asked.party_id)
        parties.require_party(work, asked.party_id)
        found, next_key = store.party_page(work, asked.party_id, after=asked.after, limit=asked.limit)
        return answers.PublishedIndexPage(items=tuple(map(answering.published, found)), next_key=next_key)

    @query(requests.GetCommunityIndex, may=ANYONE)
    def get_community_index(self, work: Work, asked: requests.GetCommunityIndex) -> answers.CommunityIndex:
        """The community's own, as published (rulebook §11). Refuses IndexNotComputed."""
        return store.community_of(work, asked.month)

    @query(requests.GetCommunityIndexOfPeriod, may=JUDGES_PERIODS)
    def get_community_index_of_period(
        self, work: Work, asked: requests.GetCommunityIndexOfPeriod
    ) -> answers.CommunityIndex:
        """The community's own for any period, as known at any past instant; nothing is kept (rulebook §11).

        Not for everybody: two periods that differ by a day would tell what was given on it. Refuses PeriodUnfit.
        """
        window = periods.wanted(since=asked.since, until=asked.until, as_of=asked.as_of, now=work.now)
        store.be_patient(work)
        return _of_community(work, window, aside(nights.reckon, store.night(work, window), until=window.until))

    @query(requests.ListCommunityIndices, may=ANYONE)
    def list_community_indices(self, work: Work, asked: requests.ListCommunityIndices) -> answers.CommunityIndexPage:
        """The community's own, month by month."""
        found, next_key = store.community_page(work, after=asked.after, limit=asked.limit)
        return answers.CommunityIndexPage(items=tuple(found), next_key=next_key)

    @command(requests.ProposeIndexTargets, may=(Role.COMMUNITY_STAFF,))
    def propose_index_targets(self, work: Work, asked: requests.ProposeIndexTargets) -> answers.IndexTargets:
        """Put a version forward; the same again answers what is there. Refuses TargetsIncomplete, TargetsNotNext."""
        by = parties.hand_of(work)
        latest = store.latest_targets(work)
        given = [(each.indicator, each.target) for each in asked.targets]
        if latest is not None and (latest.number, latest.targets, latest.reason) == (
            asked.number,
            dict(given),
            asked.reason,
        ):
            return answering.targets(latest)
        proposed = targets.propose(asked.number, given, asked.reason, after=latest, by=by)
        store.add_targets(work, proposed)
        return answering.targets(proposed)

    @command(requests.ApproveIndexTargets, may=(Role.COUNCIL_MEMBER,))
    def approve_index_targets(self, work: Work, asked: requests.ApproveIndexTargets) -> answers.IndexTargets:
        """Let a version hold, by somebody who is not close to whoever proposed it. Refuses TargetsNotFound, TargetsNotProposed, OwnTargets."""
        by = parties.hand_of(work)
        locked = _locked(work, asked.number)
        proposer = parties.require_party(work, locked.proposed_by)
        return answering.targets(store.save_targets(work, targets.approve(locked, by=by, proposer=proposer)))

    @command(requests.WithdrawIndexTargets, may=(Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER))
    def withdraw_index_targets(self, work: Work, asked: requests.WithdrawIndexTargets) -> answers.IndexTargets:
        """Take a version back, or reject it, before it holds. Refuses TargetsNotFound, TargetsNotProposed."""
        by = parties.hand_of(work)
        return answering.targets(store.save_targets(work, targets.withdraw(_locked(work, asked.number), by=by)))

    @query(requests.ListIndexTargets, may=ANYONE)
    def list_index_targets(self, work: Work, asked: requests.ListIndexTargets) -> answers.IndexTargetsPage:
        """All versions, the first one first."""
        found, next_key = store.targets_page(work, after=asked.after, limit=asked.limit)
        return answers.IndexTargetsPage(items=tuple(map(answering.targets, found)), next_key=next_key)

    @periodic("day")
    def recompute_indices(self, work: Work, period: str) -> None:
        """Compute all indices of the twelve months up to the day that ended anew from the entries, and publish them.

        Nothing of the night before is used: a late correction of an activity shows the night after it.
        """
        store.be_patient(work)
        for community in store.communities(work):
            _recompute(work.on_behalf(system(community), work.cause), date.fromisoformat(period))


def _recompute(work: Work, day: date) -> None:
    window = periods.rolling(day, as_of=work.now)
    found = aside(nights.reckon, store.night(work, window), until=day)
    store.publish_parties(work, day=day, rulebook=RULEBOOK, columns=figures.columns(found))
    published = _of_community(work, window, found)
    store.publish_community(work, published)
    work.emit(
        IndexRecomputed(
            community=work.community,
            day=day,
            rulebook=RULEBOOK,
            party_count=published.party_count,
            party_count_with_index=published.party_count_with_index,
        )
    )


def _of_community(work: Work, window: Window, found: Reckoned) -> answers.CommunityIndex:
    return figures.of_community(
        found,
        window=window,
        computed_at=work.now,
        targets=store.targets_in_force(work, as_of=window.as_of),
        coverage=figures.coverage(reserve.latest(work, until=civil_day(window.as_of))),
    )


def _check_sees(work: Work, party_id: PartyId) -> None:
    """Somebody else's index looks as if there were no such party."""
    if not work.actor.is_any(*SEES_ALL) and not parties.is_own(work, party_id):
        raise party_rules.PartyNotFound


def _locked(work: Work, number: int) -> Targets:
    locked = store.lock_targets(work, number)
    work.expect_version(locked.version)
    return locked


def _addition(work: Work, asked: requests.PreviewPartyIndex) -> Addition:
    people = {group: float(getattr(asked, group.value)) for group in NeedGroup}
    by_hours = asked.hours_type is not None and asked.minutes is not None
    unfit = by_hours == (asked.cv is not None) or (asked.hours_type is None) != (asked.minutes is None)
    partners = set(asked.partner_ids) - {asked.party_id}
    if unfit or bool(partners) != (asked.partner_cv is not None) or (asked.activity_id and any(people.values())):
        raise AdditionUnfit
    one_of = parties.collapsed(work, partners)
    known = parties.find_parties(work, set(one_of.values()))
    if set(one_of.values()) - known.keys():
        raise party_rules.PartyNotFound
    each = (asked.partner_cv or 0) / CENTI
    return Addition(
        act_id=asked.activity_id or NEW_ACTIVITY,
        cv=_cv(work, asked) / CENTI,
        level=asked.level,
        performed_on=civil_day(work.now),
        partners=tuple(
            Partner(party_id=party_id, sector=known[party_id].sector, cv=each) for party_id in sorted(known)
        ),
        served=_served(people),
    )


def _served(people: Mapping[NeedGroup, float]) -> Mapping[str, float]:
    return {group: count for group, count in people.items() if count}


def _cv(work: Work, asked: requests.PreviewPartyIndex) -> int:
    if asked.cv is not None or asked.hours_type is None:
        return asked.cv or 0
    card = cards.in_force(card_store.published(work), on=civil_day(work.now))
    time = cards.Time(
        hours_type=ContributionType(asked.hours_type.value), minutes=asked.minutes or 0, skilled=asked.skilled
    )
    return cards.of_time(card, time, sp_minutes=0).cv
