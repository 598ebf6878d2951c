"""The canonical form is for ever: its bytes and hashes are written down here, and a change of them is a new form."""

from __future__ import annotations

import hashlib

import pytest

from ledger.canonical import FIELDS, canonical, genesis, link

TRANSFER = {
    "id": "trf_1",
    "unit": "SP",
    "debit": "mint:H1",
    "credit": "party:pty_1:sp",
    "amount": 3000,
    "kind": "grant-H1",
    "reference": "ctb_1",
    "group_id": "trf_1",
    "rulebook": "v1",
    "effective_on": "2026-05-10",
    "recorded_us": 1778385600000001,
    "expires_on": "2028-05-31",
    "reverses": None,
}
ENTRIES = [["mint:H1", -3000, -3000, 1], ["party:pty_1:sp", 3000, 3000, 2]]
FORM_1 = (
    '[1,"长林盘","trf_1","SP","mint:H1","party:pty_1:sp",3000,"grant-H1","ctb_1","trf_1","v1","2026-05-10",1778385600000001,'
    '"2028-05-31",null,[["mint:H1",-3000,-3000,1],["party:pty_1:sp",3000,3000,2]]]'
)


def test_form_1_is_these_bytes():
    assert canonical(1, "长林盘", TRANSFER, ENTRIES).decode() == FORM_1


def test_every_field_changes_the_bytes():
    right = canonical(1, "长林盘", TRANSFER, ENTRIES)

    assert all(canonical(1, "长林盘", TRANSFER | {name: "other"}, ENTRIES) != right for name in FIELDS)
    assert canonical(1, "other", TRANSFER, ENTRIES) != right
    assert canonical(1, "长林盘", TRANSFER, ENTRIES[::-1]) != right


def test_a_form_that_never_existed_has_no_bytes():
    with pytest.raises(ValueError, match="no canonical form 2"):
        canonical(2, "长林盘", TRANSFER, ENTRIES)


def test_a_link_follows_the_one_before_and_communities_begin_apart():
    assert link(genesis("a"), b"x") == hashlib.sha256(hashlib.sha256(b"ccs ledger chain 1\0a").digest() + b"x").digest()
    assert genesis("a") != genesis("b")
