"""How often one key, or one stranger's address, may ask; counted in this process's memory."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g, request

from gateway.web.asking import parts
from gateway.web.problems import TooMany

WINDOW_SECONDS = 60.0


@dataclass
class Window:
    """Counts who asked how often since it began; after WINDOW_SECONDS it forgets them all and begins anew."""

    began: float = -math.inf
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, *, now: float) -> int:
        """One more; answers how many there were in this window. `now` in seconds of a clock that never goes back."""
        if now - self.began >= WINDOW_SECONDS:
            self.began, self.counts = now, {}
        self.counts[name] = counted = self.counts.get(name, 0) + 1
        return counted

    def left_seconds(self, *, now: float) -> int:
        """Whole seconds until it begins anew, at least 1."""
        return max(1, math.ceil(self.began + WINDOW_SECONDS - now))


def attach(app: Flask, per_minute: int) -> None:
    """Limit every request, by key where there is a valid one, by address otherwise. Not at all where `per_minute` is not positive."""
    if per_minute <= 0:
        return
    app.extensions["ccs_calls"] = Window()  # Not in `check`, so that another can be put there.

    def check() -> None:
        window = current_app.extensions["ccs_calls"]
        known = g.principal
        most = per_minute if known else parts().strangers_calls_per_minute
        now = time.monotonic()
        counted = window.count(known.key_id if known else f"at {request.remote_addr}", now=now)
        g.allowance = (most, max(0, most - counted), window.left_seconds(now=now))
        if counted > most:
            g.retry_after_seconds = window.left_seconds(now=now)
            raise TooMany

    app.before_request(check)
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    most, left, seconds = g.get("allowance", (0, 0, 0))
    if most:
        response.headers["X-RateLimit-Limit"] = str(most)
        response.headers["X-RateLimit-Remaining"] = str(left)
        response.headers["X-RateLimit-Reset"] = str(int(time.time()) + seconds)
    return response
