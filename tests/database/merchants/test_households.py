"""Where persons live by now: whatever points says of it, late, twice and in any order."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from chassis.actor import system
from contracts.merchants import requests
from contracts.points.events import PartyHouseholdChanged
from contracts.roles import Role
from services.merchants.parties import store
from tests.database.merchants.street import SEED, Street, Tasting, made
from tests.support.bench import COMMUNITY, actor
from tests.support.counting import statements


def moved(number: int, home: int | None, *, version: int | None, community: str = COMMUNITY) -> PartyHouseholdChanged:
    return PartyHouseholdChanged(
        community=community,
        party_id=made("pty", number),
        former_household_id=None,
        household_id=None if home is None else made("pty", home),
        changed_on=date(2023, 3, 10),
        party_version=version,
    )


def lives(street: Street, number: int) -> str | None:
    with street.bench.transactions.begin(system(COMMUNITY)) as work:
        return store.require_party(work, made("pty", number)).household_id


def test_the_last_change_counts_in_every_order_and_however_often_it_is_told(street: Street):
    for turn, order in enumerate(permutations(range(4))):
        person = 5000 + turn
        steps = (street.party(person, home=4100), moved(person, None, version=2), moved(person, 4200, version=3))
        told = (*steps, steps[1])
        for number in order:
            street.know(told[number])

        assert lives(street, person) == made("pty", 4200)
    assert street.bench.count("known_households") == 2 * 24


def test_a_change_is_of_one_community_and_many_are_one_statement(street: Street):
    people = range(5000, 5005)
    street.know(*(street.party(number, home=4100) for number in people))

    street.know(moved(5000, 4200, version=2, community="elsewhere"))
    with statements(street.bench.database.engine) as sent:
        street.know(*(moved(number, None, version=2) for number in people if number > 5001))

    assert [lives(street, number) for number in people] == [made("pty", 4100)] * 2 + [None] * 3
    assert sum("known_households" in one for one in sent) == 1


def test_a_change_told_without_a_version_is_before_all_others(street: Street):
    street.know(street.party(5000, home=4100), moved(5000, 4300, version=None))
    assert lives(street, 5000) == made("pty", 4300)
    street.know(moved(5000, 4200, version=2), moved(5000, None, version=None))
    assert lives(street, 5000) == made("pty", 4200)


def test_who_moves_in_with_a_shopkeeper_is_never_dealt_their_dishes(street: Street):
    tasting = Tasting(street).draw()
    judge = tasting.judges[0]
    street.know(street.party(2901, home=4900, of=1001))
    street.know(moved(int(tasting_number(judge)), 4900, version=2))

    tasting.ask(requests.DealPanel(panel_id=tasting.panel_id), as_=street.chief)

    dealt = {row.dish_id for row in street.bench.rows("SELECT dish_id FROM plates WHERE judge_id = :j", j=judge)}
    assert dealt
    assert not dealt & {made("dsh", 11), made("dsh", 12)}


def test_one_of_a_household_is_drawn_as_they_live_by_then(street: Street):
    tasting = Tasting(street, seats=5).gather()
    # Two who volunteered from two homes live together by the day of the draw.
    street.know(moved(3001, 4000, version=2))

    drawn = tasting.ask(requests.DrawJudges(panel_id=tasting.panel_id, public_seed=SEED), as_=street.chief)

    judges = {judge.party_id for judge in drawn.items}
    assert len(judges) == 4
    assert not {tasting.resident(0), tasting.resident(1)} <= judges
    # And who has moved out again counts apart.
    other = Tasting(street, panel_id=made("pnl", 2), shops=0, seats=5)
    asked = requests.CallPanel(
        panel_id=other.panel_id, name="另一场", held_on=date(2023, 3, 20), seed_source="3D", seats=5, card_size=4
    )
    other.ask(asked, as_=street.chief)
    for number in range(5):
        other.ask(other.volunteer(number), as_=actor(other.resident(number), Role.RESIDENT))
    street.know(moved(3001, None, version=3))
    drawn = other.ask(requests.DrawJudges(panel_id=other.panel_id, public_seed=SEED), as_=street.chief)
    assert len(drawn.items) == 5


def tasting_number(party_id: str) -> int:
    """The number of a resident by their id."""
    return next(number for number in range(3000, 3050) if made("pty", number) == party_id)
