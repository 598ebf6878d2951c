"""What can be asked about members of the alliance."""

from __future__ import annotations

from collections.abc import Callable

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.event import Event
from contracts.merchants import answers, requests
from contracts.refused import NotFound
from contracts.roles import ANYONE, Role
from services.merchants.members import store, telling
from services.merchants.members.rules import applications, standing
from services.merchants.members.rules.refusals import AlreadyMember, MemberIdTaken
from services.merchants.members.rules.standing import Member, Move
from services.merchants.pages import page
from services.merchants.parties import store as parties

STAFF = (Role.COMMUNITY_STAFF,)
COUNCIL = (Role.COUNCIL_MEMBER,)
READERS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Members:
    """The merchants of the alliance."""

    @command(requests.ApplyForMembership, may=(Role.MERCHANT_AGENT, *STAFF))
    def apply_for_membership(self, work: Work, asked: requests.ApplyForMembership) -> answers.Member:
        """Take a merchant's application, from its own agent or from staff (rulebook §17).

        Refuses NotFound (an agent for another merchant), PartyNotFound, LicenceInvalid, AlreadyMember, MemberIdTaken.
        """
        if not work.actor.is_any(*STAFF) and asked.party_id not in work.actor.parties:
            raise NotFound
        wanted = _application(work, asked)
        fault = applications.fault_of(wanted, known=parties.find_parties(work, [asked.party_id]))
        if fault is not None:
            raise fault
        if not store.add_members(work, [wanted]):
            return answer_of(_same_again(work, wanted))
        return answer_of(wanted)

    @command(requests.ApplyInBulk, may=STAFF)
    def apply_in_bulk(self, work: Work, asked: requests.ApplyInBulk) -> answers.BulkOutcome:
        """Take up to 200 applications; every row is taken or refused by itself. Refuses RowCountWrong."""
        wanted = [_application(work, row) for row in asked.rows]
        rows = applications.sift(wanted, known=parties.find_parties(work, [row.party_id for row in asked.rows]))
        added = store.add_members(work, [row.member for row in rows if row.fault is None])
        outcomes = tuple(_outcome(row, taken=row.member.member_id in added) for row in rows)
        applied = sum(outcome.applied for outcome in outcomes)
        return answers.BulkOutcome(applied=applied, refused=len(outcomes) - applied, rows=outcomes)

    @command(requests.VerifyMember, may=STAFF)
    def verify_member(self, work: Work, asked: requests.VerifyMember) -> answers.Member:
        """Find a merchant's papers valid; by someone other than who entered them, under whatever name. Refuses CheckedByEnterer, PermitMissing, PermitExpired."""
        by, today = work.actor.party_id or "", civil_day(work.now)
        selves = parties.selves(work, by)
        return _moved(
            work,
            asked,
            Move.VERIFY,
            lambda member: standing.verify(member, by=by, on=today, selves=selves),
            lambda member: telling.verified(member, community=work.community),
        )

    @command(requests.IssuePlaque, may=STAFF)
    def issue_plaque(self, work: Work, asked: requests.IssuePlaque) -> answers.Member:
        """Hand a plaque to a merchant that signed. Refuses WrongStatus, PlaqueSerialTaken."""
        member = _locked(work, asked)
        plaqued = standing.plaque(member, serial=asked.plaque_serial, on=civil_day(work.now))
        store.take_serial(work, member.member_id, asked.plaque_serial)
        saved = store.save_member(work, plaqued, Move.PLAQUE)
        work.emit(telling.plaqued(saved, community=work.community, serial=asked.plaque_serial))
        return answer_of(saved)

    @command(requests.ActivateMember, may=STAFF)
    def activate_member(self, work: Work, asked: requests.ActivateMember) -> answers.Member:
        """Say that the plaque hangs. Refuses WrongStatus."""
        return _moved(work, asked, Move.ACTIVATE, lambda member: standing.move(member, Move.ACTIVATE))

    @command(requests.WarnMember, may=STAFF)
    def warn_member(self, work: Work, asked: requests.WarnMember) -> answers.Member:
        """Warn a merchant; it keeps its rights. Refuses WrongStatus."""
        return _moved(work, asked, Move.WARN, lambda member: standing.move(member, Move.WARN), reason=asked.reason)

    @command(requests.ClearWarning, may=STAFF)
    def clear_warning(self, work: Work, asked: requests.ClearWarning) -> answers.Member:
        """Take a warning back. Refuses WrongStatus."""
        return _moved(work, asked, Move.CLEAR, lambda member: standing.move(member, Move.CLEAR))

    @command(requests.SuspendMember, may=COUNCIL)
    def suspend_member(self, work: Work, asked: requests.SuspendMember) -> answers.Member:
        """Suspend a warned merchant for up to 90 days; its titles rest meanwhile. Refuses WrongStatus, SuspensionTooLong."""
        today = civil_day(work.now)
        return _moved(
            work,
            asked,
            Move.SUSPEND,
            lambda member: standing.suspend(member, until=asked.until, on=today),
            lambda member: telling.suspended(member, community=work.community, until=asked.until),
            reason=asked.reason,
        )

    @command(requests.ReinstateMember, may=COUNCIL)
    def reinstate_member(self, work: Work, asked: requests.ReinstateMember) -> answers.Member:
        """End a suspension. Refuses WrongStatus."""
        return _moved(
            work,
            asked,
            Move.REINSTATE,
            lambda member: standing.move(member, Move.REINSTATE),
            lambda member: telling.reinstated(member, community=work.community),
        )

    @command(requests.ExpelMember, may=COUNCIL)
    def expel_member(self, work: Work, asked: requests.ExpelMember) -> answers.Member:
        """Record the alliance's vote to expel. Refuses WrongStatus, VoteNotCarried."""
        return _moved(
            work,
            asked,
            Move.EXPEL,
            lambda member: standing.expel(
                member, entitled=asked.entitled, votes_for=asked.votes_for, votes_against=asked.votes_against
            ),
            lambda member: telling.left(member, community=work.community, expelled=True),
            reason=asked.reason,
        )

    @command(requests.WithdrawMember, may=(Role.MERCHANT_AGENT, *STAFF))
    def withdraw_member(self, work: Work, asked: requests.WithdrawMember) -> answers.Member:
        """Let a merchant leave, at any time. Refuses NotFound (an agent for another merchant), WrongStatus."""
        _own_or_staff(work, store.member(work, asked.member_id))
        return _moved(
            work,
            asked,
            Move.WITHDRAW,
            lambda member: standing.move(member, Move.WITHDRAW),
            lambda member: telling.left(member, community=work.community, expelled=False),
        )

    @query(requests.GetMember, may=(Role.MERCHANT_AGENT, *READERS))
    def get_member(self, work: Work, asked: requests.GetMember) -> answers.Member:
        """Show a member to its own agent or to staff; to others it does not exist."""
        member = store.member(work, asked.member_id)
        _own_or_staff(work, member)
        return answer_of(member)

    @query(requests.ListMembers, may=(Role.MERCHANT_AGENT, *READERS))
    def list_members(self, work: Work, asked: requests.ListMembers) -> answers.MemberPage:
        """Show members by status or party; an agent sees those of its own organisation only."""
        party_id = asked.party_id
        if not work.actor.is_any(*READERS):
            party_id = party_id or work.actor.organisation_id or work.actor.party_id
            if party_id not in work.actor.parties:
                return answers.MemberPage(items=())
        found = store.members_page(
            work, limit=asked.limit + 1, after=asked.after, status=asked.status, party_id=party_id
        )
        shown, next_key = page(found, limit=asked.limit, key=lambda member: member.member_id)
        return answers.MemberPage(items=tuple(answer_of(member) for member in shown), next_key=next_key)

    @query(requests.ListAlliance, may=ANYONE)
    def list_alliance(self, work: Work, asked: requests.ListAlliance) -> answers.AlliancePage:
        """Show everybody the merchants whose plaque hangs."""
        found = store.alliance_page(work, limit=asked.limit + 1, after=asked.after)
        shown, next_key = page(found, limit=asked.limit, key=lambda member: member.member_id)
        return answers.AlliancePage(items=tuple(_public(member) for member in shown), next_key=next_key)

    @query(requests.GetPlaque, may=ANYONE)
    def get_plaque(self, work: Work, asked: requests.GetPlaque) -> answers.Plaque:
        """Show everybody the current status behind a plaque, and nothing of the past (rulebook §17)."""
        member = store.by_plaque(work, asked.plaque_serial)
        if member.plaqued_on is None:
            raise NotFound
        return answers.Plaque(
            plaque_serial=asked.plaque_serial,
            shop_name=member.shop_name,
            status=member.status,
            plaqued_on=member.plaqued_on,
        )


def answer_of(member: Member) -> answers.Member:
    """A member as itself and staff see it."""
    return answers.Member(
        member_id=member.member_id,
        party_id=member.party_id,
        shop_name=member.shop_name,
        licence=member.licence,
        category=member.category,
        permits=member.permits,
        status=member.status,
        suspended_until=member.suspended_until,
        plaque_serial=member.plaque_serial,
        applied_on=member.applied_on,
        version=member.version,
    )


def _public(member: Member) -> answers.AllianceMember:
    return answers.AllianceMember(
        member_id=member.member_id,
        shop_name=member.shop_name,
        category=member.category,
        status=member.status,
        plaque_serial=member.plaque_serial,
    )


def _application(work: Work, asked: requests.ApplyForMembership | requests.ApplicationRow) -> Member:
    return Member(
        member_id=asked.member_id,
        party_id=asked.party_id,
        shop_name=asked.shop_name,
        licence=asked.licence,
        category=asked.category,
        permits=asked.permits,
        applied_on=civil_day(work.now),
        entered_by=work.actor.party_id or "",
    )


def _same_again(work: Work, wanted: Member) -> Member:
    kept = store.find_members(work, [wanted.member_id]).get(wanted.member_id)
    if kept is None:
        raise AlreadyMember
    if kept.applied_with() != wanted.applied_with():
        raise MemberIdTaken
    return kept


def _outcome(row: applications.Row, *, taken: bool) -> answers.RowOutcome:
    fault = row.fault or (None if taken else AlreadyMember())
    if fault is None:
        return answers.RowOutcome(row=row.number, member_id=row.member.member_id, applied=True)
    return answers.RowOutcome(
        row=row.number,
        member_id=row.member.member_id,
        applied=False,
        code=fault.code,
        zh=fault.to_wire()["zh"],
        en=str(fault),
    )


def _own_or_staff(work: Work, member: Member) -> None:
    if not work.actor.is_any(*READERS) and member.party_id not in work.actor.parties:
        raise NotFound


def _locked(work: Work, asked: requests.MemberMove) -> Member:
    member = store.lock_member(work, asked.member_id)
    work.expect_version(member.version)
    return member


def _moved(
    work: Work,
    asked: requests.MemberMove,
    step: Move,
    decide: Callable[[Member], Member],
    tell: Callable[[Member], Event] | None = None,
    *,
    reason: str | None = None,
) -> answers.Member:
    saved = store.save_member(work, decide(_locked(work, asked)), step, reason=reason)
    if tell is not None:
        work.emit(tell(saved))
    return answer_of(saved)
