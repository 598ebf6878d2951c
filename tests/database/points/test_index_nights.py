"""The night: everybody's indices at once, published once, and the same as those computed one by one."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from contracts.points import requests
from contracts.points.events import IndexRecomputed
from contracts.points.kinds import NeedGroup
from contracts.sectors import Sector
from tests.database.points.six import FEN_OF_CV, Six
from tests.database.points.test_indices import TABLE, four, with_a_third
from tests.support.bench import COMMUNITY
from tests.unit.points import six_parties


@pytest.fixture
def six(town) -> Six:
    made = Six(town)
    made.settle()
    return made


def test_a_night_publishes_what_is_computed_live_once(six):
    with_a_third(six)

    six.night()
    six.night()

    assert six.town.bench.said_types().count(IndexRecomputed) == 1
    said = next(event for event in six.town.bench.said() if isinstance(event, IndexRecomputed))
    assert (said.day, said.party_count, said.party_count_with_index) == (date(2023, 3, 17), 6, 6)
    for party, expected in TABLE.items():
        [shown] = six.town.ask(requests.ListPartyIndices(party_id=six.town.ids[party]), "staff").items
        assert (four(shown.scores), shown.month, shown.day) == (expected, "2023-03", date(2023, 3, 17))


def test_the_last_night_of_each_month_stays(six):
    for day in (date(2023, 2, 27), date(2023, 2, 28), date(2023, 3, 1), date(2023, 3, 2)):
        six.night(day)
    asked = requests.ListPartyIndices(party_id=six.town.ids["A"], limit=1)

    first = six.town.ask(asked, "staff")
    second = six.town.ask(requests.ListPartyIndices(party_id=six.town.ids["A"], limit=1, after=first.next_key), "staff")

    assert [one.day for one in (*first.items, *second.items)] == [date(2023, 3, 2), date(2023, 2, 28)]
    assert second.next_key is None
    community = six.town.ask(requests.ListCommunityIndices(), "anna").items
    assert [one.month for one in community] == ["2023-03", "2023-02"]
    assert six.town.ask(requests.GetCommunityIndex(month="2023-02"), "anna").day == date(2023, 2, 28)


def test_periodic_jobs_run_the_night_and_a_second_service_does_not_repeat_it(six):
    six.town.bench.run_periods()
    six.town.bench.run_periods()

    assert six.town.bench.said_types().count(IndexRecomputed) == 1


def test_arrays_over_the_whole_community_say_what_one_partys_own_grants_say(six):
    chance = random.Random(7)
    names = [f"X{number}" for number in range(14)]
    for name in names:
        six.register(name, chance.choice(list(Sector)))
    for number in range(12):
        six.announce(f"b{number}")
        six.count(f"b{number}", tuple(chance.randint(0, 80) for _ in NeedGroup))
    six.credit(
        *(
            six.earning(
                chance.choice(names),
                chance.choice([*six.acts, None]),
                chance.choice((0.37, 5, 17.5, 80)),
                on=six.today - timedelta(days=chance.randint(0, 500)),
                level=chance.randint(1, 5),
            )
            for _ in range(220)
        )
    )

    for row in six.town.bench.rows("SELECT source_id, fen FROM grants ORDER BY source_id LIMIT 25"):
        six.take_back(row.source_id, chance.choice((None, max(1, row.fen // 3))))

    six.night(six.today)

    rows = {row.party_id: row for row in six.town.bench.rows("SELECT * FROM party_indices")}
    compared = 0
    for name in (*names, *six_parties.SECTORS):
        live = six.index(name)
        row = rows[six.town.ids[name]]
        assert (row.activity_count, row.days) == (live.activity_count, live.days)
        if live.scores:
            compared += 1
            told = (row.coordination, row.depth, row.breadth, row.composite)
            assert told == tuple(round(float(each) * 10) for each in four(live.scores)), name
    assert compared > 10


def test_what_was_taken_back_counts_no_more_from_then_on_and_the_night_sees_it(six):
    given = six.earning("A", "a2", 60)
    six.credit(given, six.earning("A", None, 25, on=six.today))
    then, before = six.now, six.index("A")
    six.town.bench.clock.advance(hours=1)

    six.take_back(given.source_id, 20 * FEN_OF_CV)
    part = six.index("A")
    six.take_back(given.source_id, None, sequence=2)
    gone = six.index("A")

    assert [index.depth.cv for index in (before, part, gone)] == [175_00, 155_00, 115_00]
    assert [index.activity_count for index in (before, part, gone)] == [5, 5, 4]
    for more, less in ((before, part), (part, gone)):
        assert float(less.scores.coordination) < float(more.scores.coordination)
        assert float(less.scores.breadth) < float(more.scores.breadth)
    assert six.index("A", as_of=then) == before
    six.night(six.today)
    [row] = six.town.bench.rows("SELECT * FROM party_indices WHERE party_id = :id", id=six.town.ids["A"])
    told = (row.coordination, row.depth, row.breadth, row.composite)
    assert told == tuple(round(float(each) * 10) for each in four(gone.scores))
    assert row.cv == 115_00


def test_an_index_alone_or_for_too_little_cannot_be_published(six, owner):
    six.night()
    for change, word in (
        ("UPDATE party_indices SET depth = NULL WHERE composite IS NOT NULL", "party_indices_whole"),
        ("UPDATE party_indices SET activity_count = 2 WHERE composite IS NOT NULL", "party_indices_sufficient"),
        ("UPDATE party_indices SET composite = 1001 WHERE composite IS NOT NULL", "party_indices_range"),
    ):
        with pytest.raises(IntegrityError, match=word):
            six.town.bench.rows(change)
    with pytest.raises(Exception, match="permission denied"):
        six.town.bench.rows("DELETE FROM party_indices")
    assert six.town.bench.rows("SELECT DISTINCT community FROM party_indices")[0].community == COMMUNITY
