"""Which identities are one, who may say so, and what the community needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import LinkKind, LinkState, NeedGroup
from services.points.parties.rules import Hand, NeedShare, groups, links, needs

NOON = datetime(2023, 3, 18, 4, tzinfo=UTC)
EXAMPLE = (
    NeedShare(group=NeedGroup.ELDERS, percent=30, size=1600),
    NeedShare(group=NeedGroup.CHILDREN, percent=20, size=1100),
    NeedShare(group=NeedGroup.HARDSHIP, percent=25, size=400),
    NeedShare(group=NeedGroup.OTHERS, percent=25, size=6900),
)
PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20)


def hand(name: str, *ties: str, linked: frozenset[str] = frozenset()) -> Hand:
    return Hand(party_id=name, ties=frozenset({name, *ties}), at=NOON, linked=linked)


def recorded(by: str = "staff"):
    return links.record(link_id="lnk", between=("b", "a"), kind=LinkKind.SAME_ADDRESS, reason="同一门牌", by=hand(by))


def reachable(start: str, pairs: list[tuple[str, str]]) -> set[str]:
    """The transitive closure, step by step, as a table of neighbours would give it."""
    found = {start}
    while True:
        more = {end for pair in pairs if found & set(pair) for end in pair} - found
        if not more:
            return found
        found |= more


@given(PAIRS)
def test_groups_are_the_transitive_closure_of_the_links(numbers):
    pairs = [(f"p{one:02d}", f"p{other:02d}") for one, other in numbers]
    everybody = [f"p{number:02d}" for number in range(13)]

    found = groups(everybody, pairs)

    for party_id in everybody:
        assert found[party_id] == min(reachable(party_id, pairs))


@given(PAIRS, st.randoms())
def test_groups_do_not_depend_on_the_order_or_direction_of_links(numbers, random):
    pairs = [(str(one), str(other)) for one, other in numbers]
    turned = [random.choice([pair, pair[::-1]]) for pair in pairs]
    random.shuffle(turned)

    assert groups([], pairs) == groups([], turned)


def test_a_link_is_written_with_the_smaller_id_first_and_never_to_itself():
    link = recorded()
    assert (link.one_id, link.other_id, link.state) == ("a", "b", LinkState.RECORDED)
    with pytest.raises(links.LinkToItself):
        links.record(link_id="lnk", between=("a", "a"), kind=LinkKind.SAME_ADDRESS, reason="-", by=hand("staff"))


@pytest.mark.parametrize(
    "by",
    [hand("staff"), hand("a"), hand("b"), hand("clerk", "a"), hand("c", linked=frozenset({"c", "b"}))],
    ids=["who recorded it", "the one", "the other", "who acts for one", "one identity with the other"],
)
def test_a_link_is_confirmed_by_a_second_person_who_is_not_concerned(by):
    with pytest.raises(links.SecondPersonNeeded):
        links.confirm(recorded(), by=by)


def test_a_link_is_confirmed_once_and_ended_once_by_nobody_concerned():
    confirmed = links.confirm(recorded(), by=hand("council"))
    assert (confirmed.state, confirmed.confirmed_by) == (LinkState.CONFIRMED, "council")
    with pytest.raises(links.LinkDecided):
        links.confirm(confirmed, by=hand("council"))
    with pytest.raises(links.SecondPersonNeeded):
        links.end(confirmed, by=hand("a"), reason="搬走")

    ended = links.end(confirmed, by=hand("staff"), reason="搬走")

    assert (ended.state, ended.ended_by, ended.end_reason) == (LinkState.ENDED, "staff", "搬走")
    for step in (
        lambda: links.confirm(ended, by=hand("council")),
        lambda: links.end(ended, by=hand("staff"), reason="-"),
    ):
        with pytest.raises(links.LinkDecided):
            step()


def test_the_example_of_the_rulebook_is_a_need_profile():
    profile = needs.propose(profile_id="ned", source="2023 年入户调查", shares=EXAMPLE, by=hand("staff"))

    assert profile.shares == EXAMPLE
    with pytest.raises(links.SecondPersonNeeded):
        needs.approve(profile, by=hand("staff"))
    approved = needs.approve(profile, by=hand("council"))
    assert (approved.approved_by, approved.approved_at) == ("council", NOON)
    with pytest.raises(needs.NeedProfileDecided):
        needs.approve(approved, by=hand("council"))


@pytest.mark.parametrize(
    "shares",
    [
        (),
        EXAMPLE[:3],
        (*EXAMPLE, EXAMPLE[0]),
        (*EXAMPLE[:3], replace(EXAMPLE[0], percent=25)),
        (replace(EXAMPLE[0], percent=31), *EXAMPLE[1:]),
        (replace(EXAMPLE[0], percent=29), *EXAMPLE[1:]),
        (replace(EXAMPLE[0], size=4), *EXAMPLE[1:]),
        (replace(EXAMPLE[0], size=0), *EXAMPLE[1:]),
    ],
    ids=["none", "three", "five", "one twice", "101", "99", "four people", "a share of nobody"],
)
def test_shares_that_are_no_whole_are_refused(shares):
    with pytest.raises(needs.NeedSharesWrong):
        needs.propose(profile_id="ned", source="-", shares=shares, by=hand("staff"))
