"""A careful client: one key for each change, asked again until the outcome is known, and a note of how often that was."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests

ANSWER_SECONDS = 8.0
PATIENCE_SECONDS = 120.0
WAIT_SECONDS = (0.1, 1.0)
AGAIN = {429, 500, 502, 503, 504}


class Refused(Exception):
    """The platform said no to something that it should take."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the client knows in the end."""

    answer: dict[str, Any]
    tries: int


@dataclass
class Client:
    """The gateway, as one community's people see it. Thread-safe."""

    url: str
    community: str
    _local: threading.local = field(default_factory=threading.local)

    def get(self, token: str, path: str) -> dict[str, Any]:
        """Look at something."""
        return self._ask("GET", token, path, None, {}).answer

    def post(self, token: str, path: str, body: dict[str, Any] | None = None, *, key: str) -> Told:
        """Change something once. Raises Refused, and TimeoutError if the outcome is not known after PATIENCE_SECONDS."""
        hashed = hashlib.sha256(key.encode()).hexdigest()
        return self._ask("POST", token, path, json.dumps(body or {}), {"Idempotency-Key": hashed})

    def _ask(self, method: str, token: str, path: str, content: str | None, more: dict[str, str]) -> Told:
        headers = {
            "Authorization": f"Bearer {token}",
            "X-Community": self.community,
            "Content-Type": "application/json",
        }
        deadline = time.monotonic() + PATIENCE_SECONDS
        wait, tries = WAIT_SECONDS[0], 0
        while time.monotonic() < deadline:
            tries += 1
            answer = self._once(method, path, content, headers | more)
            if answer is not None and answer.ok:
                return Told(answer=answer.json(), tries=tries)
            if answer is not None and not _again(answer):
                raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
            time.sleep(wait)
            wait = min(2 * wait, WAIT_SECONDS[1])
        raise TimeoutError(f"{method} {path}: no outcome after {tries} tries")

    def _once(self, method: str, path: str, content: str | None, headers: dict[str, str]) -> requests.Response | None:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        body = None if content is None else content.encode()
        try:
            found: requests.Response = self._local.session.request(
                method, self.url + path, data=body, headers=headers, timeout=ANSWER_SECONDS
            )
        except requests.RequestException:
            return None
        return found


def _again(answer: requests.Response) -> bool:
    return answer.status_code in AGAIN or (answer.status_code == 409 and "request-in-progress" in answer.text)
