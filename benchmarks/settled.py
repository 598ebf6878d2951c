"""Communities of any size with settled contributions, made by the database itself in a few statements; names are made up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests.support.databases import Copy

COMMUNITY = "changlinpan"
LAST_DAY = date(2023, 12, 31)
NOW = datetime(2024, 1, 1, 2, 0, tzinfo=UTC)
GIVERS = 25
"""How many give to one activity."""
STREET = 50
"""Parties that give among themselves: two hundred activities, a hundred of them each party's own."""
ACTIVITIES_OF_STREET = 200

PARTIES = """
SET session_replication_role = replica;
INSERT INTO parties (community, party_id, kind, sector, name, registered_at, version)
SELECT '{community}', 'pty_' || lpad(n::text, 26, '0'), CASE WHEN n % 8 = 0 THEN 'person' ELSE 'organisation' END,
       (ARRAY['RES','MER','PRO','UNI','VIL','SOC','ENT','GOV'])[1 + n % 8], '测*' || n, '2022-01-01', 1
  FROM generate_series(1, {parties}) n;
INSERT INTO need_profiles (community, profile_id, source, elders_percent, elders_size, children_percent, children_size, hardship_percent,
       hardship_size, others_percent, others_size, proposed_by, proposed_at, approved_by, approved_at, version)
VALUES ('{community}', 'ned_' || repeat('0', 26), '测试', 30, 1600, 20, 1100, 25, 400, 25, 6900, 'pty_one', '2022-01-01', 'pty_two', '2022-01-02', 1);
INSERT INTO beneficiary_reports (community, report_id, activity_id, number, entered_by, entered_at, confirmed_by, confirmed_at, version)
SELECT '{community}', 'rpt_' || lpad(n::text, 26, '0'), 'act_' || lpad(n::text, 26, '0'), 1, 'pty_one', '2023-01-01', 'pty_two', '2023-01-02', 1
  FROM generate_series(1, {activities}) n;
INSERT INTO beneficiaries (community, report_id, need_group, people)
SELECT '{community}', 'rpt_' || lpad(n::text, 26, '0'), g.name, 1 + (n * g.step) % 60
  FROM generate_series(1, {activities}) n, (VALUES ('elders', 7), ('children', 11), ('hardship', 3), ('others', 13)) AS g(name, step);
"""
GRANTS = """
SET session_replication_role = replica;
INSERT INTO grants ({columns})
SELECT {values} FROM (SELECT n, ({party}) AS party, ({act}) AS act FROM generate_series(1, {grants}) n) AS each;
"""
GRANT = {
    "community": "'{community}'",
    "grant_id": "'grt_' || lpad(n::text, 26, '0')",
    "source_id": "'gft_' || lpad(n::text, 26, '0')",
    "party_id": "'pty_' || lpad(party::text, 26, '0')",
    "contribution_type": "'F1'",
    "performed_on": "DATE '{last_day}' - (act * 7919::bigint % 360)::int",
    "minutes": "0",
    "fen": "100000",
    "rate_card": "1",
    "cv": "{cv}",
    "sp": "0",
    "sp_minutes": "0",
    "activity_id": "CASE WHEN n % 40 <> 0 THEN 'act_' || lpad((act + 1)::text, 26, '0') END",
    "level": "1 + n % 5",
    "granted_on": "DATE '{last_day}'",
    "granted_at": "TIMESTAMPTZ '{last_day}'",
    "reserve_percent": "100",
}
"""What the columns of a grant hold; whatever else it must hold is nothing. Of forty one belongs to no activity."""
ANYBODY = "1 + (hashint8(n * 7919::bigint) & 1073741823) % {parties}"
IN_TURN = "(n - 1) / {givers} % {activities}"
STREETS = "(n - 1) / {givers} % ({parties} / {street}) * {street} + 1 + ((n - 1) / {givers} / ({parties} / {street}) * 7 + n % {givers}) % {street}"
"""Activity by activity the streets take turns; in each the next twenty-five of its parties give, seven further than the time before."""
BOOKS = """
INSERT INTO ledger_accounts (community, unit, code, floor, lots) VALUES ('{community}', 'CV', 'mint:F1:00', NULL, false);
INSERT INTO ledger_accounts (community, unit, code, floor, lots)
SELECT '{community}', unit, 'party:pty_' || lpad(n::text, 26, '0') || ':' || lower(unit), 0, unit = 'SP'
  FROM generate_series(1, {parties}) n, (VALUES (1, 'CV'), (2, 'SP')) AS u(turn, unit) ORDER BY n, turn;
INSERT INTO ledger_transfers (community, id, unit, debit_id, credit_id, amount, kind, reference, group_id, rulebook, effective_on, recorded_at)
SELECT g.community, g.grant_id || ':cv', 'CV', (SELECT id FROM ledger_accounts WHERE code = 'mint:F1:00'), a.id, g.cv, 'grant-F1', g.source_id,
       g.grant_id || ':cv', 'ccs-1', g.granted_on, g.granted_at
  FROM grants g JOIN ledger_accounts a ON a.unit = 'CV' AND a.code = 'party:' || g.party_id || ':cv'
 ORDER BY g.grant_id;
INSERT INTO ledger_entries (community, transfer_id, account_id, amount, balance_after)
SELECT community, id, account_id, sum, sum(sum) OVER (PARTITION BY account_id ORDER BY id) FROM (
    SELECT community, id, debit_id AS account_id, -amount AS sum FROM ledger_transfers
     UNION ALL SELECT community, id, credit_id, amount FROM ledger_transfers) AS sides
 ORDER BY id;
UPDATE ledger_accounts a SET balance = total FROM (SELECT account_id, sum(amount) AS total FROM ledger_entries GROUP BY account_id) AS e
 WHERE e.account_id = a.id;
"""
SECONDARY = """
SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS made_by
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
 WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
"""
FILLED = ["grants", "ledger_transfers", "ledger_entries"]


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How many there are of each."""

    grants: int
    parties: int
    activities: int


def fill(copy: Copy, sizes: Sizes) -> None:
    """Parties, needs, people reached, and a year's grants: to each activity twenty-five parties drawn by lot gave. No books."""
    words = {"party": ANYBODY, "act": IN_TURN, "cv": "100 + (hashint8(n::bigint) & 4095)"}
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        _grants(cursor, sizes, words)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def fill_streets(copy: Copy, *, entries: int) -> int:
    """A community of streets with so many entries in its books, two a grant; every party's history is the same. Answers how many parties."""
    grants = entries // 2
    streets = max(1, grants // (ACTIVITIES_OF_STREET * GIVERS))
    sizes = Sizes(grants=grants, parties=streets * STREET, activities=streets * ACTIVITIES_OF_STREET)
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        _grants(cursor, sizes, {"party": STREETS, "act": "(n - 1) / {givers}", "cv": "100"})
        with _indexed_afterwards(cursor):
            cursor.execute(BOOKS.format(community=COMMUNITY, parties=sizes.parties))
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return sizes.parties


def _grants(cursor: Any, sizes: Sizes, words: dict[str, str]) -> None:
    known = {
        "community": COMMUNITY,
        "last_day": LAST_DAY,
        "givers": GIVERS,
        "street": STREET,
        "parties": sizes.parties,
        "activities": sizes.activities,
        "grants": sizes.grants,
    }
    known |= {name: text.format(**known) for name, text in words.items()}
    cursor.execute(PARTIES.format(**known))
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'grants' AND is_nullable = 'NO' AND column_default IS NULL"
    )
    columns = sorted({name for (name,) in cursor.fetchall()} | {"activity_id"})
    values = ", ".join(GRANT.get(name, "0").format(**known) for name in columns)
    with _indexed_afterwards(cursor):
        cursor.execute(GRANTS.format(columns=", ".join(columns), values=values, **known))


@contextmanager
def _indexed_afterwards(cursor: Any) -> Iterator[None]:
    """Build the indexes once all rows are there: kept row by row, they would be most of the work."""
    cursor.execute(SECONDARY, (FILLED,))
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, made_by in found:
        cursor.execute(made_by)
