"""Who receives the titles of the panel (rulebook §15)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from contracts.merchants.ids import AwardKind
from services.merchants.tasting.rules import awards
from services.merchants.tasting.rules.awards import Standing


def dish(
    name: str,
    adjusted: int,
    *,
    ballots: int = 10,
    taste: int = 15,
    tops: int = 0,
    beaten: str = "",
    nominations: int = 0,
):
    return Standing(
        dish_id=name,
        adjusted=adjusted,
        ballots=ballots,
        taste_mean=Fraction(taste),
        top_three_share=Fraction(tops, 10),
        beaten=frozenset(beaten),
        nominations=nominations,
    )


def field(*named: Standing) -> list[Standing]:
    """23 dishes: the named ones, and others far below."""
    return [*named, *(dish(f"low{number}", 600) for number in range(23 - len(named)))]


def given(kind: AwardKind, *named: Standing, seed: str = "592") -> list[str]:
    return [title.dish_id for title in awards.give(field(*named), seed=seed) if title.kind is kind]


def excellent(*named: Standing, seed: str = "592") -> list[str]:
    return given(AwardKind.EXCELLENT, *named, seed=seed)


def test_the_first_five_of_twenty_three_with_seven_and_a_half_points_are_excellent():
    assert awards.places(23) == 5
    assert excellent(*(dish(name, 900 - 20 * place) for place, name in enumerate("abcdefg"))) == list("abcde")


def test_fewer_titles_where_fewer_qualify():
    assert excellent(dish("a", 800), dish("b", 750), dish("c", 749), dish("d", 900, ballots=7)) == ["a", "b"]


def test_within_five_hundredths_of_the_fifth_titles_are_joint():
    close = [dish(name, 900 - 20 * place) for place, name in enumerate("abcde")]

    assert excellent(*close, dish("f", 816), dish("g", 815)) == list("abcdef")
    assert excellent(*close, dish("f", 816), dish("g", 820)) == ["a", "b", "c", "d", "e", "g", "f"]


def test_at_most_seven_are_joint_and_taste_then_tops_then_duels_then_the_lot_decide():
    clear = [dish(name, 900) for name in "abc"]
    by_taste = excellent(*clear, *(dish(name, 800, taste=n) for n, name in enumerate("defgh", start=11)))
    by_tops = excellent(*clear, *(dish(name, 800, tops=n) for n, name in enumerate("defgh")))
    by_duels = excellent(
        *clear,
        dish("d", 800),
        dish("e", 800, beaten="dfg"),
        dish("f", 800, beaten="d"),
        dish("g", 800, beaten="df"),
        dish("h", 800, beaten="xyzuvw"),
        dish("i", 800, beaten="defg"),
    )
    lots = {tuple(sorted(excellent(*clear, *(dish(name, 800) for name in "defgh"), seed=str(n)))) for n in range(30)}

    assert by_taste == [*"abc", *"hgfe"]
    assert by_tops == [*"abc", *"hgfe"]
    assert by_duels == [*"abc", *"iegf"], "beating dishes outside the tie does not help"
    assert len(lots) == 5, "every one of the five is left out by some lot"


def test_a_quarter_of_the_tasters_makes_a_dish_distinctive_five_at_most_and_beside_excellence():
    named = [dish("a", 900, nominations=3), dish("b", 610, ballots=8, nominations=2), dish("c", 620, nominations=2)]

    assert given(AwardKind.DISTINCTIVE, *named) == ["a", "b"]
    assert excellent(*named) == ["a"]
    many = [dish(name, 610, nominations=n) for n, name in enumerate("abcdef", start=4)]
    assert given(AwardKind.DISTINCTIVE, *many) == list("fedcb")


@pytest.mark.parametrize(
    ("handed_in", "fewest", "connected", "met"),
    [(16, 8, True, True), (15, 8, True, False), (16, 7, True, False), (20, 9, False, False)],
)
def test_no_titles_below_the_quorum(handed_in: int, fewest: int, connected: bool, met: bool):
    assert (awards.shortfalls(handed_in=handed_in, fewest_ballots=fewest, connected=connected) == []) is met
