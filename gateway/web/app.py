"""Puts the app together: what happens around every request, and how everything that goes wrong is answered."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from contracts.refused import Kind, Refused
from gateway.web import asking, documents, figures, limits, pages, problems
from gateway.web.asking import Parts
from gateway.web.routes import Routes

VERSION = "0.1.0"
BODY_MAX_BYTES = 1 << 20
CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'"
VARY = "Authorization, Accept-Language, X-Community"
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)

logger = logging.getLogger(__name__)


def create(parts: Parts, routes: Iterable[Routes]) -> Flask:
    """The WSGI app. `parts` are what it asks; `routes` what it answers."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_MAX_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # the default provider has it
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.extensions["ccs"] = parts
    figures.attach(app)
    app.before_request(asking.open_request)
    limits.attach(app, parts.calls_per_minute)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_exception)
    app.register_error_handler(Exception, _broken)
    document = documents.attach(app, VERSION)
    for each in routes:
        documents.include(document, each)
    app.register_blueprint(pages.blueprint(document))
    app.after_request(_finish)
    return app


def _refused(refusal: Refused) -> Response:
    kind = problems.wire_of(refusal)["kind"]
    if kind in (Kind.UNAUTHENTICATED, Kind.FORBIDDEN):
        route = request.url_rule.rule if request.url_rule else "-"
        asking.parts().keys.denied(refusal, route=route, principal=g.get("principal"), request_id=g.request_id)
    return problems.respond(refusal)


def _http_exception(error: HTTPException) -> Response:
    status = error.code or 500
    refusal = problems.BY_STATUS.get(status, problems.BadRequest)()
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    if status < 400:
        return Response(status=status, headers=dict(error.get_headers()))
    return problems.respond(refusal, kept)


def _broken(error: Exception) -> Response:
    # Only where it happened goes into the log: messages of database errors quote values, which may be personal.
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    logger.error("request %s failed: %s at %s", g.get("request_id"), type(error).__name__, where)
    return problems.respond(problems.Broken())


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["X-Request-Id"] = g.get("request_id", "")
    headers.setdefault("Cache-Control", "private, no-cache" if request.method in ("GET", "HEAD") else "no-store")
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("Vary", VARY)
    headers.extend(ALWAYS)
    if (seconds := g.get("retry_after_seconds")) is not None:
        # Only where waiting helps: a client that obeys it elsewhere would wait without need.
        headers["Retry-After"] = str(seconds)
    return response
