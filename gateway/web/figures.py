"""Counts and times requests for Prometheus, by route: the declared path, never the one that was sent."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request
from prometheus_client import Counter, Gauge, Histogram

requests = Counter("ccs_http_requests_total", "Requests answered.", ["method", "route", "status"])
seconds = Histogram("ccs_http_request_seconds", "From a request's arrival to its answer.", ["method", "route"])
going_on = Gauge("ccs_http_requests_in_progress", "Requests being answered at this moment.")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"


def attach(app: Flask) -> None:
    """Measure every request of the app."""
    app.before_request(_begin)
    app.after_request(_count)
    app.teardown_request(_end)


def _begin() -> None:
    g.began = time.monotonic()
    going_on.inc()


def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    # Any word may stand where the method does.
    method = request.method if request.method in METHODS else "other"
    requests.labels(method, route, str(response.status_code)).inc()
    if "began" in g:
        seconds.labels(method, route).observe(time.monotonic() - g.began)
    return response


def _end(error: BaseException | None) -> None:
    del error
    if g.pop("began", None) is not None:
        going_on.dec()
