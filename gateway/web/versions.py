"""ETag, If-None-Match and If-Match over the row versions that answers carry."""

from __future__ import annotations

import re
from typing import Any

from flask import request

from gateway.web.problems import VersionMalformed, VersionRequired

ONE_VERSION = re.compile(r'"([1-9]\d{0,9})"', re.ASCII)


def expected_version(*, required: bool) -> int | None:
    """The version the caller saw; `*` stands for any. Raises VersionRequired, VersionMalformed."""
    given = request.headers.get("If-Match")
    if given is None:
        if required:
            raise VersionRequired
        return None
    if given.strip() == "*":
        return None
    found = ONE_VERSION.fullmatch(given.strip())
    if found is None:
        raise VersionMalformed
    return int(found[1])


def etag_of(answer: dict[str, Any]) -> str | None:
    """The ETag of an answer that carries a version."""
    version = answer.get("version")
    return f'"{version}"' if isinstance(version, int) else None


def is_known(etag: str) -> bool:
    """Does the caller hold this version already (If-None-Match)?"""
    return request.if_none_match.contains_weak(etag.strip('"')) or "*" in request.headers.get("If-None-Match", "")
