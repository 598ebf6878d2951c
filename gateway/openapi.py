"""Writes docs/api/openapi.json, the committed copy of what /openapi.json serves: `python -m gateway.openapi [--check]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

from sqlalchemy import create_engine

from chassis.database import Transactions
from gateway import parts
from gateway.settings import Settings

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "api" / "openapi.json"


def document() -> dict[str, Any]:
    """The document, from the app itself; nothing is connected to."""
    settings = Settings(
        amqp_uri="",
        database_url="postgresql+psycopg2://",
        actor_private_key="",
        secret="-",  # noqa: S106 - nothing is signed with it
        admin_key="-",
        second_admin_key="-",
        host="",
        port=0,
        health_port=0,
        clock_movable=True,
        log_level="INFO",
    )
    app = parts.make_app(settings, Transactions(create_engine(settings.database_url)), cast(Any, None))
    answer = app.test_client().get("/openapi.json")
    return dict(json.loads(answer.get_data(as_text=True)))


def main(arguments: list[str]) -> int:
    """Write the file, or say that it is not up to date."""
    text = json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if "--check" in arguments:
        current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        if not current:
            sys.stderr.write(f"{TARGET.relative_to(ROOT)} is not up to date: run `make contracts`\n")
        return 0 if current else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
