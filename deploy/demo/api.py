"""A careful HTTP client: every change has a key that depends only on what is asked, and is asked again until its outcome is known."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter

AT_ONCE = 8
PATIENCE_SECONDS = 40.0
ANSWER_SECONDS = 15.0
AGAIN = {429, 500, 502, 503, 504}


class Refused(Exception):
    """The API said no to something that the festival counts on."""

    def __init__(self, method: str, path: str, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code = problem.get("code", "")
        super().__init__(f"{method} {path}: {status} {json.dumps(problem, ensure_ascii=False)}")


class NotRefused(Exception):
    """The API said yes to what must not work."""


class NotSo(Exception):
    """Something that the festival shows is otherwise than the rulebook says."""


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """Who asks: a party with a key."""

    name: str
    party_id: str
    token: str
    roles: tuple[str, ...] = ()
    organisation_id: str | None = None


@dataclass
class Api:
    """The gateway, as one community sees it."""

    url: str
    community: str
    told: Counter[str] = field(default_factory=Counter)
    changes: list[tuple[Somebody | None, str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    step: Callable[[], None] = lambda: None
    finishing: bool = False
    """The same play was begun before: what it refused then may have become right, because the clock has passed it."""
    replayed: bool = False
    """Was the last answer one that was stored?"""
    _local: threading.local = field(default_factory=threading.local)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE))

    def get(self, who: Somebody | None, path: str) -> dict[str, Any]:
        """Look at something."""
        return self._ask("GET", who, path, None)

    def text(self, who: Somebody | None, path: str) -> str:
        """Look at something that is a file of text."""
        return self.file(who, path).decode("utf-8-sig")

    def file(self, who: Somebody | None, path: str) -> bytes:
        """Look at something that is a file, as it is."""
        return self._until_known("GET", path, None, self._headers("GET", who, path, None)).content

    def get_refused(self, who: Somebody | None, path: str) -> str:
        """Look at what must not be seen; returns the problem's code. Raises NotRefused."""
        return self._said_no(path, self.get_tried(who, path))

    def get_tried(self, who: Somebody | None, path: str) -> str:
        """Look at what may not be there yet; returns the problem's code, or nothing."""
        try:
            self.file(who, path)  # Where it may be seen by now it need not be JSON.
        except Refused as refusal:
            return str(refusal.code)
        return ""

    def post(self, who: Somebody | None, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Change something, once, however often it has to be asked."""
        return self._ask("POST", who, path, body or {})

    def upload(self, who: Somebody, path: str, sheet: str) -> dict[str, Any]:
        """Send a sheet as an office program saves it; the same again under the same key."""
        return self.upload_file(who, path, sheet.encode("utf-8-sig"), "text/csv")

    def upload_file(self, who: Somebody, path: str, content: bytes, media_type: str) -> dict[str, Any]:
        """Send a file as it is; the same again under the same key."""
        headers = self._headers("POST", who, path, content) | {"Content-Type": media_type}
        return _body(self._until_known("POST", path, content, headers))

    def post_many(self, asked: Sequence[tuple[Somebody, str, dict[str, Any]]]) -> list[dict[str, Any]]:
        """Change many things whose order does not matter, several at a time; answers in the order given."""
        return list(self._pool.map(lambda one: self.post(*one), asked))

    def get_many(self, asked: Sequence[tuple[Somebody | None, str]]) -> list[dict[str, Any]]:
        """Look at many things, several at a time."""
        return list(self._pool.map(lambda one: self.get(*one), asked))

    def repeat_all(self) -> list[str]:
        """Send every change once more with its own key; returns the paths of those that were not answered from store."""
        done, self.changes = self.changes, []
        paths = list(self._pool.map(self._repeat, done))
        return [path for path in paths if path]

    def _repeat(self, change: tuple[Somebody | None, str, dict[str, Any], dict[str, Any]]) -> str:
        who, path, body, answer = change
        content = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        headers, deadline = self._headers("POST", who, path, content), time.monotonic() + PATIENCE_SECONDS
        found = self._once("POST", path, content, headers)
        # Who got no answer has not been told anything: only an answer can say that it was done twice.
        while _worth_asking_again(found) and time.monotonic() < deadline:
            time.sleep(0.05)
            found = self._once("POST", path, content, headers)
        if found is None:
            return f"{path} (no answer)"
        replayed = found.headers.get("Idempotency-Replayed") == "true"
        same = found.status_code < 300 and found.json() == answer
        return "" if replayed and same else f"{path} ({found.status_code}, replayed: {replayed}, the same: {same})"

    def refused(self, who: Somebody | None, path: str, body: dict[str, Any] | None = None) -> str:
        """Try what must not work; returns the problem's code. Raises NotRefused."""
        return self._said_no(path, self.tried(who, path, body))

    def _said_no(self, path: str, code: str) -> str:
        if not code and not self.finishing:
            raise NotRefused(path)
        return code

    def tried(self, who: Somebody | None, path: str, body: dict[str, Any] | None = None) -> str:
        """Try what may or may not work by now; returns the problem's code, or nothing."""
        try:
            self.post(who, path, body)
        except Refused as refusal:
            return str(refusal.code)
        return ""

    def _ask(self, method: str, who: Somebody | None, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        found = _body(self._until_known(method, path, content, self._headers(method, who, path, content)))
        if body is not None:
            self.changes.append((who, path, body, found))
        return found

    def _until_known(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> requests.Response:
        deadline = time.monotonic() + PATIENCE_SECONDS
        wait = 0.05
        while True:
            answer = self._once(method, path, content, headers)
            if answer is not None and answer.status_code < 300:
                self.told[f"{method} {answer.status_code}"] += 1
                self.step()
                self.replayed = answer.headers.get("Idempotency-Replayed") == "true"
                return answer
            if time.monotonic() > deadline or not _worth_asking_again(answer):
                status = answer.status_code if answer is not None else 0
                raise Refused(method, path, status, _problem(answer))
            self.told["asked again"] += 1
            time.sleep(wait)
            wait = min(wait * 2, 1.0)

    def _once(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> requests.Response | None:
        try:
            return self._session().request(
                method, self.url + path, data=content, headers=headers, timeout=ANSWER_SECONDS
            )
        except requests.RequestException:
            return None

    def _headers(self, method: str, who: Somebody | None, path: str, content: bytes | None) -> dict[str, str]:
        headers = {"X-Community": self.community, "Accept-Language": "zh"}
        if who is not None:
            headers["Authorization"] = f"Bearer {who.token}"
        if method != "GET":
            asked = "\n".join([method, path, who.party_id if who else ""]).encode() + (content or b"")
            headers |= {"Content-Type": "application/json", "Idempotency-Key": hashlib.sha256(asked).hexdigest()}
        return headers

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.mount("http://", HTTPAdapter(pool_maxsize=1))
        session: requests.Session = self._local.session
        return session


def _body(answer: requests.Response) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()
    return found


def _worth_asking_again(answer: requests.Response | None) -> bool:
    if answer is None or answer.status_code in AGAIN:
        return True
    return answer.status_code == 409 and _problem(answer).get("code") == "request-in-progress"


def _problem(answer: requests.Response | None) -> dict[str, Any]:
    if answer is None:
        return {"detail": "no answer"}
    try:
        found: dict[str, Any] = answer.json()
    except ValueError:
        return {"detail": answer.text[:200]}
    return found
