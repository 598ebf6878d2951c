"""Personal values: sealed, indexed, standardised, masked. Every number here is made up."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import ErasureGround, ErasureState, PersonalField
from services.points.parties.rules import Hand
from services.points.parties.rules.links import SecondPersonNeeded
from services.points.personal import refusals
from services.points.personal.rules import Erasure, erasing, shown, standard
from services.points.personal.rules.values import REVEALS_A_DAY, check_reveals
from services.points.personal.sealing import Place, SealBroken, keyring

SECRET = b"the present secret, quite long enough"
OLD = b"the secret before, also long enough"
PLACE = Place(community="changlinpan", party_id="pty_A", field="phone")
KEYS = keyring(SECRET)
NOON = datetime(2023, 3, 18, 4, tzinfo=UTC)


@given(st.text(max_size=300))
def test_what_is_sealed_opens_again_and_never_looks_alike(value):
    first, second = KEYS.seal(value, PLACE), KEYS.seal(value, PLACE)

    assert KEYS.open(first, PLACE) == KEYS.open(second, PLACE) == value
    assert first != second
    assert len(value) < 4 or value not in first


@pytest.mark.parametrize("part", ["community", "party_id", "field"])
def test_a_seal_opens_nowhere_else(part):
    sealed = KEYS.seal("13800138000", PLACE)
    with pytest.raises(SealBroken):
        KEYS.open(sealed, replace(PLACE, **{part: "another"}))


@given(st.data())
def test_a_seal_with_any_bit_changed_does_not_open(data):
    key_id, _, encoded = KEYS.seal("13800138000", PLACE).partition(".")
    raw = bytearray(base64.b64decode(encoded))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(SealBroken):
        KEYS.open(f"{key_id}.{base64.b64encode(bytes(raw)).decode()}", PLACE)


@pytest.mark.parametrize(
    "broken", ["", ".", "13800138000", "0000000000.AAAA", f"{KEYS.present.key_id}.", f"{KEYS.present.key_id}.?"]
)
def test_what_is_no_seal_does_not_open(broken):
    with pytest.raises(SealBroken):
        KEYS.open(broken, PLACE)


def test_a_new_secret_opens_what_a_former_one_sealed_only_while_it_is_at_hand():
    sealed = keyring(OLD).seal("13800138000", PLACE)

    assert keyring(SECRET, (OLD,)).open(sealed, PLACE) == "13800138000"
    assert keyring(SECRET, (OLD,)).seal("x", PLACE).startswith(f"{KEYS.present.key_id}.")
    with pytest.raises(SealBroken):
        KEYS.open(sealed, PLACE)


def test_a_blind_index_meets_its_equal_only_in_the_same_community_and_field():
    where = {"community": "changlinpan", "field": "phone"}
    index = KEYS.blind("+8613800138000", **where)

    assert index == KEYS.blind("+8613800138000", **where)
    assert (
        len(
            {
                index,
                KEYS.blind("+8613800138001", **where),
                KEYS.blind("+8613800138000", community="elsewhere", field="phone"),
                KEYS.blind("+8613800138000", community="changlinpan", field="identity_number"),
                keyring(OLD).blind("+8613800138000", **where),
            }
        )
        == 5
    )
    assert keyring(SECRET, (OLD,)).blinds("+8613800138000", **where) == [
        index,
        keyring(OLD).blind("+8613800138000", **where),
    ]
    assert "13800138000" not in index


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800138000", "+8613800138000"),
        (" 138 0013 8000 ", "+8613800138000"),
        ("+86 138-0013-8000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("028-86000000", "+862886000000"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(written, kept):
    assert standard(PersonalField.PHONE, written) == kept


@pytest.mark.parametrize("written", ["10086", "1380013800", "138001380000", "telephone", "", "12345678901"])
def test_what_is_no_telephone_number_is_refused_without_repeating_it(written):
    with pytest.raises(refusals.PhoneInvalid) as refused:
        standard(PersonalField.PHONE, written)
    assert refused.value.details == {}
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("510104199003071237", "510104199003071237"),
        ("5101 0419900307 1237", "510104199003071237"),
        ("51010419491231108x", "51010419491231108X"),
    ],
)
def test_an_identity_number_is_kept_in_one_form(written, kept):
    assert standard(PersonalField.IDENTITY_NUMBER, written) == kept


@pytest.mark.parametrize(
    "written", ["510104199003071238", "510104199013071230", "51010419900307123", "", "A10104199003071237"]
)
def test_what_is_no_identity_number_is_refused(written):
    with pytest.raises(refusals.IdentityNumberInvalid) as refused:
        standard(PersonalField.IDENTITY_NUMBER, written)
    assert refused.value.details == {}


@pytest.mark.parametrize(
    ("field", "value", "mask"),
    [
        (PersonalField.LEGAL_NAME, "张华", "张*"),
        (PersonalField.LEGAL_NAME, "张小华", "张*华"),
        (PersonalField.LEGAL_NAME, "欧阳修文", "欧阳**"),
        (PersonalField.PHONE, "+8613800131234", "138****1234"),
        (PersonalField.PHONE, "+862886000000", "288****0000"),
        (PersonalField.PHONE, "+85221234567", "+852****67"),
        (PersonalField.IDENTITY_NUMBER, "510104199003071237", "5****************7"),
        (PersonalField.ADDRESS, "成都市成华区龙潭寺东路12号3栋2单元501", "成都市成华区龙潭寺东路****"),
        (PersonalField.ADDRESS, "龙潭街道桂林社区", "龙潭街****"),
        (PersonalField.ADDRESS, "成都市成华区成华大道十里店二号", "成都市成华区成华大道****"),
        (PersonalField.ADDRESS, "成都市成华区3栋501", "成都市成华区****"),
        (PersonalField.ADDRESS, "桂林小院", "****"),
        (PersonalField.ADDRESS, "3栋2单元501", "****"),
    ],
)
def test_others_see_a_mask(field, value, mask):
    assert shown(field, value) == mask


@given(st.text(alphabet="成都市区县路街巷号栋单元0123456789龙潭寺桂", max_size=40))
def test_a_masked_address_shows_no_number_and_nothing_that_is_not_there(address):
    mask = shown(PersonalField.ADDRESS, address)

    assert mask.endswith("****")
    assert address.startswith(mask.removesuffix("****"))
    assert not any(sign.isdigit() for sign in mask)


@given(st.integers(0, 99999999))
def test_a_masked_telephone_number_hides_four_digits(rest):
    number = f"+86138{rest:08d}"
    assert shown(PersonalField.PHONE, number) == f"138****{number[-4:]}"


def test_twenty_values_a_day_are_revealed_and_no_more():
    check_reveals(REVEALS_A_DAY - 1)
    with pytest.raises(refusals.TooManyReveals):
        check_reveals(REVEALS_A_DAY)
    assert REVEALS_A_DAY == 20


def test_an_erasure_is_executed_by_somebody_who_neither_asked_nor_is_concerned():
    erasure = Erasure(
        erasure_id="ers",
        party_id="anna",
        ground=ErasureGround.ASKED_BY_PERSON,
        state=ErasureState.ASKED,
        asked_by="staff",
        asked_at=NOON,
    )
    hand = Hand(party_id="council", ties=frozenset({"council"}), at=NOON)

    assert erasing.execute(erasure, by=hand).ended_by == "council"
    for ties in ({"staff"}, {"anna"}, {"council", "anna"}):
        with pytest.raises(SecondPersonNeeded):
            erasing.execute(erasure, by=replace(hand, ties=frozenset(ties)))
    with pytest.raises(SecondPersonNeeded):
        erasing.execute(erasure, by=replace(hand, linked=frozenset({"anna"})))
    for step in (erasing.execute, erasing.withdraw):
        with pytest.raises(refusals.ErasureDecided):
            step(erasing.withdraw(erasure, by=hand), by=hand)
