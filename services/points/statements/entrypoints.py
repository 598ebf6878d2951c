"""What can be asked about statements: by the party, its household's members and organisation's agents, by auditors, and by staff who say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chassis.clock import CIVIL
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.answers import PointsStatementLine, StatementBalance
from contracts.points.kinds import PartyKind, Unit
from contracts.roles import EVERYBODY, Role
from ledger import PastLine
from ledger.past import SETTLED_SECONDS
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Party
from services.points.statements import refusals, rules, store
from services.points.statements.rules import Access, Place


class Statements:
    """What a party held and gave over any period, as it was known at any past instant."""

    @query(requests.GetStatement, may=EVERYBODY)
    def get_statement(self, work: Work, asked: requests.GetStatement) -> answers.PointsStatement:
        """One page of a statement. Refuses PartyNotFound, ReasonNeeded, NotKnownYet, PeriodBackwards, PlaceUnknown."""
        party = party_store.require_party(work, asked.party_id)
        _check_reader(work, party)
        now = work.now.astimezone(CIVIL)
        place = rules.place_of(asked.after, like=now)
        as_of = place.as_of if place else (asked.as_of or work.now).astimezone(CIVIL)
        period = rules.period(from_day=asked.from_day, until_day=asked.until_day, as_of=as_of, now=now)
        between = store.stands(work, party.party_id, period)
        found = store.lines(work, between, after=place.position if place else 0, limit=asked.limit)
        shown, more = found[: asked.limit], len(found) > asked.limit
        given = store.given(work, party.party_id, period)
        return answers.PointsStatement(
            party_id=party.party_id,
            public_name=party.public_name,
            from_day=period.from_day,
            until_day=period.until_day,
            as_of=as_of,
            final=rules.is_final(as_of=as_of, now=now, settled_seconds=SETTLED_SECONDS),
            balances=tuple(
                StatementBalance(unit=Unit(ref.unit), opening=opening.balance, closing=closing.balance)
                for ref, opening, closing in between
            ),
            given=given,
            minutes=sum(one.minutes for one in given),
            goods=sum(one.goods for one in given),
            grams=sum(one.grams for one in given),
            money=sum(one.money for one in given),
            lots=store.lots(work, party.party_id, closing=between[1][2], period=period),
            items=_lines(work, shown),
            next_key=rules.key_of(Place(as_of=as_of, position=shown[-1].position)) if more else None,
        )

    @command(requests.OpenStatement, may=(Role.COMMUNITY_STAFF,))
    def open_statement(self, work: Work, asked: requests.OpenStatement) -> answers.StatementAccess:
        """Write down why; the statement may then be read for a day. Refuses PartyNotFound, ActorUnknown, OwnStatement, AccessIdTaken."""
        party = party_store.require_party(work, asked.party_id)
        reader = party_store.hand_of(work)
        if _is_own(work, party):
            raise refusals.OwnStatement
        access = Access(
            access_id=asked.access_id,
            party_id=party.party_id,
            reader_id=reader.party_id,
            reason=asked.reason,
            opened_at=work.now,
            expires_at=work.now + timedelta(hours=rules.ACCESS_HOURS),
        )
        return store.shown(store.add_access(work, access))

    @query(requests.ListStatementAccesses, may=EVERYBODY)
    def list_statement_accesses(self, work: Work, asked: requests.ListStatementAccesses) -> answers.StatementAccessPage:
        """Who looked, and why. Refuses PartyNotFound."""
        party = party_store.require_party(work, asked.party_id)
        if not _is_own(work, party) and not work.actor.is_any(Role.AUDITOR):
            raise parties.PartyNotFound
        found, next_key = store.accesses(work, party.party_id, after=asked.after, limit=asked.limit)
        return answers.StatementAccessPage(items=tuple(map(store.shown, found)), next_key=next_key)


def _is_own(work: Work, party: Party) -> bool:
    """One's own, one's organisation's, or one's household's."""
    if party_store.is_own(work, party.party_id):
        return True
    if party.kind is not PartyKind.HOUSEHOLD or work.actor.party_id is None:
        return False
    myself = party_store.find_parties(work, [work.actor.party_id]).get(work.actor.party_id)
    return myself is not None and myself.household_id == party.party_id


def _check_reader(work: Work, party: Party) -> None:
    if _is_own(work, party) or work.actor.is_any(Role.AUDITOR):
        return
    reader_id = work.actor.party_id
    if reader_id is None or not work.actor.is_any(Role.COMMUNITY_STAFF):
        raise parties.PartyNotFound
    if not store.may_read(work, reader_id=reader_id, party_id=party.party_id, at=work.now):
        raise refusals.ReasonNeeded


def _lines(work: Work, found: Sequence[PastLine]) -> tuple[PointsStatementLine, ...]:
    known = party_store.find_parties(work, {rules.party_in(line.other) for line in found})
    return tuple(_line(line, known) for line in found)


def _line(line: PastLine, known: Mapping[PartyId, Party]) -> PointsStatementLine:
    other = known.get(rules.party_in(line.other) or "")
    return PointsStatementLine(
        recorded_at=line.recorded_at.astimezone(CIVIL),
        effective_on=line.effective_on,
        unit=Unit(line.unit),
        amount=line.amount,
        balance=line.balance_after,
        kind=line.kind,
        about=rules.reason_words(line.kind),
        reference=line.reference,
        counterpart=rules.counterpart_words(line.other, name=other.public_name if other else None),
    )
