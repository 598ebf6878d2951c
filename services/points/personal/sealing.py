"""Seals personal values, and makes the blind indexes that find them; nothing here knows where they are kept.

AES-256-GCM under a key derived from the service's secret (HKDF-SHA256). A value is bound to its community, party and field: moved
anywhere else it does not open. A blind index is an HMAC under another derived key: equal values meet, nothing else is told.
Each key has an id that follows from its secret, so that a former secret can go on opening what was sealed under it.
"""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
KEY_ID_BYTES = 5
NONCE_BYTES = 12
PURPOSE = b"ccs/points/personal/"


class SealBroken(Exception):
    """The value was changed, belongs to somebody else, or was sealed under a secret that is not at hand."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """To what a value is bound."""

    community: str
    party_id: str
    field: str

    def bytes(self) -> bytes:
        """The place as the cipher takes it in; the parts are ids and names without a zero byte."""
        return b"\0".join(part.encode() for part in (self.community, self.party_id, self.field))


@dataclass(frozen=True, kw_only=True)
class Key:
    """What is derived from one secret."""

    key_id: str
    sealing: bytes
    blinding: bytes
    filing: bytes


@dataclass(frozen=True)
class SealedFile:
    """A file as it lies in the database, and the id of the key it is sealed under."""

    key_id: str
    content: bytes


@dataclass(frozen=True)
class Keyring:
    """The present key, with which everything is sealed, and former ones, which still open."""

    keys: tuple[Key, ...]

    @property
    def present(self) -> Key:
        """The key for what is written now."""
        return self.keys[0]

    def seal(self, value: str, place: Place) -> str:
        """`<key id>.<base64 of nonce and ciphertext>`; twice the same value gives two different seals."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.present.sealing).encrypt(nonce, value.encode(), place.bytes())
        return f"{self.present.key_id}.{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: Place) -> str:
        """The value. Raises SealBroken."""
        key_id, _, encoded = sealed.partition(".")
        for key in self.keys:
            if key.key_id == key_id:
                return _opened(key, encoded, place)
        raise SealBroken

    def seal_file(self, content: bytes, *, bound: bytes) -> SealedFile:
        """The file under a key that seals nothing else; it opens only with what it is bound to."""
        nonce = os.urandom(NONCE_BYTES)
        return SealedFile(self.present.key_id, nonce + AESGCM(self.present.filing).encrypt(nonce, content, bound))

    def open_file(self, sealed: SealedFile, *, bound: bytes) -> bytes:
        """The file. Raises SealBroken."""
        for key in self.keys:
            if key.key_id == sealed.key_id:
                nonce, content = sealed.content[:NONCE_BYTES], sealed.content[NONCE_BYTES:]
                try:
                    return AESGCM(key.filing).decrypt(nonce, content, bound)
                except (InvalidTag, ValueError) as error:
                    raise SealBroken from error
        raise SealBroken

    def blind(self, value: str, *, community: str, field: str) -> str:
        """The blind index under the present key."""
        return _blind(self.present, value, community=community, field=field)

    def blinds(self, value: str, *, community: str, field: str) -> list[str]:
        """The blind index under every key: while values are sealed anew, some still stand under a former one."""
        return [_blind(key, value, community=community, field=field) for key in self.keys]


@lru_cache(maxsize=8)
def keyring(secret: bytes, former: tuple[bytes, ...] = ()) -> Keyring:
    """The keys of a service's present and former secrets."""
    return Keyring(tuple(_key(one) for one in _distinct((secret, *former))))


def _key(secret: bytes) -> Key:
    return Key(
        key_id=_derived(secret, b"key-id", KEY_ID_BYTES).hex(),
        sealing=_derived(secret, b"seal", KEY_BYTES),
        blinding=_derived(secret, b"blind-index", KEY_BYTES),
        filing=_derived(secret, b"file", KEY_BYTES),
    )


def _derived(secret: bytes, what: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=PURPOSE + what).derive(secret)


def _opened(key: Key, encoded: str, place: Place) -> str:
    try:
        raw = base64.b64decode(encoded, validate=True)
        return AESGCM(key.sealing).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.bytes()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def _blind(key: Key, value: str, *, community: str, field: str) -> str:
    bound = b"\0".join(part.encode() for part in (community, field, value))
    return hmac.digest(key.blinding, bound, "sha256").hex()


def _distinct(secrets: Sequence[bytes]) -> list[bytes]:
    return list(dict.fromkeys(secrets))
