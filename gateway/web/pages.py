"""Pages for people who build against the API: the document, its reader, and what every refusal code means."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import flask_swagger_ui
import orjson
from flask import Blueprint, Response, current_app, render_template, send_from_directory

from gateway.web.documents import Document
from gateway.web.problems import NoSuchRoute

READER = Path(flask_swagger_ui.__file__).parent / "dist"
READER_FILES = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
OWN = Path(__file__).parent / "assets"
REFUSALS = OWN / "refusals.json"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def blueprint(document: Document) -> Blueprint:
    """/openapi.json, /docs, /problems."""
    made = Blueprint("pages", __name__, template_folder="assets")

    @cache
    def written() -> bytes:
        return orjson.dumps(document.spec.to_dict())

    @made.get("/openapi.json")
    def openapi() -> Response:
        return Response(written(), content_type="application/json", headers={"Cache-Control": "public, max-age=60"})

    made.add_url_rule("/docs", "docs", _docs)
    made.add_url_rule("/docs/<name>", "docs_file", _docs_file)
    made.add_url_rule("/problems", "problems", _problems)
    made.add_url_rule("/problems/<code>", "problem", _problem)
    return made


@cache
def refusals() -> dict[str, dict[str, Any]]:
    """Every refusal code with kind, texts and meaning; written by `python -m deploy.refusals` (the gateway knows no service)."""
    known: dict[str, dict[str, Any]] = orjson.loads(REFUSALS.read_bytes())
    return known


def _docs() -> Response:
    return _page(render_template("docs.html", title=current_app.config["API_TITLE"]))


def _docs_file(name: str) -> Response:
    if name == "start.js":
        return send_from_directory(OWN, name)
    if name not in READER_FILES:
        raise NoSuchRoute
    return send_from_directory(READER, name, max_age=86_400)


def _problems() -> Response:
    return _page(render_template("problems.html", refusals=refusals()))


def _problem(code: str) -> Response:
    if code not in refusals():
        raise NoSuchRoute
    return _page(render_template("problems.html", refusals={code: refusals()[code]}))


def _page(html: str) -> Response:
    return Response(html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": PAGE_POLICY})
