"""Keeps gifts: one by one where people act, many at once where a statement arrives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ARRAY, Row, Text, any_, bindparam, func, select, text

from chassis import bulk
from chassis.database import Work
from contracts.donations.kinds import (
    GiftChoice,
    GiftOrigin,
    GiftState,
    Lane,
    PaymentChannel,
    ReceiptState,
    Visibility,
)
from services.donations.gifts.refusals import GiftNotFound
from services.donations.gifts.rules import Confirmed, Gift
from services.donations.gifts.tables import gifts

EXPIRED_AT_ONCE_MAX = 500

SAVE = text("""
UPDATE gifts AS g
   SET state = s.state, receipt = s.receipt, received = s.received, confirmed_on = s.confirmed_on,
       paid_on = s.paid_on, visibility = s.visibility, alias = s.alias, version = g.version + 1
  FROM unnest(CAST(:gift_id AS text[]), CAST(:state AS text[]), CAST(:receipt AS text[]), CAST(:received AS bigint[]),
              CAST(:confirmed_on AS date[]), CAST(:paid_on AS date[]), CAST(:visibility AS text[]), CAST(:alias AS text[]))
    AS s(gift_id, state, receipt, received, confirmed_on, paid_on, visibility, alias)
 WHERE g.community = :community AND g.gift_id = s.gift_id
""")
SAVED = ("gift_id", "state", "receipt", "received", "confirmed_on", "paid_on", "visibility", "alias")

# Built once: building costs more than running it.
FIND = select(gifts).where(
    gifts.c.community == bindparam("community", type_=Text),
    gifts.c.gift_id == any_(bindparam("gift_ids", type_=ARRAY(Text))),
)

# SKIP LOCKED: a gift that somebody works on at this moment (its payment arrives) is left for the next look.
EXPIRE = text("""
UPDATE gifts AS g
   SET state = 'expired', version = g.version + 1
  FROM (SELECT community, gift_id FROM gifts WHERE state = 'awaiting' AND expires_at < :now
         ORDER BY community, gift_id LIMIT :limit FOR UPDATE SKIP LOCKED) AS due
 WHERE g.community = due.community AND g.gift_id = due.gift_id
RETURNING g.community, g.gift_id
""")


# In the order of their ids, like whoever else locks gifts.
FORGET = text("""
WITH theirs AS (
  SELECT g.community, g.gift_id FROM gifts g
    JOIN unnest(CAST(:communities AS text[]), CAST(:party_ids AS text[])) AS x(community, party_id)
      ON g.community = x.community AND g.donor_id = x.party_id
   WHERE g.visibility <> 'anonymous' OR g.alias IS NOT NULL
   ORDER BY g.community, g.gift_id FOR UPDATE OF g
)
UPDATE gifts AS g SET visibility = 'anonymous', alias = NULL, version = g.version + 1
  FROM theirs WHERE g.community = theirs.community AND g.gift_id = theirs.gift_id
""")
# Whoever repeats such a request is answered anew: each is known by what it names, so none happens twice.
FORGET_ANSWERS = text("""
DELETE FROM requests AS r
 USING unnest(CAST(:communities AS text[]), CAST(:party_ids AS text[])) AS x(community, party_id)
 WHERE r.community = x.community AND r.method = ANY(:methods)
   AND (r.principal = x.party_id OR strpos(r.answer, x.party_id) > 0)
""")
TOLD_IN = ("record_gift", "change_visibility", "request_receipt", "waive_receipt")
"""The commands whose stored answers show a donor's name."""


def add_gifts(work: Work, added: Sequence[Gift]) -> set[str]:
    """Keep new gifts; the ids of those that were new."""
    rows = [{"community": work.community, **vars(gift)} for gift in added]
    return {row.gift_id for row in bulk.add_new(work.connection, gifts, rows)}


def require_gift(work: Work, gift_id: str) -> Gift:
    """The gift. Raises GiftNotFound."""
    return _one(work, select(gifts).where(gifts.c.community == work.community, gifts.c.gift_id == gift_id))


def find_gifts(work: Work, gift_ids: Collection[str]) -> dict[str, Gift]:
    """The gifts by id; unknown ones are left out."""
    if not gift_ids:
        return {}
    found = work.connection.execute(FIND, {"community": work.community, "gift_ids": sorted(set(gift_ids))})
    return {row.gift_id: _gift(row) for row in found}


def lock_gift(work: Work, gift_id: str) -> Gift:
    """The gift, locked until the transaction ends. Raises GiftNotFound."""
    where = (gifts.c.community == work.community, gifts.c.gift_id == gift_id)
    return _one(work, select(gifts).where(*where).with_for_update())


def lock_gifts(work: Work, gift_ids: Sequence[str]) -> dict[str, Gift]:
    """The gifts by id, locked in the order of their ids, so that two imports wait for each other instead of dying."""
    where = (gifts.c.community == work.community, gifts.c.gift_id.in_(sorted(set(gift_ids))))
    rows = work.connection.execute(select(gifts).where(*where).order_by(gifts.c.gift_id).with_for_update())
    return {row.gift_id: _gift(row) for row in rows}


def lock_by_reference(work: Work, fund_code: str, references: Sequence[str]) -> dict[str, Gift]:
    """The fund's gifts by payment reference, locked in the order of their ids."""
    where = (
        gifts.c.community == work.community,
        gifts.c.payment_reference.in_(sorted(set(references))),
        gifts.c.fund_code == fund_code,
    )
    rows = work.connection.execute(select(gifts).where(*where).order_by(gifts.c.gift_id).with_for_update())
    return {row.payment_reference: _gift(row) for row in rows}


def save_gifts(work: Work, changed: Sequence[Gift]) -> list[Gift]:
    """Save locked gifts, each with its next version."""
    if changed:
        columns = {name: [getattr(gift, name) for gift in changed] for name in SAVED}
        work.connection.execute(SAVE, {"community": work.community, **columns})
    return [replace(gift, version=gift.version + 1) for gift in changed]


def save_gift(work: Work, gift: Gift) -> Gift:
    """Save a locked gift with its next version."""
    return save_gifts(work, [gift])[0]


def forget_donors(work: Work, donors: Sequence[tuple[str, str]]) -> None:
    """Show the gifts of these (community, donor id) under no name, and keep no alias and no stored answer with one."""
    names = {"communities": [community for community, _ in donors], "party_ids": [party_id for _, party_id in donors]}
    work.connection.execute(FORGET, names)
    work.connection.execute(FORGET_ANSWERS, {**names, "methods": list(TOLD_IN)})


def expire_gifts(work: Work) -> list[tuple[str, str]]:
    """Expire what was not paid in time, in any community; (community, gift id) of each."""
    rows = work.connection.execute(EXPIRE, {"now": work.now, "limit": EXPIRED_AT_ONCE_MAX})
    return [(row.community, row.gift_id) for row in rows]


def page(
    work: Work, *, donor_ids: Sequence[str] | None, fund_code: str | None, after: str | None, limit: int
) -> list[Gift]:
    """Gifts, newest first; `donor_ids` None: of anybody."""
    query = select(gifts).where(gifts.c.community == work.community)
    if donor_ids is not None:
        query = query.where(gifts.c.donor_id.in_(sorted(donor_ids)))
    if fund_code is not None:
        query = query.where(gifts.c.fund_code == fund_code)
    if after is not None:
        query = query.where(gifts.c.gift_id < after)
    return [_gift(row) for row in work.connection.execute(query.order_by(gifts.c.gift_id.desc()).limit(limit))]


def confirmed_page(work: Work, fund_code: str, *, after: str | None, limit: int) -> list[Gift]:
    """The fund's confirmed gifts, newest first."""
    query = select(gifts).where(
        gifts.c.community == work.community,
        gifts.c.fund_code == fund_code,
        gifts.c.state == GiftState.CONFIRMED,
    )
    if after is not None:
        query = query.where(gifts.c.gift_id < after)
    return [_gift(row) for row in work.connection.execute(query.order_by(gifts.c.gift_id.desc()).limit(limit))]


def confirmed_by_purpose(work: Work, fund_code: str) -> Mapping[str | None, Confirmed]:
    """What was confirmed for each project, and for the unrestricted part (None)."""
    rows = work.connection.execute(
        select(gifts.c.project_code, func.count().label("number"), func.sum(gifts.c.received).label("amount"))
        .where(
            gifts.c.community == work.community,
            gifts.c.fund_code == fund_code,
            gifts.c.state == GiftState.CONFIRMED,
        )
        .group_by(gifts.c.project_code)
    )
    return {row.project_code: Confirmed(row.number, int(row.amount)) for row in rows}


def given_by(work: Work, donor_ids: Collection[str]) -> dict[str, tuple[Confirmed, int]]:
    """What each donor's confirmed gifts are, and how many still wait for their money; who gave nothing is left out."""
    confirmed = gifts.c.state == GiftState.CONFIRMED
    found = work.connection.execute(
        select(
            gifts.c.donor_id,
            func.count().filter(confirmed),
            func.coalesce(func.sum(gifts.c.received), 0),
            func.count().filter(gifts.c.state == GiftState.AWAITING),
        )
        .where(gifts.c.community == work.community, gifts.c.donor_id.in_(sorted(donor_ids)))
        .group_by(gifts.c.donor_id)
    )
    return {donor_id: (Confirmed(number, int(amount)), awaiting) for donor_id, number, amount, awaiting in found}


def _one(work: Work, query: Any) -> Gift:
    row = work.connection.execute(query).first()
    if row is None:
        raise GiftNotFound
    return _gift(row)


def _gift(row: Row[Any]) -> Gift:
    values = row._asdict()
    del values["community"]
    enums = {
        "lane": Lane(row.lane),
        "choice": GiftChoice(row.choice),
        "visibility": Visibility(row.visibility),
        "channel": PaymentChannel(row.channel),
        "state": GiftState(row.state),
        "receipt": ReceiptState(row.receipt),
        "origin": GiftOrigin(row.origin),
    }
    return Gift(**{**values, **enums})
