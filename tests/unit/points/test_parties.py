"""Who is registered how, and whose name is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import PartyKind
from contracts.sectors import Sector
from services.points.parties import rules
from services.points.parties.rules import Party
from services.points.rate_cards.rules import FIRST_RULEBOOK

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
HOME = Party(
    party_id="pty_HOME",
    kind=PartyKind.HOUSEHOLD,
    sector=Sector.RES,
    name="3-2-501",
    household_id=None,
    organisation_id=None,
    registered_at=datetime(2023, 3, 1, tzinfo=UTC),
)
SHOP = replace(HOME, party_id="pty_SHOP", kind=PartyKind.ORGANISATION, sector=Sector.MER, name="好吃面")
ANNA = replace(HOME, party_id="pty_ANNA", kind=PartyKind.PERSON, name="张小华", household_id="pty_HOME")
KNOWN = {party.party_id: party for party in (HOME, SHOP)}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张华", "张*"), ("张小华", "张*华"), ("欧阳修", "欧阳*"), ("欧阳修文", "欧阳**"), ("华", "*"), ("欧阳", "欧*")],
)
def test_a_persons_name_is_masked(name, shown):
    assert rules.masked(name) == shown


@given(HAN)
def test_a_mask_hides_something_and_shows_two_characters_at_most(name):
    shown = rules.masked(name)

    assert len(shown) == len(name)
    assert "*" in shown
    assert len(shown.replace("*", "")) <= 2
    assert all(mask in ("*", real) for mask, real in zip(shown, name, strict=True))


def test_only_an_organisations_name_is_public():
    assert (SHOP.public_name, ANNA.public_name, HOME.public_name) == ("好吃面", "张*华", "住户")


def test_links_are_for_persons_and_lead_to_the_right_kind():
    rules.check_links(ANNA, known=KNOWN)
    rules.check_links(replace(ANNA, organisation_id="pty_SHOP"), known=KNOWN)
    for wrong in (
        replace(ANNA, household_id="pty_NOBODY"),
        replace(ANNA, household_id="pty_SHOP"),
        replace(ANNA, organisation_id="pty_HOME"),
        replace(SHOP, organisation_id="pty_SHOP"),
        replace(HOME, sector=Sector.MER),
    ):
        with pytest.raises(rules.WrongLink):
            rules.check_links(wrong, known=KNOWN)


def test_a_batch_is_not_empty_not_huge_and_names_nobody_twice():
    with pytest.raises(rules.TooManyParties):
        rules.check_batch([])
    with pytest.raises(rules.TooManyParties):
        rules.check_batch([replace(ANNA, party_id=f"pty_{number}") for number in range(201)])
    with pytest.raises(rules.PartyIdTaken):
        rules.check_batch([ANNA, ANNA])


def test_known_parties_are_left_out_unless_they_differ():
    assert rules.newcomers([ANNA, SHOP], known=KNOWN) == [ANNA]
    with pytest.raises(rules.PartyIdTaken):
        rules.newcomers([replace(SHOP, name="难吃面")], known=KNOWN)


def test_a_person_may_have_3000_points_and_an_organisation_20000():
    assert [FIRST_RULEBOOK.sp_cap(kind) for kind in PartyKind] == [3_000_00, 3_000_00, 20_000_00]
