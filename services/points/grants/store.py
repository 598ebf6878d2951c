"""Every statement about grants, and their postings: any number of earnings in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.refused import NotYet
from ledger import Account, Transfer, lot_expiry
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts import store as accounts_store
from services.points.accounts.rules import CV, RULEBOOK, SP
from services.points.grants import rules
from services.points.grants.rules import Earning, Grant, Headroom
from services.points.grants.tables import grants
from services.points.parties import store as party_store
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store

Month = tuple[PartyId, str]


def credit(work: Work, earnings: Sequence[Earning]) -> list[Grant]:
    """Grant what each earning is worth, by the card of its month; a source that was paid for before grants nothing again.

    Refuses NotYet if somebody is not registered (yet).
    """
    # The spendable points are locked first: all else about a party (month's minutes, cap, sources) is decided under this lock.
    earning_parties = {earning.party_id for earning in earnings}
    locked = accounts_store.lock_sp(work, earning_parties)
    if earning_parties - locked.keys():
        raise NotYet
    paid = _paid(work, [earning.source_id for earning in earnings])
    fresh = {earning.source_id: earning for earning in earnings if earning.source_id not in paid}
    made = _decide(work, list(fresh.values()), locked)
    rows.add_all(work, grants, made)
    _post(work, made)
    return made


def headroom(work: Work, earning: Earning) -> Headroom:
    """What would limit this earning's spendable points now; nothing is locked."""
    return headrooms(work, [earning])[0]


def headrooms(work: Work, earnings: Sequence[Earning]) -> list[Headroom]:
    """What would limit each earning's spendable points now if it came alone; nothing is locked."""
    if not earnings:
        return []
    parties = {earning.party_id for earning in earnings}
    published = card_store.published(work)
    used = _sp_minutes(work, parties)
    room = _rooms(work, accounts_store.find_sp(work, sorted(parties)))
    found = []
    for earning in earnings:
        card = cards.in_force(published, on=earning.performed_on)
        minutes = card.sp_hours_per_month * 60 - used.get((earning.party_id, earning.month), 0)
        found.append(Headroom(minutes=minutes, points=room[earning.party_id]))
    return found


def minutes_of(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, int]:
    """The raw minutes of each person's volunteer record: everything that was settled; who has none is left out."""
    theirs = (grants.c.community == work.community, grants.c.party_id.in_(sorted(party_ids)))
    found = select(grants.c.party_id, func.sum(grants.c.minutes)).where(*theirs).group_by(grants.c.party_id)
    return {party_id: int(minutes) for party_id, minutes in work.connection.execute(found)}


def _decide(work: Work, earnings: Sequence[Earning], locked: dict[PartyId, Account]) -> list[Grant]:
    published = card_store.published(work)
    used = _sp_minutes(work, {earning.party_id for earning in earnings if earning.minutes})
    room = _rooms(work, locked)
    made = []
    for earning in earnings:
        month = (earning.party_id, earning.month)
        card = cards.in_force(published, on=earning.performed_on)
        left = Headroom(minutes=card.sp_hours_per_month * 60 - used.get(month, 0), points=room[earning.party_id])
        worth, sp_minutes = rules.decide(earning, card=card, headroom=left)
        used[month] = used.get(month, 0) + sp_minutes
        room[earning.party_id] -= worth.sp
        made.append(_grant(work, earning, worth, sp_minutes=sp_minutes, rate_card=card.number))
    return made


def _post(work: Work, made: Sequence[Grant]) -> None:
    accounts_store.open_mints(work, {grant.contribution_type for grant in made})
    transfers = [
        transfer
        for grant in made
        for transfer in (_transfer(grant, CV, grant.cv), _transfer(grant, SP, grant.sp))
        if transfer.amount
    ]
    if transfers:
        ledger.post(work, transfers)


def _transfer(grant: Grant, unit: str, amount: int) -> Transfer:
    return Transfer(
        id=f"{grant.grant_id}:{unit.lower()}",
        debit=accounts.mint_of(grant.contribution_type, grant.party_id),
        credit=accounts.cv_of(grant.party_id) if unit == CV else accounts.sp_of(grant.party_id),
        unit=unit,
        amount=amount,
        kind=f"grant-{grant.contribution_type.value}",
        reference=grant.source_id,
        rulebook=f"{RULEBOOK}/card-{grant.rate_card}",
        effective_on=grant.granted_on,
        expires_on=lot_expiry(grant.granted_on) if unit == SP else None,
    )


def _grant(work: Work, earning: Earning, worth: cards.Worth, *, sp_minutes: int, rate_card: int) -> Grant:
    return Grant(
        grant_id=new_id("grt"),
        source_id=earning.source_id,
        party_id=earning.party_id,
        contribution_type=earning.contribution_type,
        performed_on=earning.performed_on,
        minutes=earning.minutes,
        fen=earning.fen,
        rate_card=rate_card,
        cv=worth.cv,
        sp=worth.sp,
        sp_minutes=sp_minutes,
        activity_id=earning.activity_id,
        level=earning.level,
        granted_on=civil_day(work.now),
        granted_at=work.now,
    )


def _paid(work: Work, source_ids: Sequence[str]) -> set[str]:
    found = select(grants.c.source_id).where(grants.c.community == work.community, grants.c.source_id.in_(source_ids))
    return set(work.connection.execute(found).scalars())


def _sp_minutes(work: Work, party_ids: Collection[PartyId]) -> dict[Month, int]:
    if not party_ids:
        return {}
    month = func.to_char(grants.c.performed_on, "YYYY-MM")
    found = (
        select(grants.c.party_id, month, func.sum(grants.c.sp_minutes))
        .where(grants.c.community == work.community, grants.c.party_id.in_(party_ids))
        .group_by(grants.c.party_id, month)
    )
    return {(party_id, name): int(minutes) for party_id, name, minutes in work.connection.execute(found)}


def _rooms(work: Work, held: Mapping[PartyId, Account]) -> dict[PartyId, int]:
    known = party_store.find_parties(work, held)
    return {
        party_id: accounts.sp_room(known[party_id].kind, balance=account.balance) for party_id, account in held.items()
    }
