"""What can be asked about keys. A key's secret is told in two halves to two operators, once (and again only to the same idempotency key)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from contracts.kinds import CommunityId, PartyId, ShortText, Version, identifier
from contracts.request import Command, PageQuery
from contracts.roles import Role

KeyId = Annotated[str, identifier("key")]


class Environment(StrEnum):
    """Where a key acts: in real communities, or in sandboxes (ids that begin with "test-"). It shows in the key itself."""

    LIVE = "live"
    TEST = "test"


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """A key as operators see it, without its secret. Until `agreed_at` it opens nothing."""

    key_id: KeyId
    environment: Environment
    last_four: str
    label: ShortText
    party_id: PartyId
    organisation_id: PartyId | None
    roles: tuple[Role, ...]
    communities: tuple[CommunityId, ...]
    issued_at: datetime
    issued_by: str
    expires_at: datetime | None
    agreed_by: str | None
    agreed_at: datetime | None
    revoked_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class IssuedKey:
    """A key that waits for a second operator. `first_half` and the half told to that one, put together, make the token.

    The token goes into the Authorization header after "Bearer ".
    """

    key_id: KeyId
    first_half: str
    last_four: str


@dataclass(frozen=True, kw_only=True)
class IssuedKeys:
    """Several keys that wait for a second operator."""

    keys: tuple[IssuedKey, ...]


@dataclass(frozen=True, kw_only=True)
class AgreedKey:
    """A key that opens the door from now on, with the other half of its token."""

    key_id: KeyId
    second_half: str


@dataclass(frozen=True, kw_only=True)
class AgreedKeys:
    """Several keys that open the door from now on."""

    keys: tuple[AgreedKey, ...]


@dataclass(frozen=True, kw_only=True)
class ApiKeyPage:
    """One page of keys."""

    items: tuple[ApiKey, ...]
    next_key: str | None


@dataclass(frozen=True, kw_only=True)
class IssueKey(Command[IssuedKey]):
    """Propose a key for a party; it opens nothing until a second operator agrees. A party may have two, so that one can take the other's place."""

    service = "gateway"
    answer = IssuedKey
    key_id: KeyId
    label: ShortText
    party_id: PartyId
    organisation_id: PartyId | None = None
    roles: tuple[Role, ...]
    communities: tuple[CommunityId, ...]
    environment: Environment = Environment.LIVE
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class KeyWanted:
    """One key of several."""

    key_id: KeyId
    label: ShortText
    party_id: PartyId
    organisation_id: PartyId | None = None
    roles: tuple[Role, ...]
    communities: tuple[CommunityId, ...]
    environment: Environment = Environment.LIVE
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class IssueKeys(Command[IssuedKeys]):
    """Propose up to 200 keys at once, all or none."""

    service = "gateway"
    answer = IssuedKeys
    keys: tuple[KeyWanted, ...]


@dataclass(frozen=True, kw_only=True)
class AgreeKey(Command[AgreedKey]):
    """Let a proposed key open the door, as another operator than who proposed it."""

    service = "gateway"
    answer = AgreedKey
    key_id: KeyId


@dataclass(frozen=True, kw_only=True)
class AgreeKeys(Command[AgreedKeys]):
    """Agree to up to 200 keys at once, all or none."""

    service = "gateway"
    answer = AgreedKeys
    key_ids: tuple[KeyId, ...]


@dataclass(frozen=True, kw_only=True)
class RevokeKey(Command[ApiKey]):
    """End a key at once (everywhere within seconds). Revoking twice changes nothing."""

    service = "gateway"
    answer = ApiKey
    key_id: KeyId


@dataclass(frozen=True, kw_only=True)
class ListKeys(PageQuery[ApiKeyPage]):
    """All keys, newest first; never their secrets."""

    service = "gateway"
    answer = ApiKeyPage
