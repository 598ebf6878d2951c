"""How often one key, or one stranger's address, may ask; counted in this process's memory."""

from __future__ import annotations

from flask import Flask, Response, g
from flask_limiter import Limiter

from gateway.web.asking import parts
from gateway.web.doors import current_principal


def attach(app: Flask) -> Limiter:
    """Limit every route of the app, by key where there is a valid one, by address otherwise."""
    limiter = Limiter(
        current_principal,
        app=app,
        storage_uri="memory://",
        strategy="fixed-window",
        headers_enabled=True,
        application_limits=[_allowance],
    )
    app.after_request(_retry_after_only_on_refusal)
    return limiter


def _allowance() -> str:
    known = g.get("principal") is not None
    return f"{parts().calls_per_minute if known else parts().strangers_calls_per_minute} per minute"


def _retry_after_only_on_refusal(response: Response) -> Response:
    # The library sends Retry-After on every answer; a client that obeys it would wait without need.
    if response.status_code not in (429, 503, 409):
        response.headers.pop("Retry-After", None)
    return response
