"""What can be asked about balances."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import ledger
from chassis.database import Work
from chassis.doors import Ask
from chassis.entrypoints import query
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import Unit
from contracts.refused import Refused
from contracts.roles import EVERYBODY, Role
from ledger import Line, Ref
from services.points.accounts import rules as accounts
from services.points.accounts import store
from services.points.accounts.rules import CV, SP
from services.points.grants import store as grants
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Balances:
    """What a party has, and how it came about."""

    @query(requests.GetBalance, may=EVERYBODY, together=True)
    def get_balance(self, asks: Sequence[Ask[requests.GetBalance]]) -> list[answers.Balance | Refused]:
        """Both balances, exact at this moment; one's own and one's organisation's, or any for staff. Refuses PartyNotFound."""
        found = _balances(asks[0].work, {ask.asked.party_id for ask in asks})
        others = [ask for ask in asks if not ask.work.actor.is_any(*SEES_ALL)]
        own = party_store.are_own([(ask.work, frozenset([ask.asked.party_id])) for ask in others])
        hidden = {id(ask) for ask, theirs in zip(others, own, strict=True) if not theirs}
        return [
            parties.PartyNotFound() if id(ask) in hidden else found.get(ask.asked.party_id, parties.PartyNotFound())
            for ask in asks
        ]

    @query(requests.ListEntries, may=EVERYBODY)
    def list_entries(self, work: Work, asked: requests.ListEntries) -> answers.EntryPage:
        """The statement in one unit, latest line first. Refuses PartyNotFound."""
        party = party_store.require_party(work, _visible(work, asked.party_id))
        code = accounts.cv_of(party.party_id) if asked.unit is Unit.CV else accounts.sp_of(party.party_id)
        after = int(asked.after) if asked.after and asked.after.isdecimal() else None
        lines = ledger.entries_page(work, code, asked.unit.value, after=after, limit=asked.limit)
        more = len(lines) == asked.limit
        items = tuple(_entry(line, asked.unit) for line in lines)
        return answers.EntryPage(items=items, next_key=str(lines[-1].position) if more else None)


def _balances(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, answers.Balance]:
    """What these parties have; those that are not registered are left out."""
    known = party_store.find_parties(work, sorted(party_ids))
    refs = {party_id: (Ref(accounts.cv_of(party_id), CV), Ref(accounts.sp_of(party_id), SP)) for party_id in known}
    found = ledger.find_accounts(work, [ref for both in refs.values() for ref in both])
    on = ledger.balances(work, found.values())
    minutes = grants.minutes_of(work, known)
    lots = store.lots_of(work, [found[sp] for _, sp in refs.values()])
    rulebook = card_store.rulebook_now(work)
    return {
        party_id: answers.Balance(
            party_id=party_id,
            cv=on[cv].balance,
            sp=on[sp].balance,
            sp_held=on[sp].pending,
            sp_available=on[sp].available,
            sp_cap=rulebook.sp_cap(known[party_id].kind),
            minutes=minutes.get(party_id, 0),
            lots=tuple(lots[found[sp].id]),
        )
        for party_id, (cv, sp) in refs.items()
    }


def _visible(work: Work, party_id: PartyId) -> PartyId:
    if work.actor.is_any(*SEES_ALL) or party_store.is_own(work, party_id):
        return party_id
    raise parties.PartyNotFound


def _entry(line: Line, unit: Unit) -> answers.Entry:
    return answers.Entry(
        amount=line.amount, unit=unit, kind=line.kind, reference=line.reference, effective_on=line.effective_on
    )
