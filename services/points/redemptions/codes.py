"""One-time codes: derived from the service's secret and what they open, easy to read aloud, stored nowhere."""

from __future__ import annotations

import hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without 0, 1, I, L, O, U: nobody has to guess what was meant.
LENGTH = 10  # About 49 bits, good for minutes and five tries.


def code_of(secret: bytes, *, redemption_id: str, item_id: str, party_id: str, provider_id: str) -> str:
    """The code of one redemption, bound to its item, person and provider: HMAC-SHA-256, so it can be told again and checked, never read.

    Whoever has the database but not the secret knows no code; with another secret no code told before opens anything.
    """
    bound = f"redemption code 1\n{redemption_id}\n{item_id}\n{party_id}\n{provider_id}"
    number = int.from_bytes(hmac.digest(secret, bound.encode(), "sha256"))
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def opens(given: str, code: str) -> bool:
    """Is it the code? Takes as long whichever letter is wrong."""
    return hmac.compare_digest(given.encode(), code.encode())
