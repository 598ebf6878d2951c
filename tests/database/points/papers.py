"""Papers that tests upload: what is in them says which they are."""

from __future__ import annotations

import base64
import hashlib

from contracts.points import requests
from tests.database.points.town import Town


def content(name: str) -> bytes:
    """A whole PDF of a few bytes."""
    return f"%PDF-1.4\n{name}\n%%EOF\n".encode()


def fingerprint(name: str) -> str:
    """By what a contribution or a sheet names it."""
    return hashlib.sha256(content(name)).hexdigest()


def upload(town: Town, *names: str, by: str = "staff") -> None:
    """Somebody brings the files."""
    for name in names:
        town.ask(requests.KeepDocument(content=base64.b64encode(content(name)).decode()), by)
