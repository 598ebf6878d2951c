"""Contributions put forward by the thousand: each judged as if it had come alone, with as many statements as for two."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy.event import listen

from chassis.clock import civil_day
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import (
    Channel,
    ContributionType,
    HoursType,
    PartyKind,
)
from contracts.refused import Refused
from contracts.sectors import Sector
from services.points.contributions import submitting
from services.points.contributions.rules import Claim, Wanted
from services.points.parties import store as party_store


def submit(town, wanted, channel=Channel.IMPORT) -> list[str]:
    with town.bench.transactions.begin(town.actor("staff")) as work:
        judged = submitting.submit(work, wanted, by=party_store.hand_of(work), channel=channel)
    return [one.code if isinstance(one, Refused) else f"{one.contribution_id} {one.cv} {one.sp}" for one in judged]


HOURS_AGO = some.integers(min_value=0, max_value=16 * 24 * 2)
ROWS = some.lists(
    some.tuples(
        some.sampled_from(["anna", "bela", "nobody", "shop"]),
        some.sampled_from([HoursType.H1, HoursType.H2, HoursType.H4]),
        HOURS_AGO,
        some.integers(min_value=15, max_value=500),
        some.sampled_from([None, "REF-1", "REF-2"]),
        some.integers(min_value=0, max_value=3),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=ROWS)
def test_submitted_together_each_is_judged_as_if_it_came_alone(town, drawn):
    ids = [new_id("ctb") for _ in range(4)]
    if not town.bench.rows("SELECT 1 FROM qualifications"):
        town.qualify("anna", "NURSE", valid_until=civil_day(town.now) - timedelta(days=7))
    wanted = [
        Wanted(
            contribution_id=ids[same] if same < 1 else new_id("ctb"),
            party_id=town.ids.get(name, "pty_NOBODY"),
            contribution_type=ContributionType(kind.value),
            activity="整理",
            started_at=town.now - timedelta(minutes=30 * ago),
            minutes=minutes,
            qualification="NURSE" if kind is HoursType.H2 else None,
            entry_reason="旧台账",
            reference=reference,
        )
        for name, kind, ago, minutes, reference, same in drawn
    ]
    outcomes = []
    for turns in ([wanted], [[one] for one in wanted]):
        town.bench.rows("SELECT 1")
        with town.bench.transactions.engine.connect() as connection:
            transaction = connection.begin()
            outcomes.append(_judge_in(town, connection, turns))
            transaction.rollback()
    assert outcomes[0] == outcomes[1]


def _judge_in(town, connection, turns) -> list[object]:
    from chassis.cause import Cause
    from chassis.database import Work

    work = Work(connection=connection, now=town.now, actor=town.actor("staff"), cause=Cause())
    by = party_store.hand_of(work)
    judged = [one for turn in turns for one in submitting.submit(work, turn, by=by, channel=Channel.IMPORT)]
    return [one if isinstance(one, Claim) else (one.code, one.details) for one in judged]


def test_five_thousand_cost_as_many_statements_as_two(town):
    names = [f"{number}" for number in range(150)]
    town.ids |= {name: new_id("pty") for name in names}
    people = [
        requests.NewParty(party_id=town.ids[name], kind=PartyKind.PERSON, sector=Sector.RES, name=f"演示{name}")
        for name in names
    ]
    town.ask(requests.RegisterParties(parties=tuple(people)), "staff")
    wanted = [
        Wanted(
            contribution_id=new_id("ctb"),
            party_id=town.ids[name],
            contribution_type=ContributionType.H1,
            activity="巡逻",
            started_at=town.now - timedelta(days=1 + turn // 8, hours=turn % 8 + 1),
            minutes=60,
            entry_reason="旧台账",
        )
        for name in names
        for turn in range(34)
    ][:5_000]
    sent = []
    listen(town.bench.database.engine, "before_cursor_execute", lambda *seen: sent.append(seen[2]))
    submit(town, wanted[:2])
    few = len(sent)
    sent.clear()
    judged = submit(town, wanted)

    assert sum(one.startswith("ctb_") for one in judged) == 5_000
    assert len(sent) <= few
    assert town.bench.count("contributions") == 5_000
