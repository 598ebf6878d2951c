"""What points can be asked about personal data.

`salt` is any random text of the caller's; it is not kept. Without it, the fingerprint by which a repeated request is known could be
tried against all telephone numbers there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import LongText, PartyId, ShortText
from contracts.points.answers import personal as answers
from contracts.points.ids import ErasureId, LookId, Salt
from contracts.points.kinds import ErasureGround, PersonalField
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class RecordPersonalData(Command[answers.PersonalRecorded]):
    """Write or correct values; what is not named stays. Staff say why."""

    service = "points"
    answer = answers.PersonalRecorded

    party_id: PartyId
    salt: Salt
    legal_name: ShortText | None = None
    phone: ShortText | None = None
    address: LongText | None = None
    identity_number: ShortText | None = None
    reason: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class RemovePersonalValue(Command[answers.PersonalRecorded]):
    """Remove one value. Staff say why."""

    service = "points"
    answer = answers.PersonalRecorded

    party_id: PartyId
    field: PersonalField
    reason: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class GetPersonalData(Query[answers.PersonalData]):
    """What is recorded of a person: in clear for themselves, masked for staff."""

    service = "points"
    answer = answers.PersonalData

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class RevealPersonalData(Command[answers.Revealed]):
    """Tell one value in clear; it is written down for the person to see."""

    service = "points"
    answer = answers.Revealed

    look_id: LookId
    party_id: PartyId
    field: PersonalField
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class FindPersons(Command[answers.PersonsFound]):
    """Find persons by a whole telephone or identity number; it is written down for them to see."""

    service = "points"
    answer = answers.PersonsFound

    field: PersonalField
    value: ShortText
    salt: Salt
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ListLooks(PageQuery[answers.LookPage]):
    """Who looked at a person's data."""

    service = "points"
    answer = answers.LookPage

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class ListPersonalChanges(PageQuery[answers.PersonalChangePage]):
    """Who changed a person's data."""

    service = "points"
    answer = answers.PersonalChangePage

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class AskErasure(Command[answers.Erasure]):
    """Ask that a person be forgotten."""

    service = "points"
    answer = answers.Erasure

    erasure_id: ErasureId
    party_id: PartyId
    ground: ErasureGround


@dataclass(frozen=True, kw_only=True)
class ExecuteErasure(Command[answers.Erasure]):
    """Forget the person, as a second person."""

    service = "points"
    answer = answers.Erasure

    erasure_id: ErasureId


@dataclass(frozen=True, kw_only=True)
class WithdrawErasure(Command[answers.Erasure]):
    """The person is not to be forgotten after all."""

    service = "points"
    answer = answers.Erasure

    erasure_id: ErasureId


@dataclass(frozen=True, kw_only=True)
class ListErasures(PageQuery[answers.ErasurePage]):
    """Erasures asked for."""

    service = "points"
    answer = answers.ErasurePage
