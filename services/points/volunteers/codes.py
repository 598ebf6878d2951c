"""The check code of a certificate: derived from the service's secret, told to the holder, stored nowhere."""

from __future__ import annotations

import hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without 0, 1, I, L, O, U: it is read off paper.
LENGTH = 8  # About 39 bits, behind the gateway's limit of calls.


def code_of(secret: bytes, *, community: str, certificate_id: str, number: str) -> str:
    """The code that goes with the number: HMAC-SHA-256, so whoever has the database but not the secret forges none."""
    bound = f"certificate code 1\n{community}\n{certificate_id}\n{number}"
    left = int.from_bytes(hmac.digest(secret, bound.encode(), "sha256"))
    letters = []
    for _ in range(LENGTH):
        left, place = divmod(left, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def matches(given: str, code: str) -> bool:
    """Is it the code? Takes as long whichever letter is wrong."""
    return hmac.compare_digest(given, code)
