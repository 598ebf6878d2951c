"""Takes a sheet from a request: the raw body, or the one file of a form; reads it in a process that the machine keeps within limits."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from gateway.files.problems import Bomb, NotASheet, refusal_of
from gateway.files.reader import Template
from gateway.web.problems import AtTheDoor

FILE_BYTES_MAX = 16 * 1024 * 1024
FORM_BYTES_MORE = 64 * 1024
READING_SECONDS_MAX = 8.0  # Below what a request may take as a whole.
ROOT = Path(__file__).resolve().parents[2]
FORM = "multipart/form-data"
TAKEN = (
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
)


class FileTooLarge(AtTheDoor):
    """The file has more bytes than are taken."""

    code = "file-too-large"
    status = 413
    zh = "文件过大（上限 16 MiB），请分成几份。"
    en = "The file is too large (limit 16 MiB); split it."


class NotAFile(AtTheDoor):
    """The body is neither a sheet nor a form with one."""

    code = "not-a-file"
    status = 415
    zh = "请直接发送 CSV 或 XLSX 文件，或用表单字段 file 上传一个文件。"
    en = "Send a CSV or XLSX file as the body, or one file in the form field `file`."


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file that was read: its SHA-256, its rows as JSON texts of limited size, and how many rows they have together."""

    sha256: str
    pieces: tuple[str, ...]
    rows: int


def sheet_of_request(template: Template) -> Sheet:
    """The request's sheet. Refuses FileTooLarge, NotAFile, and whatever is in problems.py."""
    return read(_body(), template)


def read(raw: bytes, template: Template) -> Sheet:
    """The sheet in these bytes. Refuses what is in problems.py."""
    command = [sys.executable, "-m", "gateway.files.reader", json.dumps(asdict(template), ensure_ascii=False)]
    # An environment of its own: what reads a stranger's file knows no secrets.
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=raw, capture_output=True, timeout=READING_SECONDS_MAX, env=environment, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Bomb from error
    # Ended by the machine, for memory or time, it says nothing more.
    if done.returncode:
        raise Bomb if done.returncode < 0 else NotASheet
    *pieces, last = done.stdout.splitlines()
    said = orjson.loads(last)
    if "refused" in said:
        raise refusal_of(said["refused"], said["details"])
    return Sheet(sha256=hashlib.sha256(raw).hexdigest(), pieces=tuple(map(bytes.decode, pieces)), rows=said["rows"])


def _body() -> bytes:
    request.max_content_length = FILE_BYTES_MAX + FORM_BYTES_MORE
    request.max_form_parts = 10
    try:
        if request.mimetype == FORM:
            files = request.files.getlist("file")
            if len(files) != 1:
                raise NotAFile
            raw: bytes = files[0].read()
        elif request.mimetype in TAKEN:
            raw = request.get_data(cache=False)
        else:
            raise NotAFile
    except RequestEntityTooLarge as error:
        raise FileTooLarge from error
    if len(raw) > FILE_BYTES_MAX:
        raise FileTooLarge
    return raw
