"""Every statement about points that lapse; a month's end of ten thousand lots takes a few of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, text

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.kinds import NoticeChannel
from ledger import NewAccount, Posted
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts.rules import SP
from services.points.lapses.rules import Brought, Choice, Notice
from services.points.lapses.tables import brought, choices, notices
from services.points.rate_cards import store as card_store

LAPSING = text("""
SELECT DISTINCT community FROM ledger_lots WHERE expires_on < :today AND remaining > held ORDER BY community LIMIT 50
""")

ENDING = text("""
SELECT DISTINCT community FROM ledger_lots WHERE expires_on > :after AND expires_on <= :until AND remaining > held ORDER BY community
""")

# What is held does not lapse while it is, so it is not in the sum. Only spendable points are kept in lots, and only parties have them.
DUE = text("""
SELECT a.code, l.expires_on, sum(l.remaining - l.held)::bigint AS sp, coalesce(c.channel, 'account') AS channel
  FROM ledger_lots l
  JOIN ledger_accounts a ON a.community = l.community AND a.id = l.account_id
  LEFT JOIN lapse_choices c ON c.community = a.community AND c.party_id = split_part(a.code, ':', 2)
 WHERE l.community = :community AND l.expires_on = ANY(:days) AND l.remaining > l.held
 GROUP BY a.code, l.expires_on, c.channel
 ORDER BY a.code, l.expires_on
""")

KEEP = text("""
INSERT INTO lapse_notices (community, notice_id, party_id, noticed_on, expires_on, days_before, sp, channel)
SELECT :community, * FROM unnest(CAST(:notice_id AS text[]), CAST(:party_id AS text[]), CAST(:noticed_on AS date[]),
                                 CAST(:expires_on AS date[]), CAST(:days_before AS smallint[]), CAST(:sp AS bigint[]),
                                 CAST(:channel AS text[]))
    ON CONFLICT DO NOTHING
RETURNING notice_id
""")

# Only of those whose points lapse now, however many have chosen.
TO_NOTHING = text("""
SELECT DISTINCT c.party_id
  FROM ledger_lots l
  JOIN ledger_accounts a ON a.community = l.community AND a.id = l.account_id
  JOIN lapse_choices c ON c.community = a.community AND c.party_id = split_part(a.code, ':', 2)
 WHERE l.community = :community AND l.expires_on < :today AND l.remaining > l.held AND c.goes_to = 'nothing'
""")


def choice_of(work: Work, party_id: PartyId) -> Choice:
    """What the party has chosen, or the default."""
    return rows.find(work, choices, Choice, party_id) or Choice(party_id=party_id)


def hold_choice(work: Work, party_id: PartyId) -> Choice:
    """What the party has chosen, or the default, locked: the same party chooses one thing after the other."""
    rows.add(work, choices, Choice(party_id=party_id))
    return rows.find(work, choices, Choice, party_id, lock=True) or Choice(party_id=party_id)


def save_choice(work: Work, choice: Choice) -> Choice:
    """Keep a choice that was locked."""
    return rows.save(work, choices, choice)


def lapsing(work: Work, *, today: date) -> list[str]:
    """Communities with lots whose last day is over."""
    return list(work.connection.execute(LAPSING, {"today": today}).scalars())


def ending(work: Work, *, after: date, until: date) -> list[str]:
    """Communities with lots whose last day is after that one, up to and with the other."""
    return list(work.connection.execute(ENDING, {"after": after, "until": until}).scalars())


def lapse(work: Work, *, today: date, limit: int) -> list[Posted]:
    """Move what lapsed before today where its owners want it, at most so many lots."""
    ledger.open_accounts(work, [NewAccount(code=code, unit=SP) for code in (accounts.POOL, accounts.EXPIRED)])
    chosen = work.connection.execute(TO_NOTHING, {"community": work.community, "today": today}).scalars()
    elsewhere = {accounts.sp_of(party_id): accounts.EXPIRED for party_id in chosen}
    return ledger.expire_lots(
        work, today, unit=SP, to=accounts.POOL, elsewhere=elsewhere, rulebook=card_store.edition_now(work), limit=limit
    )


def notice(work: Work, *, today: date, days: dict[date, int]) -> list[Notice]:
    """Keep a notice for each party and last day about which nothing was said at this distance; answers the new ones."""
    found = work.connection.execute(DUE, {"community": work.community, "days": list(days)}).all()
    new = [
        Notice(
            notice_id=new_id("lpn"),
            party_id=accounts.party_of(row.code),
            noticed_on=today,
            expires_on=row.expires_on,
            days_before=days[row.expires_on],
            sp=row.sp,
            channel=NoticeChannel(row.channel),
        )
        for row in found
    ]
    if not new:
        return []
    columns = ("notice_id", "party_id", "noticed_on", "expires_on", "days_before", "sp")
    names = {name: [getattr(one, name) for one in new] for name in columns}
    names["channel"] = [one.channel.value for one in new]
    kept = set(work.connection.execute(KEEP, {"community": work.community, **names}).scalars())
    return [one for one in new if one.notice_id in kept]


def page(work: Work, party_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Notice], str | None]:
    """A party's notices, newest first."""
    mine = notices.c.party_id == party_id
    return rows.page(work, notices, Notice, mine, after=after, limit=limit, newest_first=True)


def paper_page(
    work: Work, day: date | None, *, open_only: bool, after: str | None, limit: int
) -> tuple[list[Notice], str | None]:
    """The notices that go on paper, in the order of ids: of one day, or of all; open: not brought yet, and not lapsed yet."""
    these: list[ColumnElement[bool]] = [notices.c.channel == NoticeChannel.PAPER.value]
    if day is not None:
        these.append(notices.c.noticed_on == day)
    if open_only:
        of_this = (brought.c.community == notices.c.community, brought.c.notice_id == notices.c.notice_id)
        these += [notices.c.expires_on >= civil_day(work.now), ~exists().where(*of_this)]
    return rows.page(work, notices, Notice, *these, after=after, limit=limit)


def find_notices(work: Work, notice_ids: Collection[str]) -> dict[str, Notice]:
    """Those of the notices that there are, by id."""
    return rows.find_all(work, notices, Notice, notice_ids)


def bring(work: Work, wanted: Sequence[Brought]) -> dict[str, Brought]:
    """Keep that these were brought; answers what is kept, by notice: where somebody has said so before, that."""
    rows.add_missing(work, brought, wanted)
    return brought_of(work, [one.notice_id for one in wanted])


def brought_of(work: Work, notice_ids: Collection[str]) -> dict[str, Brought]:
    """Which of these notices were brought, by whom and when."""
    return rows.find_all(work, brought, Brought, notice_ids)
