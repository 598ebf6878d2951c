"""Routes and files: an answer given out as a file, and a sheet taken in and passed on piece by piece.

A service never sees a file. What it gives out is its ordinary answer, all pages of it; what it gets are rows of text, in calls as small as
any other. A sheet's request has, besides what stands in the address, the fields `file_sha256`, `number`, `rows`, `rows_total` and `last`:
one call for each piece, each under a key made of the caller's, so that sending the same file again under the same key changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Response, request

from chassis.actor import Actor
from chassis.aside import aside
from contracts.refused import Invalid
from contracts.request import PageQuery, Request
from gateway.files import incoming, writing
from gateway.files.papers import LINES_MAX, MEDIA_TYPES, Form, Printing, TooManyLines
from gateway.files.reader import Template
from gateway.web import bodies
from gateway.web.asked import Asked, Replied

JSON = "json"
PAGE = 200

Ask = Callable[[Asked], Replied]


def form_asked(printing: Printing | None) -> Form | None:
    """The form that ?format= names; None for JSON. Raises Invalid."""
    named = request.args.getlist("format") if printing else []
    if not named or named == [JSON]:
        return None
    if printing is None or named not in [[form.value] for form in printing.forms]:
        raise Invalid(fields={"format": ["不在允许的取值之内。"]})
    return Form(named[0])


def file_of(printing: Printing, form: Form, ask: Ask, asked: Asked) -> Response:
    """All pages of the answer as one file. Raises TooManyLines, FontMissing."""
    if refusal := writing.refusal_for(form):
        raise refusal
    paper = printing.paper(list(_pages(ask, asked, most=LINES_MAX[form])))
    # Beside the hub: setting a hundred pages takes seconds.
    content = aside(writing.written, paper, form)
    response = Response(content, content_type=MEDIA_TYPES[form])
    name = f"{paper.title}.{form.value}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{paper.name}.{form.value}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


def _pages(ask: Ask, asked: Asked, *, most: int) -> Iterator[dict[str, Any]]:
    wanted = asked.request
    if isinstance(wanted, PageQuery):
        wanted = replace(wanted, limit=PAGE)
    lines = 0
    while True:
        answer = ask(replace(asked, request=wanted)).answer
        lines += len(answer.get("items", ()))
        if lines > most:
            raise TooManyLines(most=most)
        yield answer
        after = answer.get("next_key")
        if not after or not isinstance(wanted, PageQuery):
            return
        wanted = replace(wanted, after=after)


def pieces_of(wanted: type[Request[Any]], template: Template, given: dict[str, Any]) -> Iterator[Request[Any]]:
    """The request of each piece of the sheet that was sent. Raises what gateway/files/problems.py has, and Invalid."""
    sheet = incoming.sheet_of_request(template)
    last = len(sheet.pieces) - 1
    about = {"file_sha256": sheet.sha256, "rows_total": sheet.rows}
    for number, piece in enumerate(sheet.pieces):
        yield bodies.asked(wanted, {**given, **about, "number": number, "rows": piece, "last": number == last})


def each_asked(
    ask: Ask, pieces: Iterable[Request[Any]], *, actor: Actor, key: str | None, if_version: int | None
) -> Replied:
    """Ask for one piece after the other, as far as none is refused; the answer to the last one. If-Match is for the first."""
    replied = Replied(answer={})
    for number, piece in enumerate(pieces):
        own_key = hashlib.sha256(f"{number} {key}".encode()).hexdigest()
        version = if_version if number == 0 else None
        replied = ask(Asked(request=piece, actor=actor, key=own_key, if_version=version))
    return replied
