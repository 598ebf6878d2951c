"""When a person acts for an organisation: from the later yes to the end, whatever comes in what order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import AgencyState
from contracts.refused import Refused
from services.points.parties.rules import Hand, agencies
from services.points.parties.rules.links import SecondPersonNeeded

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
STEPS = st.lists(st.tuples(st.sampled_from(("grant", "agree", "end")), st.integers(0, 40)), max_size=6)


def hand(party_id: str, at: datetime, *linked: str) -> Hand:
    return Hand(party_id=party_id, ties=frozenset({party_id}), at=at, linked=frozenset(linked))


def proposed(*, own: bool = False) -> agencies.Agency:
    by = hand("clerk", NOON)
    return agencies.propose(agency_id="agc_1", organisation_id="shop", agent_id="anna", by=by, own=own)


@given(STEPS, st.integers(0, 300), st.integers(0, 300))
def test_it_covers_exactly_what_lies_between_the_later_yes_and_the_end(steps, begins, lasts):
    agency, at, yes, over = proposed(), NOON, {}, None
    for step, days in steps:
        at += timedelta(days=days)
        try:
            if step == "grant":
                agency = agencies.grant(agency, by=hand("clerk", at))
            elif step == "agree":
                agency = agencies.agree(agency, by=hand("anna", at))
            elif agency.ended_at is None:
                agency = agencies.end(agency, by="anna", at=at)
        except Refused as no:
            assert isinstance(no, agencies.AgencyOver)  # noqa: PT017 - either outcome is right, and each is looked at
            continue
        if step == "end":
            over = over or at
        else:
            yes[step] = at
    since, until = NOON + timedelta(days=begins), NOON + timedelta(days=begins + lasts)
    begun = max(yes.values()) if len(yes) == 2 else None

    assert agency.began_at == begun
    assert agency.covers(since, until) == (begun is not None and begun <= since and (over is None or until <= over))
    assert (agency.state is AgencyState.IN_FORCE) == (begun is not None and over is None)


@pytest.mark.parametrize("by", [hand("anna", NOON), hand("bela", NOON, "anna")])
def test_nobody_who_is_one_with_the_agent_says_yes_for_the_organisation(by):
    with pytest.raises(SecondPersonNeeded):
        agencies.grant(proposed(), by=by)
    with pytest.raises(SecondPersonNeeded):
        agencies.propose(agency_id="agc_1", organisation_id="shop", agent_id="anna", by=by, own=True)


def test_it_waits_for_thirty_days_and_only_for_the_person_named():
    waiting = proposed(own=True)
    with pytest.raises(agencies.AgencyNotFound):
        agencies.agree(waiting, by=hand("bela", NOON))
    with pytest.raises(agencies.AgencyOver):
        agencies.agree(waiting, by=hand("anna", waiting.expires_at))
    last = waiting.expires_at - timedelta(seconds=1)
    assert agencies.agree(waiting, by=hand("anna", last)).began_at == last
