"""Makes ids: a three-letter prefix that tells the kind, and a ULID, so that newer ids sort after older ones."""

from __future__ import annotations

import base64
import os
import threading
import time
from dataclasses import dataclass, field

CROCKFORD = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WRITTEN = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CROCKFORD)
RANDOM_BYTES = 10
TIME_DIGITS = 10


@dataclass
class Sequence:
    """ULIDs of this process: within one millisecond each is the one before plus one, so that they sort as they were made."""

    at_ms: int = -1
    written_at: str = ""
    chance: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, *, now_ms: int) -> str:
        """The next ULID: 10 digits of time, 16 of chance."""
        with self.lock:
            if now_ms <= self.at_ms:
                # Also when the machine's clock goes back.
                self.chance += 1
            else:
                self.at_ms, self.written_at = now_ms, _time_of(now_ms)
                # Half of the range is left for those that follow within the millisecond.
                self.chance = int.from_bytes(os.urandom(RANDOM_BYTES)) >> 1
            chance = base64.b32encode(self.chance.to_bytes(RANDOM_BYTES))
            return self.written_at + chance.translate(WRITTEN).decode()


_sequence = Sequence()


def new_id(prefix: str) -> str:
    """A fresh id, e.g. `ctb_01HQ3Z5N8T7W9XKJ4M2V6BCDEF`."""
    return f"{prefix}_{_sequence.next(now_ms=time.time_ns() // 1_000_000)}"


def _time_of(milliseconds: int) -> str:
    digits = []
    for _ in range(TIME_DIGITS):
        milliseconds, digit = divmod(milliseconds, len(CROCKFORD))
        digits.append(CROCKFORD[digit])
    return bytes(reversed(digits)).decode()
