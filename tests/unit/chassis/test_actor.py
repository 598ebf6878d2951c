"""Tokens: made by one key, for one service, for five minutes."""

from __future__ import annotations

import base64
import json

import jwt
import pytest

from chassis.actor import LEEWAY_SECONDS, LIFE_SECONDS, Actor, BadToken, TokenSigner, TokenVerifier
from chassis.clock import SetClock
from contracts.roles import Role
from tests.support.processes import key_pair

PRIVATE, PUBLIC = key_pair()
ACTOR = Actor(community="changlinpan", party_id="pty_A", roles=frozenset({Role.RESIDENT}), organisation_id="pty_B")


def test_the_callee_sees_who_asks_and_only_the_named_callee_does():
    clock = SetClock()
    token = TokenSigner(PRIVATE, clock).sign(ACTOR, audience="points")

    assert TokenVerifier(PUBLIC, "points", clock).verify(token) == ACTOR
    with pytest.raises(BadToken):
        TokenVerifier(PUBLIC, "donations", clock).verify(token)
    with pytest.raises(BadToken):
        TokenVerifier(key_pair()[1], "points", clock).verify(token)


def test_a_token_ends_after_its_life_also_where_it_was_seen_before():
    clock = SetClock()
    verifier = TokenVerifier(PUBLIC, "points", clock)
    token = TokenSigner(PRIVATE, clock).sign(ACTOR, audience="points")
    verifier.verify(token)

    clock.advance(seconds=LIFE_SECONDS + LEEWAY_SECONDS + 1)

    with pytest.raises(BadToken):
        verifier.verify(token)


def test_no_forgery_passes():
    clock = SetClock()
    verifier = TokenVerifier(PUBLIC, "points", clock)
    token = TokenSigner(PRIVATE, clock).sign(ACTOR, audience="points")
    head, claims, signature = token.split(".")
    promoted = json.loads(base64.urlsafe_b64decode(claims + "=="))
    promoted["rol"] = ["system_operator"]
    tampered = base64.urlsafe_b64encode(json.dumps(promoted).encode()).rstrip(b"=").decode()
    unsigned = jwt.encode(promoted, "", algorithm="none")
    symmetric = jwt.encode(promoted, "x" * 32, algorithm="HS256")

    for forged in (f"{head}.{tampered}.{signature}", unsigned, symmetric, f"{head}.{claims}.", "", "a.b.c", token[:-2]):
        with pytest.raises(BadToken):
            verifier.verify(forged)
