"""Makes ids: a three-letter prefix that tells the kind, and a ULID, so that newer ids sort after older ones."""

from __future__ import annotations

from ulid import ULID


def new_id(prefix: str) -> str:
    """A fresh id, e.g. `ctb_01HQ3Z5N8T7W9XKJ4M2V6BCDEF`."""
    return f"{prefix}_{ULID()}"
