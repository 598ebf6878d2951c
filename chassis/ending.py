"""The last statement of a transaction: answers stored, refused claims given back, events queued and the relay woken, in one round trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, TextClause, text

from chassis import outbox, requests
from chassis.outbox import Waiting
from chassis.requests import KEY, Claim

NOTHING_MORE = "SELECT 1"
ANSWERED = """answered AS (
UPDATE requests AS r SET answer = x.answer
  FROM unnest(CAST(:answered_community AS text[]), CAST(:answered_principal AS text[]), CAST(:answered_method AS text[]),
              CAST(:answered_key AS text[]), CAST(:answered_answer AS text[])) AS x(community, principal, method, key, answer)
 WHERE (r.community, r.principal, r.method, r.key) = (x.community, x.principal, x.method, x.key))"""
WITHDRAWN = """withdrawn AS (
DELETE FROM requests AS r
 USING unnest(CAST(:withdrawn_community AS text[]), CAST(:withdrawn_principal AS text[]), CAST(:withdrawn_method AS text[]),
              CAST(:withdrawn_key AS text[])) AS x(community, principal, method, key)
 WHERE (r.community, r.principal, r.method, r.key) = (x.community, x.principal, x.method, x.key))"""


@dataclass(kw_only=True)
class Ending:
    """What a transaction leaves behind beside its work: answers under their keys, keys given back, and events (in their order)."""

    answered: list[tuple[Claim, Any]] = field(default_factory=list)
    withdrawn: list[Claim] = field(default_factory=list)
    events: list[Waiting] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        """Write it all in one statement, or none if there is nothing. What is written is forgotten."""
        parts = (bool(self.answered), bool(self.withdrawn), bool(self.events))
        if any(parts):
            connection.execute(_statement(*parts), self._values())
            self.answered, self.withdrawn, self.events = [], [], []

    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if self.answered:
            values |= _named("answered", [claim for claim, _ in self.answered])
            values["answered_answer"] = [orjson.dumps(answer).decode() for _, answer in self.answered]
        if self.withdrawn:
            values |= _named("withdrawn", self.withdrawn)
        return values | (outbox.columns(self.events) if self.events else {})


@cache
def _statement(answered: bool, withdrawn: bool, events: bool) -> TextClause:
    parts = [part for part, wanted in ((ANSWERED, answered), (WITHDRAWN, withdrawn), (outbox.QUEUED, events)) if wanted]
    return text(f"WITH {', '.join(parts)} {outbox.WAKE if events else NOTHING_MORE}")


def _named(prefix: str, claims: Sequence[Claim]) -> dict[str, list[str]]:
    return {f"{prefix}_{name}": values for name, values in requests.columns(claims, KEY).items()}
