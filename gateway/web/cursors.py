"""Opaque, signed places in a list: who holds one can go on, nobody can make one up or use another's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from gateway.web.problems import CursorInvalid

TAG_BYTES = 16
LENGTH_MAX = 400


@dataclass(frozen=True, kw_only=True)
class Cursors:
    """Makes and reads cursors. `secret` is shared by all gateways of one installation."""

    secret: str

    def write(self, key: str, *, bound_to: tuple[str, ...]) -> str:
        """The cursor for the place after `key`, good only for the same list, community and caller."""
        raw = key.encode()
        return base64.urlsafe_b64encode(self._tag(raw, bound_to) + raw).decode().rstrip("=")

    def read(self, cursor: str, *, bound_to: tuple[str, ...]) -> str:
        """The key inside. Raises CursorInvalid for anything that `write` did not make with the same binding."""
        if len(cursor) > LENGTH_MAX or not cursor.isascii():
            raise CursorInvalid
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise CursorInvalid from error
        tag, key = raw[:TAG_BYTES], raw[TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(key, bound_to)):
            raise CursorInvalid
        return key.decode()

    def _tag(self, raw: bytes, bound_to: tuple[str, ...]) -> bytes:
        # Lengths keep ("ab", "c") apart from ("a", "bc").
        bound = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in bound_to)
        return hmac.digest(self.secret.encode(), bound + raw, hashlib.sha256)[:TAG_BYTES]
