"""Sheets as the gateway sends them, and what one does with an import."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import IMPORT_COLUMNS


def row(town, name="anna", line=2, *, hours_ago=5, **cells: str) -> list[object]:
    """Two ordinary hours of somebody, as a row of the sheet."""
    started = (town.now - timedelta(hours=hours_ago) + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")
    plain = {
        "party_id": town.ids.get(name, name),
        "contribution_type": "H1",
        "activity": "搬桌子",
        "started_at": started,
        "minutes": "60",
        "evidence": "E1",
    }
    filled = plain | cells
    return [line, *[filled.get(column.name, "") for column in IMPORT_COLUMNS]]


def opened(town, by="staff") -> str:
    """An import that waits for its sheet."""
    import_id = new_id("imp")
    town.ask(requests.OpenImport(import_id=import_id, title="三月志愿服务", reason="活动当天没有网络"), by)
    return import_id


def pieces(import_id: str, *parts: list[list[object]], salt: str = "") -> list[requests.AddImportPiece]:
    """The requests by which the gateway sends a sheet."""
    texts = [json.dumps(part, ensure_ascii=False) for part in parts]
    sha = hashlib.sha256((salt + "".join(texts)).encode()).hexdigest()
    total = sum(map(len, parts))
    return [
        requests.AddImportPiece(
            import_id=import_id,
            file_sha256=sha,
            rows_total=total,
            number=number,
            rows=text,
            last=number == len(texts) - 1,
        )
        for number, text in enumerate(texts)
    ]


def sent(town, *rows: list[object], import_id: str | None = None, salt: str = ""):
    """An import with these rows, checked."""
    [piece] = pieces(import_id or opened(town), list(rows), salt=salt)
    return town.ask(piece, "staff")


def approve(town, found, by="approver", **more: object):
    """Agree to it."""
    return town.ask(
        requests.ApproveImport(
            import_id=found.import_id, file_sha256=found.file_sha256 or "0" * 64, reason="名单已核对", **more
        ),
        by,
    )


def rows_of(town, found, state=None):
    """Its rows as everybody sees them."""
    return town.ask(requests.ListImportRows(import_id=found.import_id, state=state, limit=200), "staff").items


def get(town, found):
    """How far it has come."""
    return town.ask(requests.GetImport(import_id=found.import_id), "approver")


def contributions(town) -> int:
    return town.bench.count("contributions")
