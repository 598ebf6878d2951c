"""Bulk entry of contributions: a file of 100,000 rows of 2,000 persons, read, checked row by row, approved by a second person, and put forward.

Ours is the whole way of a sheet, rows a second from its bytes to the last contribution: read in the reader's own process, sent piece by
piece, every row judged as a contribution would be, when it is checked and again when it is entered, agreed to, and entered in pieces of
500, each with its events in a commit of its own. The service's entrypoints are called in this process; the broker is left out.

The ceiling are the very same rows of `contributions` (taken from ours when it is done) written into an empty table with the same indexes and
constraints, which decides nothing and says nothing: **COPY** in one transaction, and **INSERT** of 500 rows a commit.
"""

from __future__ import annotations

import io
import time
from contextlib import closing
from datetime import timedelta

from benchmarks.figures import OURS, Series
from benchmarks.session import Session
from chassis.clock import CIVIL
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Import
from contracts.points.kinds import IMPORT_COLUMNS, ImportState, PartyKind
from contracts.points.requests import NewParty
from contracts.roles import Role
from contracts.sectors import Sector
from gateway.files import incoming
from gateway.routes.points.imports import TEMPLATE
from services.points.service import PointsService
from tests.support.bench import Bench, actor
from tests.support.databases import Copy

ROWS_EACH = 50
TOGETHER = 200
INSERTED_TOGETHER = 500
FIGURE = "bulk import"
COPY, INSERT = "COPY", "INSERT, 500 a commit"
TURNS_MAX = 2_000
BARE = "CREATE TABLE bare (LIKE contributions INCLUDING ALL)"


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    rows = session.many(100_000, 1_000)
    samples: dict[str, list[float]] = {OURS: [], COPY: [], INSERT: []}
    with session.servers() as (_, databases):
        for turn in range(session.rounds):
            with closing(databases.fresh("points")) as copy:
                samples[OURS].append(ours(session, copy, rows))
                samples[COPY].append(copied(copy, rows))
                samples[INSERT].append(inserted(copy, rows))
            said = ", ".join(f"{name} {each[-1]:,.0f}/s" for name, each in samples.items())
            session.say(f"round {turn + 1} of {session.rounds}: {said}")
    series = [Series(figure=FIGURE, who=name, unit="/s", samples=tuple(each)) for name, each in samples.items()]
    return series, [f"Every one of the {rows:,} rows became one contribution, in each round."]


def ours(session: Session, copy: Copy, rows: int) -> float:
    """The whole way of a sheet; rows a second."""
    bench = Bench(PointsService, copy)
    staff, approver = actor(new_id("pty"), Role.COMMUNITY_STAFF), actor(new_id("pty"), Role.APPROVER)
    givers = [new_id("pty") for _ in range(rows // ROWS_EACH)]
    _register(bench, [staff.party_id or "", approver.party_id or "", *givers])
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    raw = _file(bench, givers)
    began = time.perf_counter()
    sheet = incoming.read(raw, TEMPLATE)
    import_id = new_id("imp")
    bench.ask(requests.OpenImport(import_id=import_id, title="benchmark", reason="benchmark"), as_=staff)
    for number, piece in enumerate(sheet.pieces):
        asked = requests.AddImportPiece(
            import_id=import_id,
            file_sha256=sheet.sha256,
            rows_total=sheet.rows,
            number=number,
            rows=piece,
            last=number == len(sheet.pieces) - 1,
        )
        bench.ask(asked, as_=staff)
    session.say(f"read and sent {sheet.rows:,} rows in {time.perf_counter() - began:.1f} s")
    found = _until(bench, import_id, ImportState.CHECKING)
    session.say(f"checked after {time.perf_counter() - began:.1f} s")
    assert (found.rows_sound, found.rows_faulty) == (rows, 0), found
    wanted = requests.ApproveImport(import_id=import_id, file_sha256=sheet.sha256, reason="benchmark")
    bench.ask(wanted, as_=approver)
    found = _until(bench, import_id, ImportState.ENTERING)
    seconds = time.perf_counter() - began
    assert (found.rows_entered, bench.count("contributions")) == (rows, rows), found
    bench.transactions.close()
    return rows / seconds


def copied(copy: Copy, rows: int) -> float:
    """The same rows by COPY in one transaction; rows a second."""
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        out = io.BytesIO()
        cursor.copy_expert("COPY contributions TO STDOUT", out)
        cursor.execute(BARE)
        out.seek(0)
        began = time.perf_counter()
        cursor.copy_expert("COPY bare FROM STDIN", out)
        seconds = time.perf_counter() - began
        _check_and_drop(cursor, rows)
    return rows / seconds


def inserted(copy: Copy, rows: int) -> float:
    """The same rows by INSERT, so many a commit; rows a second."""
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        cursor.execute(BARE)
        cursor.execute("SELECT contribution_id FROM contributions ORDER BY contribution_id")
        ids = [row[0] for row in cursor.fetchall()]
        began = time.perf_counter()
        for first in range(0, len(ids), INSERTED_TOGETHER):
            these = ids[first : first + INSERTED_TOGETHER]
            cursor.execute("INSERT INTO bare SELECT * FROM contributions WHERE contribution_id = ANY(%s)", (these,))
        seconds = time.perf_counter() - began
        _check_and_drop(cursor, rows)
    return rows / seconds


def _check_and_drop(cursor, rows: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - psycopg2's
    cursor.execute("SELECT count(*) FROM bare")
    assert cursor.fetchone()[0] == rows
    cursor.execute("DROP TABLE bare")


def _register(bench: Bench, ids: list[str]) -> None:
    staff = actor(ids[0], Role.COMMUNITY_STAFF)
    for first in range(0, len(ids), TOGETHER):
        persons = tuple(
            NewParty(party_id=party_id, kind=PartyKind.PERSON, sector=Sector.RES, name=f"测试{first + turn}")
            for turn, party_id in enumerate(ids[first : first + TOGETHER])
        )
        bench.ask(requests.RegisterParties(parties=persons), as_=staff)


def _file(bench: Bench, givers: list[str]) -> bytes:
    """An hour every six hours of every person, in the last thirteen days: as many as the rules let them have."""
    lines = [",".join(column.title for column in IMPORT_COLUMNS)]
    now = bench.clock.now().astimezone(CIVIL)
    for turn in range(ROWS_EACH):
        started = (now - timedelta(hours=7 + 6 * turn)).strftime("%Y-%m-%d %H:%M")
        lines += [f"{party_id},H1,搬桌子 {turn},{started},60,,E1" for party_id in givers]
    return "\r\n".join(lines).encode("utf-8-sig")


def _until(bench: Bench, import_id: str, state: ImportState) -> Import:
    """Let the service work until the import is past this state, as its sweeps do."""
    work = bench.service.check_imports if state is ImportState.CHECKING else bench.service.enter_imports
    reader = actor(new_id("pty"), Role.AUDITOR)
    for _ in range(TURNS_MAX):
        found = bench.ask(requests.GetImport(import_id=import_id), as_=reader)
        if found.state is not state:
            return found
        work()
    message = "the import does not come to an end"
    raise AssertionError(message)
