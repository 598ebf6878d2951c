"""Who acts for a child under 14: recorded by staff, confirmed by a second person, over by itself (PIPL art. 31).

A child is whoever has a guardian today; no birthday is kept. A child acts for no organisation, and neither confirms nor approves.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.kinds import PartyId
from contracts.points.kinds import LinkState, PartyKind
from contracts.refused import Kind, NotFound, Refused
from services.points.parties.rules.hands import Hand
from services.points.parties.rules.links import SecondPersonNeeded
from services.points.parties.rules.registering import Party

CHILDHOOD_YEARS = 14


class ChildMayNot(Refused):
    """A child under 14 acts for no organisation, and neither confirms nor approves what others gave."""

    code = "points.child_may_not"
    kind = Kind.FORBIDDEN
    zh = "未满十四周岁的人不能代表组织，也不能值班、确认或批准。"
    en = "A child under 14 acts for no organisation, has no duty, and neither confirms nor approves."


class GuardianshipNotFound(NotFound):
    """There is no such guardianship."""

    code = "points.guardianship_not_found"
    zh = "没有找到这项监护关系。"
    en = "There is no such guardianship."


class GuardianshipIdTaken(Refused):
    """The id belongs to another guardianship."""

    code = "points.guardianship_id_taken"
    zh = "这个编号已用于另一项监护关系。"
    en = "This id belongs to another guardianship."


class GuardianshipKnown(Refused):
    """The same two are guardian and ward already, or that waits to be confirmed."""

    code = "points.guardianship_known"
    zh = "这项监护关系已存在或正待确认。"
    en = "These two are guardian and ward already, or that waits to be confirmed."


class GuardianshipUnfit(Refused):
    """Guardian and ward are two persons, and it ends within fourteen years."""

    code = "points.guardianship_unfit"
    kind = Kind.INVALID
    zh = "监护人与被监护人须是两个不同的个人，截止月份须在今后十四年之内。"
    en = "Guardian and ward are two persons, and the last month lies within the next fourteen years."


class GuardianshipDecided(Refused):
    """The guardianship is no longer where this step begins."""

    code = "points.guardianship_decided"
    zh = "这项监护关系已确认或已结束，不能再做这一步。"
    en = "The guardianship is confirmed or ended already."


@dataclass(frozen=True, kw_only=True)
class Guardianship:
    """Who consents for a child. `until`: the last day of the month in which the child turns 14, so that no birthday is kept."""

    guardianship_id: str
    ward_id: PartyId
    guardian_id: PartyId
    until: date
    state: LinkState
    recorded_by: PartyId
    recorded_at: datetime
    confirmed_by: PartyId | None = None
    confirmed_at: datetime | None = None
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Guardianship) -> bool:
        """Was the other one recorded with the same content, by the same person?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.guardianship_id, self.ward_id, self.guardian_id, self.until, self.recorded_by)


def check_adult(party_id: PartyId, *, children: Collection[PartyId]) -> None:
    """Refuse ChildMayNot."""
    if party_id in children:
        raise ChildMayNot


def check_guardianship(guardianship: Guardianship, ward: Party | None, guardian: Party | None, *, today: date) -> None:
    """Refuse GuardianshipUnfit."""
    persons = [party for party in (ward, guardian) if party is not None and party.kind is PartyKind.PERSON]
    latest = today.replace(year=today.year + CHILDHOOD_YEARS + 1, month=1, day=1)
    if len(persons) < 2 or guardianship.ward_id == guardianship.guardian_id:
        raise GuardianshipUnfit
    if not today <= guardianship.until < latest:
        raise GuardianshipUnfit


def confirm(guardianship: Guardianship, *, by: Hand) -> Guardianship:
    """From now on the guardian consents. Refuses GuardianshipDecided, SecondPersonNeeded."""
    if guardianship.state is not LinkState.RECORDED:
        raise GuardianshipDecided
    if by.concerned(guardianship.recorded_by, guardianship.ward_id, guardianship.guardian_id):
        raise SecondPersonNeeded
    return replace(guardianship, state=LinkState.CONFIRMED, confirmed_by=by.party_id, confirmed_at=by.at)


def end(guardianship: Guardianship, *, by: Hand) -> Guardianship:
    """The guardian no longer consents. Refuses GuardianshipDecided, SecondPersonNeeded (who is concerned)."""
    if guardianship.state is LinkState.ENDED:
        raise GuardianshipDecided
    if by.concerned(guardianship.ward_id, guardianship.guardian_id):
        raise SecondPersonNeeded
    return replace(guardianship, state=LinkState.ENDED, ended_by=by.party_id, ended_at=by.at)
