"""Persons who were forgotten: merchants keeps no name of theirs, in whatever order it hears of them."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from chassis.actor import system
from contracts.points.events import PartyErased
from services.merchants.parties import store
from tests.database.merchants.street import Street, made
from tests.support.bench import COMMUNITY


def erased(number: int, *, community: str = COMMUNITY) -> PartyErased:
    return PartyErased(community=community, party_id=made("pty", number), erased_on=date(2023, 3, 20))


def shown(street: Street, number: int) -> str:
    with street.bench.transactions.begin(system(COMMUNITY)) as work:
        return store.require_party(work, made("pty", number)).public_name


def test_told_before_the_registration_or_after_or_twice_no_name_is_kept(street: Street):
    for turn, order in enumerate(permutations(range(3))):
        told = (street.party(5000 + turn), erased(5000 + turn), erased(5000 + turn))
        for place in order:
            street.bench.tell(told[place])

        assert shown(street, 5000 + turn) == "已注销"
    assert street.bench.rows("SELECT FROM known_parties WHERE public_name LIKE '生成500%'") == []


def test_others_and_those_of_other_communities_keep_theirs(street: Street):
    street.know(street.party(5000), street.party(5001))

    street.bench.tell(erased(5000, community="elsewhere"), erased(5001))

    assert (shown(street, 5000), shown(street, 5001)) == ("生成5000", "已注销")
