"""What can be asked about keys. A key's secret is told once, when it is issued (and again only to the same idempotency key)."""

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
    """A key as its issuer sees it, without its secret."""

    key_id: KeyId
    environment: Environment
    last_four: str
    label: ShortText
    party_id: PartyId
    organisation_id: PartyId | None
    roles: tuple[Role, ...]
    communities: tuple[CommunityId, ...]
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class IssuedKey:
    """A key with its secret: `token` goes into the Authorization header after "Bearer "."""

    key_id: KeyId
    token: str
    last_four: str


@dataclass(frozen=True, kw_only=True)
class IssuedKeys:
    """Several keys with their secrets."""

    keys: tuple[IssuedKey, ...]


@dataclass(frozen=True, kw_only=True)
class ApiKeyPage:
    """One page of keys."""

    items: tuple[ApiKey, ...]
    next_key: str | None


@dataclass(frozen=True, kw_only=True)
class IssueKey(Command[IssuedKey]):
    """Issue a key to a party. It may have two live ones, so that one can take the other's place."""

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
    """Issue up to 200 keys at once, all or none."""

    service = "gateway"
    answer = IssuedKeys
    keys: tuple[KeyWanted, ...]


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
