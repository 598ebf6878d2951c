"""Every statement about grants, and their postings: any number of earnings in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, text

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.answers import RateCard
from contracts.refused import NotYet
from ledger import Account, Transfer, lot_expiry
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts import store as accounts_store
from services.points.accounts.rules import CV, SP
from services.points.clawbacks import store as clawback_store
from services.points.grants import rules
from services.points.grants.leftovers import left_over
from services.points.grants.rules import Earning, Grant, Headroom, Taken, Weighed
from services.points.grants.tables import grants, taken_back
from services.points.parties import store as party_store
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store
from services.points.reserve import store as reserve_store

Month = tuple[PartyId, str]

LOTS_OPENED = text(
    "SELECT lot_id FROM ledger_lot_slices WHERE community = :community AND transfer_id = :transfer AND amount > 0"
)
# What was settled less what was taken back.
SETTLED = """
SELECT {columns} FROM grants WHERE community = :community AND party_id = ANY(:parties)
 UNION ALL
SELECT {taken} FROM grant_reversals WHERE community = :community AND party_id = ANY(:parties)
"""
MINUTES = text(
    "SELECT party_id, sum(minutes) AS minutes FROM ("  # noqa: S608 - constants of this file
    + SETTLED.format(columns="party_id, minutes", taken="party_id, -minutes")
    + ") AS settled GROUP BY party_id"
)
SP_MINUTES = text(
    "SELECT party_id, month, sum(minutes) AS minutes FROM ("  # noqa: S608 - constants of this file
    + SETTLED.format(
        columns="party_id, to_char(performed_on, 'YYYY-MM') AS month, sp_minutes AS minutes",
        taken="party_id, to_char(performed_on, 'YYYY-MM'), -sp_minutes",
    )
    + ") AS settled GROUP BY party_id, month"
)


def credit(work: Work, earnings: Sequence[Earning]) -> list[Grant]:
    """Grant what each earning is worth, by the card of its month; a source that was paid for before grants nothing again.

    Who was erased earns nothing new: the source is settled with nothing, so that nobody waits for it.

    Refuses NotYet if somebody is not registered (yet).
    """
    # The spendable points are locked first: all else about a party (month's minutes, cap, sources) is decided under this lock.
    earning_parties = {earning.party_id for earning in earnings}
    locked = accounts_store.lock_earners(work, earning_parties)
    if earning_parties - locked.keys():
        raise NotYet
    paid = _paid(work, [earning.source_id for earning in earnings])
    fresh = {earning.source_id: earning for earning in earnings if earning.source_id not in paid}
    published = card_store.published(work)
    made = _decide(work, list(fresh.values()), locked, published)
    rows.add_all(work, grants, made)
    _post(work, made, published)
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
    balances = {party_id: one.balance for party_id, one in accounts_store.find_sp(work, sorted(parties)).items()}
    known = party_store.find_parties(work, parties)
    outside = _outside(work, earnings)
    found = []
    for earning in earnings:
        card = cards.in_force(published, on=earning.performed_on)
        left = Headroom(
            minutes=card.sp_hours_per_month * 60 - used.get((earning.party_id, earning.month), 0),
            points=cards.rulebook_of(card).sp_room(known[earning.party_id].kind, balance=balances[earning.party_id]),
            percent=outside.percents[earning.performed_on],
            suspended=outside.suspends(earning),
        )
        found.append(left)
    return found


def transfer_id(grant_id: str, unit: str) -> str:
    """The posting of a grant in one unit."""
    return f"{grant_id}:{unit.lower()}"


def find_by_source(work: Work, source_ids: Collection[str]) -> dict[str, Grant]:
    """What was granted for these sources, by the id that was asked for: the source's own, or the one by which another service told of it.

    Nothing is locked, because a grant never changes.
    """
    asked = sorted(source_ids)
    named = or_(grants.c.source_id.in_(asked), grants.c.told_as.in_(asked))
    wanted = select(grants).where(grants.c.community == work.community, named)
    found = [rows.thing_of(Grant, row) for row in work.connection.execute(wanted).mappings()]
    by_id = {one: grant for grant in found for one in (grant.told_as, grant.source_id) if one is not None}
    return {one: by_id[one] for one in asked if one in by_id}


def taken_of(work: Work, grant_ids: Collection[str]) -> list[Taken]:
    """What was taken back of these grants, in the order in which it was; exact while the parties' accounts are locked."""
    wanted = (
        select(taken_back)
        .where(taken_back.c.community == work.community, taken_back.c.grant_id.in_(sorted(grant_ids)))
        .order_by(taken_back.c.reversal_id)
    )
    return [rows.thing_of(Taken, row) for row in work.connection.execute(wanted).mappings()]


def find_taken(work: Work, reversal_id: str) -> Taken | None:
    """One reversal, if there is one with this id."""
    return rows.find(work, taken_back, Taken, reversal_id)


def add_taken(work: Work, taken: Sequence[Taken]) -> None:
    """Keep what was taken back."""
    rows.add_all(work, taken_back, taken)


def minutes_of(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, int]:
    """The raw minutes of each person's volunteer record: all that was settled and not taken back; who has none is left out."""
    names = {"community": work.community, "parties": sorted(party_ids)}
    return {party_id: int(minutes) for party_id, minutes in work.connection.execute(MINUTES, names)}


def _decide(
    work: Work,
    earnings: Sequence[Earning],
    locked: dict[PartyId, tuple[Account, int]],
    published: Sequence[RateCard],
) -> list[Grant]:
    used = _sp_minutes(work, {earning.party_id for earning in earnings if earning.minutes})
    balances = {party_id: account.balance for party_id, (account, _) in locked.items()}
    known = party_store.find_parties(work, locked)
    debt = {party_id: owed for party_id, (_, owed) in locked.items()}
    erased = party_store.erased(work, locked)
    outside = _outside(work, earnings)
    kept = left_over(work, earnings, published)
    made = []
    for earning in earnings:
        party_id, month = earning.party_id, (earning.party_id, earning.month)
        card = cards.in_force(published, on=earning.performed_on)
        left = Headroom(
            minutes=card.sp_hours_per_month * 60 - used.get(month, 0),
            points=cards.rulebook_of(card).sp_room(known[party_id].kind, balance=balances[party_id]),
            percent=outside.percents[earning.performed_on],
            suspended=party_id in erased or outside.suspends(earning),
            debt=debt[party_id],
            left_over=kept[party_id] if earning.contribution_type is rules.CARRIED else 0,
        )
        weighed = rules.weigh(earning, card=card, headroom=left)
        if earning.contribution_type is rules.CARRIED:
            kept[party_id] += cards.kept(
                card, rules.CARRIED, fen=earning.fen, cv=weighed.worth.cv + weighed.withheld.cv
            )
        used[month] = used.get(month, 0) + weighed.sp_minutes
        balances[party_id] += weighed.worth.sp - weighed.sp_repaid
        debt[party_id] -= weighed.sp_repaid
        made.append(_grant(work, earning, weighed, rate_card=card.number))
    return made


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What limits earning besides the party's own month and cap: the reserve's percent by day, and who is suspended from when to when."""

    percents: Mapping[date, int]
    suspended: Mapping[PartyId, Sequence[tuple[date, date]]]

    def suspends(self, earning: Earning) -> bool:
        """Was it performed while earning was suspended?"""
        return any(first <= earning.performed_on <= last for first, last in self.suspended.get(earning.party_id, ()))


def _outside(work: Work, earnings: Sequence[Earning]) -> Outside:
    return Outside(
        percents=reserve_store.mint_percents(work, {earning.performed_on for earning in earnings}),
        suspended=clawback_store.suspended(work, {earning.party_id for earning in earnings}) if earnings else {},
    )


def _post(work: Work, made: Sequence[Grant], published: Sequence[RateCard]) -> None:
    accounts_store.open_mints(work, {grant.contribution_type for grant in made})
    months = {card.number: cards.rulebook_of(card).lot_months for card in (cards.FIRST_CARD, *published)}
    transfers = [
        transfer
        for grant in made
        for transfer in (_transfer(grant, CV, grant.cv), _transfer(grant, SP, grant.sp, months=months[grant.rate_card]))
        if transfer.amount
    ]
    if transfers:
        ledger.post(work, transfers)
    for grant in made:
        if grant.sp_repaid:
            _repay(work, grant)


def _repay(work: Work, grant: Grant) -> None:
    """Half of what was just earned, out of no other lot than its own: older points are not touched (rulebook §5)."""
    own = work.connection.execute(
        LOTS_OPENED, {"community": work.community, "transfer": transfer_id(grant.grant_id, SP)}
    )
    repaid = Transfer(
        id=f"{grant.grant_id}:repaid",
        debit=accounts.sp_of(grant.party_id),
        credit=accounts.clawback_of(grant.party_id),
        unit=SP,
        amount=grant.sp_repaid,
        kind="clawback-repaid",
        reference=grant.source_id,
        rulebook=accounts.edition(grant.rate_card),
    )
    ledger.post_out_of(work, repaid, list(own.scalars()))


def _transfer(grant: Grant, unit: str, amount: int, *, months: int | None = None) -> Transfer:
    return Transfer(
        id=transfer_id(grant.grant_id, unit),
        debit=accounts.mint_of(grant.contribution_type, grant.party_id),
        credit=accounts.cv_of(grant.party_id) if unit == CV else accounts.sp_of(grant.party_id),
        unit=unit,
        amount=amount,
        kind=accounts.grant_kind(grant.contribution_type),
        reference=grant.source_id,
        rulebook=accounts.edition(grant.rate_card),
        effective_on=grant.granted_on,
        expires_on=None if months is None else lot_expiry(grant.granted_on, months=months),
    )


def _grant(work: Work, earning: Earning, weighed: Weighed, *, rate_card: int) -> Grant:
    return Grant(
        grant_id=new_id("grt"),
        source_id=earning.source_id,
        party_id=earning.party_id,
        contribution_type=earning.contribution_type,
        performed_on=earning.performed_on,
        minutes=earning.minutes,
        fen=earning.fen,
        rate_card=rate_card,
        cv=weighed.worth.cv,
        sp=weighed.worth.sp,
        sp_minutes=weighed.sp_minutes,
        activity_id=earning.activity_id,
        level=earning.level,
        granted_on=civil_day(work.now),
        granted_at=work.now,
        sp_rated=weighed.sp_rated,
        reserve_percent=weighed.reserve_percent,
        sp_over_cap=weighed.sp_over_cap,
        cv_withheld=weighed.withheld.cv,
        sp_withheld=weighed.withheld.sp,
        sp_repaid=weighed.sp_repaid,
        grams=earning.grams,
        told_as=earning.told_as,
    )


def _paid(work: Work, source_ids: Sequence[str]) -> set[str]:
    found = select(grants.c.source_id).where(grants.c.community == work.community, grants.c.source_id.in_(source_ids))
    return set(work.connection.execute(found).scalars())


def _sp_minutes(work: Work, party_ids: Collection[PartyId]) -> dict[Month, int]:
    if not party_ids:
        return {}
    names = {"community": work.community, "parties": sorted(party_ids)}
    return {(party_id, name): int(minutes) for party_id, name, minutes in work.connection.execute(SP_MINUTES, names)}
