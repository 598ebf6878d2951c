"""Seats, codes and cards: the same for the same seed, even, and never against a conflict of interest (rulebook §15)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from contracts.merchants.ids import AgeBand
from services.merchants.tasting.rules import dealing, lottery
from services.merchants.tasting.rules.chance import Chance
from services.merchants.tasting.rules.lottery import Volunteer

JUDGES = [f"pty_{number:02d}" for number in range(20)]
DISHES = [f"dsh_{number:02d}" for number in range(23)]
TIED = {(JUDGES[number], DISHES[number + extra]) for number in range(8) for extra in (0, 1)}


def deal(card_size: int, *, barred: set[tuple[str, str]] = frozenset(), seed: str = "sealed"):
    return dealing.deal(judges=JUDGES, dishes=DISHES, card_size=card_size, barred=barred, seed=seed)


@pytest.mark.parametrize("card_size", [10, 11, 12])
@pytest.mark.parametrize("barred", [set(), TIED])
def test_each_dish_and_each_pair_of_dishes_meets_as_many_judges_as_any_other(
    card_size: int, barred: set[tuple[str, str]]
):
    cards = deal(card_size, barred=barred)

    tasted = Counter(dish for card in cards.values() for dish in card)
    met = Counter(frozenset(pair) for card in cards.values() for pair in combinations(card, 2))
    pairs = [met[frozenset(pair)] for pair in combinations(DISHES, 2)]
    mean = sum(pairs) / len(pairs)
    spread = (sum((count - mean) ** 2 for count in pairs) / len(pairs)) ** 0.5
    assert {len(set(card)) for card in cards.values()} == {card_size}
    assert max(tasted.values()) - min(tasted.values()) <= 1
    assert min(tasted.values()) >= 8
    assert max(tasted.values()) <= 11
    # Dealt at random, as even as possible per dish, the pairs' spread is about 1.4.
    assert spread < 0.85
    assert max(pairs) - min(pairs) <= 5
    assert not any((judge, dish) in barred for judge, card in cards.items() for dish in card)


def test_the_same_seed_deals_the_same_cards_and_another_deals_others():
    assert deal(10) == deal(10)
    assert deal(10) != deal(10, seed="another")


def test_a_judge_with_many_ties_gets_a_smaller_card_and_never_a_tied_dish():
    barred = {(JUDGES[0], dish) for dish in DISHES[:18]}

    cards = deal(10, barred=barred)

    assert sorted(cards[JUDGES[0]]) == DISHES[18:]
    assert {len(card) for judge, card in cards.items() if judge != JUDGES[0]} == {10}


def test_an_absent_judges_plates_go_to_the_smallest_cards_up_to_twelve():
    cards = deal(10)
    plates = cards.pop(JUDGES[0])

    added = dealing.deal_again(cards=cards, plates=plates, barred=set(), seed="again")

    assert sorted(dish for card in added.values() for dish in card) == sorted(plates)
    assert all(len(card) == 1 for card in added.values())
    full = {judge: [*card, "x", "y"] for judge, card in cards.items()}
    assert dealing.deal_again(cards=full, plates=plates, barred=set(), seed="again") == {}


def test_codes_have_three_digits_differ_and_are_bound_by_their_hash():
    table = dealing.code_table(DISHES, salt="salt")
    bound = dealing.code_table_hash(table, salt="salt")
    swapped = {**table, DISHES[0]: table[DISHES[1]], DISHES[1]: table[DISHES[0]]}

    assert len(set(table.values())) == len(DISHES)
    assert all(len(code) == 3 and code[0] != "0" for code in table.values())
    assert table == dealing.code_table(DISHES[::-1], salt="salt")
    assert bound not in {
        dealing.code_table_hash(swapped, salt="salt"),
        dealing.code_table_hash(table, salt="other"),
    }


def volunteer(
    number: int, *, home: int | None = None, band: AgeBand = AgeBand.UNDER_36, building: str = "B1"
) -> Volunteer:
    household = None if home is None else f"pty_home{home}"
    return Volunteer(party_id=f"pty_{number:03d}", household_id=household, age_band=band, building=building)


def test_the_lottery_can_be_repeated_and_does_not_depend_on_the_order_of_the_list():
    volunteers = [volunteer(number) for number in range(60)]

    drawn = lottery.draw(volunteers, seats=20, seed="592")

    assert drawn == lottery.draw(volunteers[::-1], seats=20, seed="592")
    assert drawn != lottery.draw(volunteers, seats=20, seed="593")
    assert len(set(drawn)) == 20
    assert lottery.list_hash(volunteers) == lottery.list_hash(volunteers[::-1])
    assert lottery.list_hash(volunteers) != lottery.list_hash(volunteers[1:])


def test_at_most_one_of_a_household_is_seated():
    volunteers = [volunteer(number, home=number // 3) for number in range(60)]

    drawn = lottery.draw(volunteers, seats=30, seed="592")

    homes = [int(party.removeprefix("pty_")) // 3 for party in drawn]
    assert len(homes) == len(set(homes)) == 20


def test_the_lottery_leans_towards_bands_and_buildings_without_a_seat():
    many = [volunteer(number, building="B1") for number in range(40)]
    few = [volunteer(number, building="B2", band=AgeBand.FROM_60) for number in range(40, 50)]

    shares = [
        sum(party >= "pty_040" for party in lottery.draw(many + few, seats=10, seed=str(seed))) for seed in range(100)
    ]

    # A fifth of the list would get 2 of 10 seats in a draw without weights.
    assert sum(shares) / len(shares) > 2.7


def test_nobody_to_draw_is_refused():
    with pytest.raises(lottery.TooFewVolunteers):
        lottery.draw([volunteer(1, home=1), volunteer(2, home=1)], seats=20, seed="592")


def test_chance_is_fair_and_fixed_for_ever():
    chance = Chance("592")
    first = [chance.below(6) for _ in range(8)]
    thrown = Counter(chance.below(6) for _ in range(6000))

    # These very numbers follow from SHA-256("592|0"); if they change, no past draw can be repeated.
    assert first == FIRST_EIGHT
    assert all(900 < times < 1100 for times in thrown.values())


FIRST_EIGHT = [5, 0, 0, 2, 2, 4, 3, 1]


def test_the_identities_of_one_person_and_whoever_lives_with_either_have_one_seat():
    people = [
        replace(volunteer(number), household_id=home) for number, home in enumerate(["h1", "h2", None, None, "h3"])
    ]
    first, second, third, fourth, fifth = people
    names = {one: frozenset({one.party_id}) for one in people}
    assert [one.home for one in lottery.one_seat(names)] == [one.home for one in people]

    joined = lottery.one_seat(
        names
        | {first: {first.party_id, second.party_id}, third: {third.party_id, fourth.party_id}}
        | {second: {first.party_id, second.party_id}, fourth: {third.party_id, fourth.party_id}}
    )

    assert {one.party_id: one.home for one in joined} == {
        first.party_id: "h1",
        second.party_id: "h1",
        third.party_id: third.party_id,
        fourth.party_id: third.party_id,
        fifth.party_id: "h3",
    }
