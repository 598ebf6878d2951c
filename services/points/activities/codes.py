"""The code at the venue: derived from the service's secret, the activity and the minute; stored nowhere, of no use anywhere else."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

import segno

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without 0, 1, I, L, O, U: nobody has to guess what was meant.
LENGTH = 6  # About 29 bits; with five tries in a quarter of an hour, guessing a day long finds one in a million.
STEP = timedelta(seconds=60)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def code_at(secret: bytes, *, community: str, activity_id: str, at: datetime) -> str:
    """The code that the screen shows at that instant (rulebook §3): HMAC-SHA-256, so it can be told again and checked, never read."""
    return _code(secret, community, activity_id, _step(at))


def changes_at(at: datetime) -> datetime:
    """When the next code comes."""
    return BEGINNING + (_step(at) + 1) * STEP


def opens(given: str, secret: bytes, *, community: str, activity_id: str, at: datetime) -> bool:
    """Is it this minute's code, or the last minute's, of this activity? Takes as long whichever letter is wrong."""
    step = _step(at)
    right = [hmac.compare_digest(given, _code(secret, community, activity_id, each)) for each in (step, step - 1)]
    return any(right)


def picture(activity_id: str, code: str) -> str:
    """What the screen shows for phones to read, as SVG."""
    return segno.make_qr(f"ccs:venue:{activity_id}:{code}", error="m").svg_inline(scale=8)


def _step(at: datetime) -> int:
    return (at - BEGINNING) // STEP


def _code(secret: bytes, community: str, activity_id: str, step: int) -> str:
    bound = f"venue code 1\n{community}\n{activity_id}\n{step}"
    number = int.from_bytes(hmac.digest(secret, bound.encode(), "sha256"))
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
