"""A cursor goes on only where it was given out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.web.cursors import Cursors
from gateway.web.problems import CursorInvalid

CURSORS = Cursors(secret="s" * 32)
BOUND = ("/v1/gifts", "changlinpan", "pty_1")
KEYS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=200)


@given(KEYS)
def test_a_cursor_leads_back_to_its_key(key: str):
    assert CURSORS.read(CURSORS.write(key, bound_to=BOUND), bound_to=BOUND) == key


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("/v1/orders", "changlinpan", "pty_1"),
        ("/v1/gifts", "another", "pty_1"),
        ("/v1/gifts", "changlinpan", "pty_2"),
        ("/v1/gifts", "changlinpanpty_1", ""),
    ],
    ids=["another list", "another community", "another caller", "the same letters cut differently"],
)
def test_a_cursor_is_worth_nothing_elsewhere(elsewhere: tuple[str, ...]):
    cursor = CURSORS.write("gft_1", bound_to=BOUND)

    with pytest.raises(CursorInvalid):
        CURSORS.read(cursor, bound_to=elsewhere)


@given(st.text(max_size=500))
def test_nobody_makes_up_a_cursor(made_up: str):
    with pytest.raises(CursorInvalid):
        CURSORS.read(made_up, bound_to=BOUND)


def test_a_cursor_of_another_installation_is_not_valid():
    cursor = Cursors(secret="t" * 32).write("gft_1", bound_to=BOUND)

    with pytest.raises(CursorInvalid):
        CURSORS.read(cursor, bound_to=BOUND)
