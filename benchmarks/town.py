"""A town with people, books and a history, in databases that every competitor gets a copy of."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date

import ledger
from benchmarks.stand import Stand
from chassis.actor import system
from chassis.database import Transactions
from contracts.roles import Role
from gateway.identity import rules as keys
from gateway.identity.shapes import Environment
from ledger import NewAccount, Transfer
from tests.support.databases import Copy, Databases

COMMUNITY, FUND = "changlinpan", "clp-fund"
SERVICES = ("points", "donations", "merchants", "rural_link", "gateway")
PEOPLE = 64
"""Those who ask. A key may ask 12,000 times a minute; many keys, so that nobody is told to slow down."""
DONORS = 2_000
GIFTS = 40_000
LOTS, GRANTS, ORDERS = 3, 20, 5
AT_ONCE = 250

IDS = "'pty_01' || lpad(n::text, 24, '0')"


def history(*, donors: int, gifts: int) -> dict[str, str]:
    """What has happened before, in statements for each service's database."""
    return {
        "points": f"""
            INSERT INTO parties (community, party_id, kind, sector, name, registered_at, version)
            SELECT '{COMMUNITY}', {IDS}, 'person', 'RES', '居*' || n, now(), 1 FROM generate_series(1, {donors}) n;
            INSERT INTO grants (community, grant_id, source_id, party_id, contribution_type, performed_on, minutes, fen, rate_card, cv, sp,
                                sp_minutes, level, granted_on, granted_at, sp_rated, reserve_percent, sp_over_cap, cv_withheld,
                                sp_withheld, sp_repaid)
            SELECT '{COMMUNITY}', 'grt_' || n || '-' || g, 'ctb_' || n || '-' || g, {IDS}, 'V1', '2023-03-18', 60, 0, 1, 1000, 1000, 60, 2,
                   '2023-03-19', now(), 1000, 100, 0, 0, 0, 0
              FROM generate_series(1, {donors}) n, generate_series(1, {GRANTS}) g;""",
        "donations": f"""
            INSERT INTO funds (community, fund_code, name, host_id, created_at, version)
            VALUES ('{COMMUNITY}', '{FUND}', '社区基金', 'pty_01' || lpad('9', 24, '0'), now(), 1);
            INSERT INTO known_parties (community, party_id, sector, is_person, public_name, registered_on)
            SELECT '{COMMUNITY}', {IDS}, 'RES', true, '居民**', '2023-03-01' FROM generate_series(1, {donors}) n;
            INSERT INTO gifts (community, gift_id, fund_code, donor_id, amount, received, lane, choice, visibility, channel, state, receipt,
                               payment_reference, recorded_by, recorded_at, confirmed_on, version)
            SELECT '{COMMUNITY}', 'gft_01' || lpad(g::text, 24, '0'), '{FUND}', {IDS}, 5000, 5000, 'C', 'receipt', 'public', 'transfer',
                   'confirmed', 'not_requested', 'G' || lpad(g::text, 10, '0'), {IDS}, now(), '2023-03-18', 2
              FROM (SELECT g, 1 + (g - 1) % {donors} AS n FROM generate_series(1, {gifts}) g) AS x;
            INSERT INTO requests (community, principal, method, key, fingerprint, answer, asked_at)
            SELECT '{COMMUNITY}', {IDS}, 'record_gift', 'old-' || g, repeat('0', 64), repeat('x', 600), now()
              FROM (SELECT g, 1 + (g - 1) % {donors} AS n FROM generate_series(1, {gifts}) g) AS x;""",
        "merchants": f"""
            INSERT INTO members (community, member_id, party_id, shop_name, licence, category, permits, status, applied_on, entered_by, version)
            SELECT '{COMMUNITY}', 'mbr_01' || lpad(n::text, 24, '0'), {IDS}, '小店' || n, lpad(n::text, 18, '0'),
                   'food', '[]', 'applied', '2023-03-01', 'pty_x', 1 FROM generate_series(1, {donors}) n;""",
        "rural_link": f"""
            INSERT INTO orders (community, order_id, lot_id, partner_id, product, buyer_id, placed_by, packs, pack_grams, price, state,
                                placed_on, version)
            SELECT '{COMMUNITY}', 'ord_' || o || lpad(n::text, 25, '0'), 'lot_01' || lpad('7', 24, '0'), 'prt_01' || lpad('7', 24, '0'),
                   '高山米', {IDS}, {IDS}, 2, 500, 1990, 'placed', '2023-03-18', 1
              FROM generate_series(1, {donors}) n, generate_series(1, {ORDERS}) o;""",
    }


@dataclass(frozen=True, kw_only=True)
class Town:
    """One competitor's databases by service, and the keys of those who ask."""

    databases: dict[str, Copy]
    secret: str
    tokens: tuple[str, ...]


@contextmanager
def towns(stand: Stand, databases: Databases, names: tuple[str, ...]) -> Iterator[dict[str, Town]]:
    """The same town for each of the names, in databases of their own."""
    secret = secrets.token_hex(32)
    with ExitStack() as stack:
        first = {service: databases.fresh(service) for service in SERVICES}
        for copy in first.values():
            stack.callback(copy.close)
        _furnish(first, secret=secret)
        yield {
            name: Town(
                databases={service: _copy(stand, service, copy, stack) for service, copy in first.items()},
                secret=secret,
                tokens=tuple(keys.token(key_id(number), Environment.LIVE, secret=secret) for number in people()),
            )
            for name in names
        }


def people() -> range:
    """The numbers of those who ask."""
    return range(1, PEOPLE + 1)


def party_id(number: int) -> str:
    """The party with this number."""
    return f"pty_01{number:024d}"


def key_id(number: int) -> str:
    """The key of the party with this number."""
    return f"key_01{number:024d}"


def _furnish(copies: dict[str, Copy], *, secret: str) -> None:
    for service, statements in history(donors=DONORS, gifts=GIFTS).items():
        _run(copies[service], statements)
    _run(copies["gateway"], ";".join(_key(number, secret=secret) for number in people()))
    _fill_books(copies["points"])
    for copy in copies.values():
        _run(copy, "VACUUM ANALYZE")
        # A template may have no connections.
        copy.engine.dispose()


def _fill_books(copy: Copy) -> None:
    transactions = Transactions(copy.engine)
    with transactions.begin(system(COMMUNITY)) as work:
        ledger.open_account(work, NewAccount(code="mint:V1", unit="SP", floor=None))
    for first in range(1, DONORS + 1, AT_ONCE):
        parties = [party_id(number) for number in range(first, first + AT_ONCE)]
        with transactions.begin(system(COMMUNITY)) as work:
            ledger.open_accounts(work, [NewAccount(code=f"party:{party}:cv", unit="CV") for party in parties])
            ledger.open_accounts(
                work, [NewAccount(code=f"party:{party}:sp", unit="SP", lots=True) for party in parties]
            )
            ledger.post_groups(work, [[_granted(party, lot)] for party in parties for lot in range(LOTS)])


def _granted(party: str, lot: int) -> Transfer:
    return Transfer(
        debit="mint:V1",
        credit=f"party:{party}:sp",
        unit="SP",
        amount=10_00,
        kind="V1",
        reference="ctb_x",
        rulebook="ccs-1",
        expires_on=date(2099, 1, 1 + lot),
    )


def _key(number: int, *, secret: str) -> str:
    """An API key of a resident with a shop, as the gateway keeps it."""
    values = (
        f"'{key_id(number)}', 'live', '{keys.hash_of(key_id(number), secret=secret)}', 'xxxx', 'benchmark', "
        f"'{party_id(number)}', ARRAY['{Role.RESIDENT.value}', '{Role.MERCHANT_AGENT.value}'], ARRAY['{COMMUNITY}'], now(), 'benchmark', now()"
    )
    columns = "key_id, environment, secret_hash, last_four, label, party_id, roles, communities, issued_at, issued_by, agreed_at"
    return f"INSERT INTO api_keys ({columns}) VALUES ({values})"


def _copy(stand: Stand, service: str, of: Copy, stack: ExitStack) -> Copy:
    copy = Copy(urls=stand.new_database(service, template=of.urls.name), testbed=stand)
    stack.callback(copy.close)
    _run(copy, "ANALYZE")
    return copy


def _run(copy: Copy, statements: str) -> None:
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        cursor.execute(statements)
