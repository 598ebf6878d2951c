"""When a qualification is worth something (rulebook §2: skilled service needs a verified one)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.kinds import PartyId
from services.points.parties.rules import Hand, Party
from services.points.qualifications import refusals


@dataclass(frozen=True, kw_only=True)
class Qualification:
    """What somebody may do by which document. It is worth something once another person has seen the document."""

    qualification_id: str
    party_id: PartyId
    code: str
    document: str
    valid_until: date | None
    stated_by: PartyId
    stated_at: datetime
    verified_by: PartyId | None = None
    verified_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Qualification) -> bool:
        """Was the other one stated with the same content?"""
        mine, its = ((it.party_id, it.code, it.document, it.valid_until, it.stated_by) for it in (self, other))
        return mine == its

    def proves(self, code: str, *, on: date) -> bool:
        """Is it good for that task on that day?"""
        return (
            self.code == code and self.verified_by is not None and (self.valid_until is None or on <= self.valid_until)
        )


def verify(qualification: Qualification, *, by: Hand, party: Party) -> Qualification:
    """Seen by a second person. Refuses QualificationVerified, OwnQualification."""
    if qualification.verified_by is not None:
        raise refusals.QualificationVerified
    if by.concerned(qualification.stated_by) or by.close_to(party):
        raise refusals.OwnQualification
    return replace(qualification, verified_by=by.party_id, verified_at=by.at)


def check_held(code: str | None, held: Iterable[Qualification], *, on: date) -> None:
    """Refuse QualificationNotVerified unless what the person holds is good for the task on that day; most tasks need nothing."""
    if code is not None and not any(one.proves(code, on=on) for one in held):
        raise refusals.QualificationNotVerified(code=code)
