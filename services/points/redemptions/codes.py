"""One-time codes: random, easy to read aloud, told once."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without 0, 1, I, L, O, U: nobody has to guess what was meant.
LENGTH = 10  # About 49 bits, good for minutes and five tries.


def new_code() -> str:
    """A fresh code. Only its hash is kept with the redemption; the answer that tells it is kept under the idempotency key."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
