"""What can be asked about members of the alliance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import Code, Count, LongText, PartyId, PositiveCount, ShortText
from contracts.merchants import answers
from contracts.merchants.ids import Category, MemberId, MemberStatus
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ApplyForMembership(Command[answers.Member]):
    """A merchant asks to join the alliance; `licence` is its unified social credit code (18 characters, with check digit)."""

    service = "merchants"
    answer = answers.Member

    member_id: MemberId
    party_id: PartyId
    shop_name: ShortText
    licence: ShortText
    category: Category
    permits: tuple[answers.Permit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApplicationRow:
    """One row of a bulk application."""

    member_id: MemberId
    party_id: PartyId
    shop_name: ShortText
    licence: ShortText
    category: Category
    permits: tuple[answers.Permit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApplyInBulk(Command[answers.BulkOutcome]):
    """Staff enter up to 200 applications at once; each row is taken or refused by itself."""

    service = "merchants"
    answer = answers.BulkOutcome

    rows: tuple[ApplicationRow, ...]


@dataclass(frozen=True, kw_only=True)
class MemberMove(Command[answers.Member]):
    """The part that all decisions about one member have in common."""

    answer = answers.Member

    member_id: MemberId


@dataclass(frozen=True, kw_only=True)
class VerifyMember(MemberMove):
    """Someone other than who entered the application found licence and permits valid."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class IssuePlaque(MemberMove):
    """Hand a plaque to a merchant that signed."""

    service = "merchants"

    plaque_serial: Code


@dataclass(frozen=True, kw_only=True)
class ActivateMember(MemberMove):
    """The plaque hangs: the merchant has all rights of a member."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class WarnMember(MemberMove):
    """Warn a merchant."""

    service = "merchants"

    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ClearWarning(MemberMove):
    """Take a warning back."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class SuspendMember(MemberMove):
    """Suspend a warned merchant, up to 90 days."""

    service = "merchants"

    until: date
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ReinstateMember(MemberMove):
    """End a suspension."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class ExpelMember(MemberMove):
    """Record the alliance's vote to expel a suspended merchant: of `entitled` members, `votes_for` and `votes_against`."""

    service = "merchants"

    reason: LongText
    entitled: PositiveCount
    votes_for: Count
    votes_against: Count


@dataclass(frozen=True, kw_only=True)
class WithdrawMember(MemberMove):
    """A merchant leaves; possible at any time, without penalty."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class GetMember(Query[answers.Member]):
    """One member, for its own agent and for staff."""

    service = "merchants"
    answer = answers.Member

    member_id: MemberId


@dataclass(frozen=True, kw_only=True)
class ListMembers(PageQuery[answers.MemberPage]):
    """Members by status or party; an agent sees those of its own organisation."""

    service = "merchants"
    answer = answers.MemberPage

    status: MemberStatus | None = None
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class ListAlliance(PageQuery[answers.AlliancePage]):
    """The public list of the merchants that hold a plaque."""

    service = "merchants"
    answer = answers.AlliancePage


@dataclass(frozen=True, kw_only=True)
class GetPlaque(Query[answers.Plaque]):
    """The current status behind a plaque's serial."""

    service = "merchants"
    answer = answers.Plaque

    plaque_serial: Code
