"""Commands whose every answer is remembered, some of them sent twice: what was acknowledged must be there once, and nothing else."""

from __future__ import annotations

import http.client
import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from benchmarks.town import FUND, party_id

THREADS = 16
CREATED = 201


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """The answers by gift id, in the order of asking; a gift that was asked for twice has two."""

    answers: dict[str, list[str]]

    @property
    def repeats_agree(self) -> bool:
        """Did every repetition get the first answer again?"""
        return all(len(set(bodies)) == 1 for bodies in self.answers.values())


def ask(url: str, tokens: tuple[str, ...], *, many: int, prefix: str, repeated: float = 0.1) -> Remembered:
    """Record so many gifts from several threads, a part of them twice and nearly at once; their ids begin with `prefix`.

    Raises if one is not recorded.
    """
    chance = random.Random(many)
    numbers = [number for number in range(many) for _ in range(1 + (chance.random() < repeated))]
    with ThreadPoolExecutor(THREADS) as threads:
        pairs = list(threads.map(lambda number: _record(url, tokens, number, prefix), numbers))
    answers: dict[str, list[str]] = {}
    for gift_id, body in pairs:
        answers.setdefault(gift_id, []).append(body)
    return Remembered(answers=answers)


def get(url: str, path: str, token: str) -> dict[str, Any]:
    """The JSON answer of one GET."""
    answer: dict[str, Any] = json.loads(_send(url, "GET", path, token, None, {})[1])
    return answer


def _record(url: str, tokens: tuple[str, ...], number: int, prefix: str) -> tuple[str, str]:
    who = number % len(tokens)
    gift_id = f"{prefix}{number:07d}"
    body = {
        "gift_id": gift_id,
        "fund_code": FUND,
        "amount": "50.00",
        "lane": "C",
        "choice": "receipt",
        "channel": "transfer",
        "donor_id": party_id(who + 1),
        "visibility": "public",
    }
    headers = {"Content-Type": "application/json", "Idempotency-Key": gift_id}
    status, answer = _send(url, "POST", "/v1/gifts", tokens[who], json.dumps(body), headers)
    assert status == CREATED, f"{status}: {answer}"
    return gift_id, answer


def _send(url: str, method: str, path: str, token: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {token}", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
