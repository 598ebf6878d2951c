"""The canonical bytes of a transfer with its entries: what the chain seals, the same for ever and in any language.

Form 1 is a JSON array without spaces, UTF-8: [1, community, id, unit, debit code, credit code, amount, kind, reference, group,
rulebook, effective day, recorded at in microseconds since 1970 UTC, lot's last day, reversed transfer, [[account code, amount,
balance after, position], …]] with the entries by position. A form is never changed; a new one gets the next number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

FORM = 1
"""The form in which new transfers are sealed."""

FIELDS = (
    "id",
    "unit",
    "debit",
    "credit",
    "amount",
    "kind",
    "reference",
    "group_id",
    "rulebook",
    "effective_on",
    "recorded_us",
    "expires_on",
    "reverses",
)


def canonical(form: int, community: str, transfer: Mapping[str, Any], entries: Iterable[Sequence[str | int]]) -> bytes:
    """The bytes of a transfer in one form. ValueError for a form that never existed."""
    if form != FORM:
        message = f"no canonical form {form}"
        raise ValueError(message)
    return orjson.dumps([form, community, *(transfer[name] for name in FIELDS), list(entries)])


def genesis(community: str) -> bytes:
    """What the first link of a community's chain follows."""
    return hashlib.sha256(b"ccs ledger chain 1\0" + community.encode()).digest()


def link(previous: bytes, sealed: bytes) -> bytes:
    """The hash of one link: SHA-256(previous hash ‖ canonical bytes)."""
    return hashlib.sha256(previous + sealed).digest()
