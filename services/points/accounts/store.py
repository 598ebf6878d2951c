"""The ledger side of points: the accounts of parties, what is on them, and what is moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import text

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.answers import PointsLot
from contracts.points.kinds import ContributionType
from ledger import Account, NewAccount, NewHold, Ref
from ledger.refusals import BelowFloor
from services.points.accounts import rules
from services.points.accounts.refusals import NotEnoughPoints
from services.points.accounts.rules import CV, SP, Purpose

# A hold is ended by what it was made for: a redemption that lapses, a batch that is answered. The ledger's own limit is only the last guard.
HOLD_GUARD = timedelta(days=3650)
LOTS_SHOWN = 100

LOTS = text("""
SELECT l.account_id, l.granted_on, l.expires_on, l.remaining
  FROM unnest(CAST(:accounts AS bigint[])) AS wanted(account_id)
 CROSS JOIN LATERAL (SELECT account_id, granted_on, expires_on, remaining, id
                       FROM ledger_lots
                      WHERE community = :community AND account_id = wanted.account_id AND remaining > 0
                      ORDER BY expires_on, id LIMIT :shown) AS l
 ORDER BY l.expires_on, l.id
""")
STEMMING = text("""
SELECT l.id, l.remaining - l.held AS free
  FROM ledger_accounts a
  JOIN ledger_lots l ON l.community = a.community AND l.account_id = a.id
  JOIN ledger_transfers t ON t.community = l.community AND t.id = l.granted_by
 WHERE a.community = :community AND a.code = :code AND a.unit = 'SP' AND l.remaining > l.held AND l.expires_on >= :today
   AND (t.kind = ANY(:kinds)) = :of_these
""")
LAPSING = text("""
SELECT coalesce(sum(l.remaining - l.held), 0)::bigint
  FROM ledger_accounts a
  JOIN ledger_lots l ON l.community = a.community AND l.account_id = a.id
 WHERE a.community = :community AND a.code = :code AND a.unit = 'SP' AND l.remaining > l.held
   AND l.expires_on BETWEEN :today AND :until
""")


def open_for(work: Work, parties: Iterable[PartyId]) -> None:
    """Open both accounts of each party: value, and spendable points in lots. Earning is capped (rulebook §4), the account is not."""
    wanted: list[NewAccount] = []
    for party_id in parties:
        wanted.append(NewAccount(code=rules.cv_of(party_id), unit=CV))
        wanted.append(NewAccount(code=rules.sp_of(party_id), unit=SP, lots=True))
    ledger.open_accounts(work, wanted)


def open_mints(work: Work, types: Iterable[ContributionType]) -> None:
    """Open what the points for these types come from, all lanes of a type at its first use."""
    firsts = {Ref(rules.mint_lanes(each)[0], unit): each for each in types for unit in (CV, SP)}
    missing = firsts.keys() - ledger.find_accounts(work, list(firsts)).keys()
    wanted = [
        NewAccount(code=code, unit=ref.unit, floor=None) for ref in missing for code in rules.mint_lanes(firsts[ref])
    ]
    if wanted:
        ledger.open_accounts(work, wanted)


def lock_sp(work: Work, parties: Iterable[PartyId]) -> dict[PartyId, Account]:
    """The spendable points of these parties, locked before anything is decided about them; strangers are left out."""
    wanted = _sp_refs(parties)
    return {wanted[ref]: account for ref, account in ledger.lock_accounts(work, wanted).items()}


def lock_earners(work: Work, parties: Iterable[PartyId]) -> dict[PartyId, tuple[Account, int]]:
    """As `lock_sp`, and beside each account what the party still has to repay, in centi-points."""
    wanted = _sp_refs(parties)
    debts = {Ref(rules.clawback_of(party_id), SP): party_id for party_id in wanted.values()}
    found = ledger.lock_accounts(work, [*wanted, *debts])
    owed = {debts[ref]: -account.balance for ref, account in found.items() if ref in debts}
    return {wanted[ref]: (account, owed.get(wanted[ref], 0)) for ref, account in found.items() if ref in wanted}


def debts(work: Work, parties: Iterable[PartyId]) -> dict[PartyId, int]:
    """What these parties still have to repay; who has nothing to repay is left out. Nothing is locked."""
    wanted = {Ref(rules.clawback_of(party_id), SP): party_id for party_id in parties}
    found = ledger.find_accounts(work, list(wanted))
    return {wanted[ref]: -account.balance for ref, account in found.items() if account.balance}


def open_clawbacks(work: Work, parties: Iterable[PartyId]) -> None:
    """Open where a shortage of these parties is kept. It goes below zero without end."""
    wanted = [NewAccount(code=rules.clawback_of(party_id), unit=SP, floor=None) for party_id in parties]
    if wanted:
        ledger.open_accounts(work, wanted)


def find_sp(work: Work, parties: Iterable[PartyId]) -> dict[PartyId, Account]:
    """The spendable points of these parties as they stand; nothing is locked."""
    wanted = _sp_refs(parties)
    return {wanted[ref]: account for ref, account in ledger.find_accounts(work, list(wanted)).items()}


def available_sp(work: Work, party_id: PartyId) -> int:
    """What the party may use now, in centi-points, locked until the transaction ends."""
    lock_sp(work, [party_id])
    return ledger.balance(work, rules.sp_of(party_id), SP).available


def lots_stemming_from(
    work: Work, party_id: PartyId, kinds: Collection[str], *, of_these: bool = True
) -> dict[str, int]:
    """What is free in the party's usable lots whose grants are of these kinds (or of any others), by lot; lock the account first."""
    names = {"code": rules.sp_of(party_id), "kinds": list(kinds), "of_these": of_these, "today": civil_day(work.now)}
    found = work.connection.execute(STEMMING, {"community": work.community, **names})
    return {row.id: int(row.free) for row in found}


def hold_sp(
    work: Work,
    party_id: PartyId,
    amount: int,
    *,
    to: str,
    purpose: Purpose,
    only: Collection[str] | None = None,
) -> None:
    """Set points apart under the id of what they are for, out of only these lots if given. Refuses NotEnoughPoints."""
    ledger.open_account(work, NewAccount(code=to, unit=SP))
    wanted = NewHold(
        id=purpose.reference,
        debit=rules.sp_of(party_id),
        credit=to,
        unit=SP,
        amount=amount,
        kind=purpose.kind,
        reference=purpose.reference,
        rulebook=purpose.rulebook,
        expires_at=work.now + HOLD_GUARD,
    )
    try:
        ledger.hold(work, wanted, only=only)
    except BelowFloor as refused:
        # In the words of points: whoever asks need not know of accounts and floors.
        raise NotEnoughPoints from refused


def lots_of(work: Work, accounts: Iterable[Account]) -> dict[int, list[PointsLot]]:
    """By account id the lots that are not used up, first to lapse first; of each account the first LOTS_SHOWN."""
    shown: dict[int, list[PointsLot]] = {account.id: [] for account in accounts}
    names = {"community": work.community, "accounts": list(shown), "shown": LOTS_SHOWN}
    for row in work.connection.execute(LOTS, names):
        shown[row.account_id].append(
            PointsLot(granted_on=row.granted_on, expires_on=row.expires_on, remaining=row.remaining)
        )
    return shown


def lapsing_sp(work: Work, party_id: PartyId, *, until: date) -> int:
    """What is free in the party's lots that lapse from today to that day, in centi-points; lock the account first."""
    names = {"code": rules.sp_of(party_id), "today": civil_day(work.now), "until": until}
    return int(work.connection.execute(LAPSING, {"community": work.community, **names}).scalar_one())


def _sp_refs(parties: Iterable[PartyId]) -> dict[Ref, PartyId]:
    return {Ref(rules.sp_of(party_id), SP): party_id for party_id in parties}
