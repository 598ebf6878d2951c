"""Personal data, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import CommunityId, LongText, PageKey, PartyId, ShortText, Version
from contracts.points.ids import ChangeId, ErasureId, LookId
from contracts.points.kinds import ChangeKind, ErasureGround, ErasureState, LookKind, PersonalField


@dataclass(frozen=True, kw_only=True)
class PersonalValue:
    """One value, in clear for the person and masked for staff, and who wrote it when."""

    field: PersonalField
    value: LongText
    changed_by: PartyId
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """What is recorded of a person."""

    party_id: PartyId
    masked: bool
    values: tuple[PersonalValue, ...]


@dataclass(frozen=True, kw_only=True)
class PersonalRecorded:
    """Which values were written or removed; none is repeated."""

    party_id: PartyId
    fields: tuple[PersonalField, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """One value in clear, and the look that the person will see."""

    community: CommunityId
    look_id: LookId
    party_id: PartyId
    field: PersonalField
    value: LongText
    by: PartyId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonFound:
    """Somebody who has the value; the name is masked."""

    party_id: PartyId
    public_name: ShortText


@dataclass(frozen=True, kw_only=True)
class PersonsFound:
    """Everybody who has the value; several may share a telephone."""

    items: tuple[PersonFound, ...]


@dataclass(frozen=True, kw_only=True)
class Look:
    """Who looked at which value, when and why."""

    look_id: LookId
    party_id: PartyId
    field: PersonalField
    kind: LookKind
    by: PartyId
    at: datetime
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class LookPage:
    """Looks, newest first."""

    items: tuple[Look, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class PersonalChange:
    """Who wrote or removed which value, when and why; never the value."""

    change_id: ChangeId
    party_id: PartyId
    field: PersonalField
    change: ChangeKind
    by: PartyId
    at: datetime
    reason: LongText | None


@dataclass(frozen=True, kw_only=True)
class PersonalChangePage:
    """Changes, newest first."""

    items: tuple[PersonalChange, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """The wish to be forgotten, and what became of it."""

    erasure_id: ErasureId
    party_id: PartyId
    ground: ErasureGround
    state: ErasureState
    asked_by: PartyId
    asked_at: datetime
    ended_by: PartyId | None
    ended_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class ErasurePage:
    """Erasures, newest first."""

    items: tuple[Erasure, ...]
    next_key: PageKey | None
