"""Which applications are taken: one by one, or a whole list with a word about every row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stdnum.cn import uscc

from contracts.kinds import PartyId
from contracts.refused import Refused
from services.merchants.members.rules.refusals import LicenceInvalid, RowCountWrong, RowTwice
from services.merchants.members.rules.standing import Member
from services.merchants.parties.rules import PartyNotFound

ROWS_MAX = 200


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a bulk application, and why it is refused, if it is."""

    number: int
    member: Member
    fault: Refused | None


def fault_of(member: Member, *, known: Collection[PartyId]) -> Refused | None:
    """Why an application cannot be taken: PartyNotFound, LicenceInvalid, or None."""
    if member.party_id not in known:
        return PartyNotFound()
    # A code of another shape or with a wrong check digit is a slip of the pen more often than a lie; either way nobody can be found by it.
    return None if uscc.is_valid(member.licence) else LicenceInvalid()


def sift(members: Sequence[Member], *, known: Collection[PartyId]) -> list[Row]:
    """Every row with its fault. Refuses RowCountWrong."""
    if not 0 < len(members) <= ROWS_MAX:
        raise RowCountWrong(most=ROWS_MAX)
    seen: set[str] = set()
    rows: list[Row] = []
    for number, member in enumerate(members, start=1):
        marks = {member.member_id, member.party_id, member.licence}
        fault = RowTwice() if marks & seen else fault_of(member, known=known)
        rows.append(Row(number=number, member=member, fault=fault))
        seen |= marks
    return rows
