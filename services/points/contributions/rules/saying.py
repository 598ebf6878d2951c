"""What was said when a contribution was put forward, as one fingerprint: under a known id only the same is the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from contracts.kinds import PartyId
from contracts.points.kinds import Channel
from services.points.contributions.rules.claims import Wanted


def said(wanted: Wanted, *, by: PartyId, channel: Channel, level: int) -> str:
    """The SHA-256 of all of it, in 64 hex digits: who put what forward by which way, `level` as it stands where none was named.

    Later steps change the claim (a grade, an appraised value), never what was said.
    """
    content = {**_said(wanted), "by": by, "channel": channel.value, "level": level}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _said(thing: Any) -> dict[str, Any]:
    # What was left out is left out: a field that comes later, with a default, changes no fingerprint that is kept.
    named = ((field, getattr(thing, field.name)) for field in fields(thing))
    return {field.name: _plain(value) for field, value in named if field.default is MISSING or value != field.default}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        # Documents are a set: in another order, or named twice, they prove the same.
        return sorted({json.dumps(_plain(one), sort_keys=True) for one in value})
    return _said(value) if is_dataclass(value) else value
