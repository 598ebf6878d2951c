"""What a person shows at the shop: a signed token as a QR code, which can be checked without network.

A token is `CCS1.<redemption>.<item>.<party>.<provider>.<valid until, seconds>.<code>.<signature>`: bound to person, item and provider, it opens
nothing elsewhere. The signature is Ed25519 over everything before the last dot, by a key derived from the service's secret, so shops
need only the public half. It proves that the code was told; whether it is still good, the day's check list says.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import date

import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.points.redemptions.rules import Redemption

MARK_LENGTH = 8


def token_of(secret: bytes, redemption: Redemption, code: str) -> str:
    """The signed token of one redemption and its code."""
    until = str(int(redemption.expires_at.timestamp()))
    bound = (redemption.redemption_id, redemption.item_id, redemption.party_id, redemption.provider_id)
    signed = ".".join(("CCS1", *bound, until, code))
    signature = _key(secret).sign(signed.encode())
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def public_key(secret: bytes) -> str:
    """The public half of the tokens' key, 32 bytes in hex."""
    return _key(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def qr_svg(token: str) -> str:
    """The token as a QR code, an SVG image that can stand in a page."""
    return str(segno.make(token, error="m", micro=False).svg_inline(scale=4, border=4))


def mark_of(code: str, *, provider_id: str, day: date) -> str:
    """How a check list names a code on one civil day at one shop: 32 bits, shared by about a hundred thousand codes."""
    named = f"ccs check list 1\n{provider_id}\n{day.isoformat()}\n{code}"
    return hashlib.sha256(named.encode()).hexdigest()[:MARK_LENGTH]


def _key(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(secret, b"redemption pass key 1", "sha256"))
