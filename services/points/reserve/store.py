"""Every statement about the reserve, and what the books say of points outstanding and redeemed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import insert, select, text

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.answers import ReserveState
from contracts.points.kinds import Band, ReserveSourceState
from services.points import rows
from services.points.reserve import refusals, rules
from services.points.reserve.rules import Draw, Measured, Source
from services.points.reserve.tables import draws, sources, states

FULL = 100

# By leaps along the key, one per community.
COMMUNITIES = text("""
WITH RECURSIVE leap AS (
    (SELECT community FROM ledger_accounts ORDER BY community LIMIT 1)
    UNION ALL
    SELECT (SELECT community FROM ledger_accounts WHERE community > leap.community ORDER BY community LIMIT 1)
      FROM leap WHERE leap.community IS NOT NULL
)
SELECT community FROM leap WHERE community IS NOT NULL
""")
RESERVE = text("""
SELECT coalesce(sum("left"), 0)::bigint FROM reserve_sources
 WHERE community = :community AND state = 'approved' AND (usable_until IS NULL OR usable_until >= :today)
""")
# What is held for a redemption is still outstanding, and so is the mutual-aid pool.
OUTSTANDING = text("""
SELECT coalesce(sum(balance), 0)::bigint FROM ledger_accounts
 WHERE community = :community AND unit = 'SP' AND (code LIKE 'party:%' OR code LIKE 'pool:%')
""")
# Points for property fees are burned at a company's cost, not the reserve's: they count as granted, never as redeemed from it.
REDEEMED = text("""
WITH provider AS (SELECT id FROM ledger_accounts WHERE community = :community AND unit = 'SP'
                    AND (code LIKE 'redeemed:%' OR code LIKE 'owed:%'))
SELECT coalesce(-sum(s.amount), 0)::bigint
  FROM ledger_lots l
  JOIN ledger_lot_slices s ON s.community = l.community AND s.lot_id = l.id
  JOIN ledger_transfers t ON t.community = s.community AND t.id = s.transfer_id
 WHERE l.community = :community AND l.granted_on BETWEEN :first AND :last
   AND (t.credit_id IN (SELECT id FROM provider) OR (t.reverses IS NOT NULL AND t.debit_id IN (SELECT id FROM provider)))
""")
GRANTED = text("""
SELECT (SELECT coalesce(sum(sp), 0) FROM grants WHERE community = :community AND granted_on BETWEEN :first AND :last)
     - (SELECT coalesce(sum(r.sp), 0) FROM grant_reversals r JOIN grants g USING (community, grant_id)
         WHERE community = :community AND g.granted_on BETWEEN :first AND :last) AS granted,
       (SELECT min(granted_on) FROM grants WHERE community = :community AND sp > 0) AS since
""")
PERCENTS = text("""
SELECT day, (SELECT mint_percent FROM reserve_states WHERE community = :community AND in_force_from <= day
              ORDER BY in_force_from DESC LIMIT 1) AS mint_percent
  FROM unnest(CAST(:days AS date[])) AS day
""")


def mint_percents(work: Work, days: Collection[date]) -> dict[date, int]:
    """How much of the spendable points earned on each of these days is minted, by what had been announced before."""
    if not days:
        return {}
    found = work.connection.execute(PERCENTS, {"community": work.community, "days": sorted(days)})
    return {row.day: FULL if row.mint_percent is None else row.mint_percent for row in found}


def band(work: Work) -> Band:
    """The band in force today; green while none was published. In the red a new catalogue item needs the council (rulebook §6)."""
    wanted = (
        select(states.c.band)
        .where(states.c.community == work.community, states.c.in_force_from <= civil_day(work.now))
        .order_by(states.c.in_force_from.desc())
        .limit(1)
    )
    return Band(work.connection.execute(wanted).scalar() or Band.GREEN)


def draw(work: Work, *, reference: str, provider_id: PartyId, amount: int) -> None:
    """Take fen out of the reserve for what was redeemed at a provider, under the id of its settlement; the same again changes nothing.

    The provider's own pledges first, then money. Refuses ReserveExhausted, DrawnOtherwise.
    """
    there = _lock_sources(work)
    before = _drawn(work, reference)
    if before:
        if sum(one.amount for one in before) != amount:
            raise refusals.DrawnOtherwise
        return
    wanted = rules.draw(
        list(there.values()), reference=reference, provider_id=provider_id, amount=amount, on=civil_day(work.now)
    )
    _move(work, wanted, there)


def give_back(work: Work, *, reference: str) -> int:
    """What a settlement had drawn returns to its sources, when the settlement is reversed; fen. The same again changes nothing."""
    there = _lock_sources(work)
    before = _drawn(work, reference)
    if any(one.given_back for one in before):
        return 0
    _move(work, [replace(one, given_back=True, amount=-one.amount) for one in before], there)
    return sum(one.amount for one in before)


def add_source(work: Work, source: Source) -> Source:
    """Keep a new source; the same again answers what is there. Refuses ReserveSourceIdTaken."""
    if rows.add(work, sources, source):
        return source
    known = rows.find(work, sources, Source, source.source_id)
    if known is None or not known.same_as(source):
        raise refusals.ReserveSourceIdTaken
    return known


def lock_source(work: Work, source_id: str) -> Source:
    """The source, locked. Refuses ReserveSourceNotFound."""
    source = rows.find(work, sources, Source, source_id, lock=True)
    if source is None:
        raise refusals.ReserveSourceNotFound
    return source


def save_source(work: Work, source: Source) -> Source:
    """Write a source that was locked."""
    return rows.save(work, sources, source)


def sources_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Source], str | None]:
    """Sources, the newest first, and where the next page begins."""
    return rows.page(work, sources, Source, after=after, limit=limit, newest_first=True)


def communities(work: Work) -> list[str]:
    """Everywhere that points are kept."""
    return list(work.connection.execute(COMMUNITIES).scalars())


def measure(work: Work, *, today: date) -> Measured:
    """What the books of the community say now."""
    window = {"community": work.community, "first": _months_before(today, 24), "last": _months_before(today, 6)}
    granted, since = work.connection.execute(GRANTED, window).one()
    return Measured(
        reserve=work.connection.execute(RESERVE, {"community": work.community, "today": today}).scalar_one(),
        outstanding=work.connection.execute(OUTSTANDING, {"community": work.community}).scalar_one(),
        granted=int(granted),
        redeemed=work.connection.execute(REDEEMED, window).scalar_one(),
        months_of_data=0 if since is None else _months_between(since, today),
    )


def publish(work: Work, state: ReserveState) -> bool:
    """Keep the state of a day, for ever; True if its band is another than the one before."""
    before = latest(work)
    given = rows.values_of(state)
    work.connection.execute(insert(states).values(community=work.community, **given))
    return state.band is not (Band.GREEN if before is None else before.band)


def latest(work: Work, *, until: date | None = None) -> ReserveState | None:
    """What was published last, or last up to a day."""
    wanted = select(states).where(states.c.community == work.community)
    if until is not None:
        wanted = wanted.where(states.c.published_on <= until)
    row = work.connection.execute(wanted.order_by(states.c.published_on.desc()).limit(1)).mappings().first()
    return None if row is None else rows.thing_of(ReserveState, row)


def states_page(work: Work, *, after: str | None, limit: int) -> tuple[list[ReserveState], str | None]:
    """What was published, the latest day first, and before which day the next page begins."""
    wanted = select(states).where(states.c.community == work.community)
    if after is not None:
        wanted = wanted.where(states.c.published_on < date.fromisoformat(after))
    found = work.connection.execute(wanted.order_by(states.c.published_on.desc()).limit(limit + 1)).mappings()
    shown = [rows.thing_of(ReserveState, row) for row in found]
    return shown[:limit], shown[limit - 1].published_on.isoformat() if len(shown) > limit else None


def _lock_sources(work: Work) -> dict[str, Source]:
    # All of them: they are few, and which of them pay is decided from what is left of each.
    wanted = (
        select(sources)
        .where(sources.c.community == work.community, sources.c.state.in_([ReserveSourceState.APPROVED.value, "ended"]))
        .order_by(sources.c.source_id)
        .with_for_update(key_share=True)
    )
    found = [rows.thing_of(Source, row) for row in work.connection.execute(wanted).mappings()]
    return {source.source_id: source for source in found}


def _drawn(work: Work, reference: str) -> list[Draw]:
    wanted = select(draws).where(draws.c.community == work.community, draws.c.reference == reference)
    return [rows.thing_of(Draw, row) for row in work.connection.execute(wanted).mappings()]


def _move(work: Work, drawn: list[Draw], there: dict[str, Source]) -> None:
    if not drawn:
        return
    values = [{"community": work.community, "drawn_at": work.now, **rows.values_of(one)} for one in drawn]
    work.connection.execute(insert(draws), values)
    rows.save_all(
        work,
        sources,
        [replace(there[one.source_id], left=there[one.source_id].left - one.amount) for one in drawn],
    )


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # The 31st of a month that has none is its first day's neighbour: the 28th is always there.
    return date(year, month + 1, min(day.day, 28))


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
