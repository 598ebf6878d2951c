"""How often one key, or one stranger's address, may ask; counted in this process's memory."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, g
from flask_limiter import Limiter

from gateway.web.asking import parts
from gateway.web.doors import current_principal


def attach(app: Flask) -> Limiter:
    """Limit every route of the app, by key where there is a valid one, by address otherwise."""
    # Hooks after a request run in the reverse order of their registration: this one has to see what the library wrote.
    app.after_request(_retry_after_only_where_it_helps)
    return Limiter(
        current_principal,
        app=app,
        storage_uri="memory://",
        strategy="fixed-window",
        headers_enabled=True,
        application_limits=[_allowance],
    )


def _allowance() -> str:
    known = g.get("principal") is not None
    return f"{parts().calls_per_minute if known else parts().strangers_calls_per_minute} per minute"


def _retry_after_only_where_it_helps(response: Response) -> Response:
    # The library writes the end of its window on every answer; a client that obeys it would wait without need.
    if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
        response.headers.pop("Retry-After", None)
        if (seconds := g.get("retry_after_seconds")) is not None:
            response.headers["Retry-After"] = str(seconds)
    return response
