"""What can be asked about balances, and how points lapse."""

from __future__ import annotations

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import query, sweep
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import Unit
from contracts.roles import Role
from ledger import Line, Ref
from services.points.accounts import rules as accounts
from services.points.accounts import store
from services.points.accounts.rules import CV, SP
from services.points.grants import store as grants
from services.points.parties import rules as parties
from services.points.parties import store as party_store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
LAPSED_AT_ONCE = 200


class Balances:
    """What a party has, and how it came about."""

    @query(requests.GetBalance, may=tuple(Role))
    def get_balance(self, work: Work, asked: requests.GetBalance) -> answers.Balance:
        """Both balances, exact at this moment; one's own and one's organisation's, or any for staff. Refuses PartyNotFound."""
        party = party_store.require_party(work, _visible(work, asked.party_id))
        sp = Ref(accounts.sp_of(party.party_id), SP)
        account = ledger.find_accounts(work, [sp])[sp]
        balance = ledger.balance(work, *sp)
        return answers.Balance(
            party_id=party.party_id,
            cv=ledger.balance(work, accounts.cv_of(party.party_id), CV).balance,
            sp=balance.balance,
            sp_held=balance.pending,
            sp_available=balance.available,
            sp_cap=accounts.sp_cap(party.kind),
            minutes=grants.minutes_of(work, party.party_id),
            lots=tuple(store.lots_of(work, account)),
        )

    @query(requests.ListEntries, may=tuple(Role))
    def list_entries(self, work: Work, asked: requests.ListEntries) -> answers.EntryPage:
        """The statement in one unit, latest line first. Refuses PartyNotFound."""
        party = party_store.require_party(work, _visible(work, asked.party_id))
        code = accounts.cv_of(party.party_id) if asked.unit is Unit.CV else accounts.sp_of(party.party_id)
        after = int(asked.after) if asked.after and asked.after.isdecimal() else None
        lines = ledger.entries_page(work, code, asked.unit.value, after=after, limit=asked.limit)
        more = len(lines) == asked.limit
        items = tuple(_entry(line, asked.unit) for line in lines)
        return answers.EntryPage(items=items, next_key=str(lines[-1].position) if more else None)

    @sweep(seconds=60)
    def lapse_points(self, work: Work) -> None:
        """Points that lapsed go to the mutual-aid pool, not to nothing (rulebook §4)."""
        store.lapse(work, today=civil_day(work.now), limit=LAPSED_AT_ONCE)


def _visible(work: Work, party_id: PartyId) -> PartyId:
    if party_id in work.actor.parties or work.actor.is_any(*SEES_ALL):
        return party_id
    raise parties.PartyNotFound


def _entry(line: Line, unit: Unit) -> answers.Entry:
    return answers.Entry(
        amount=line.amount, unit=unit, kind=line.kind, reference=line.reference, effective_on=line.effective_on
    )
