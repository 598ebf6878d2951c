"""How a key is made, read and judged.

A secret is not random but derived: HMAC-SHA256 of the key's id under the installation's own secret (256 bits). So nothing secret has to be stored,
not even in the answer kept under an idempotency key, and a repeated request can still be given the same key. Who knows the installation's secret
also holds the key that signs actors: nothing is lost by it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.refused import Kind, Refused
from contracts.roles import Role
from gateway.identity.shapes import ApiKey, Environment, IssueKey, KeyWanted

TOKEN = re.compile(r"ccs_(live|test)_(key_[0-7][0-9A-HJKMNP-TV-Z]{25})_([0-9a-f]{64})", re.ASCII)
TOKEN_LENGTH_MAX = 200
KEYS_AT_ONCE_MAX = 200
LIVE_KEYS_MAX = 2
"""Of one party in one environment: the one in use, and the one that takes its place."""

SANDBOX = "test-"
"""The ids of communities in which only test keys act begin with it; nothing there is anybody's."""


class KeyInvalid(Refused):
    """Unknown, wrong, expired or revoked: which of them, is not told."""

    code = "key-invalid"
    kind = Kind.UNAUTHENTICATED
    zh = "API 密钥无效、已过期或已吊销。"
    en = "The API key is not valid, has expired or was revoked."


class KeyIdTaken(Refused):
    """The id belongs to another key."""

    code = "key-id-taken"
    kind = Kind.CONFLICT
    zh = "这个密钥编号已被占用。"
    en = "This key id is taken."


class TooManyKeys(Refused):
    """More keys at once than one request may ask for; none was issued."""

    code = "too-many-keys"
    kind = Kind.INVALID
    zh = "一次最多发放 {most} 个密钥。"
    en = "At most {most} keys at once."


class KeyForOneself(Refused):
    """Nobody issues a key to the party for which he asks."""

    code = "key-for-oneself"
    kind = Kind.FORBIDDEN
    zh = "不能给自己发放密钥。"
    en = "Nobody issues a key to himself."


class KeyTooWide(Refused):
    """The key joins roles that must stay apart, has no role or no community, or has expired before it begins."""

    code = "key-too-wide"
    kind = Kind.INVALID
    zh = "密钥的角色或期限不合规定：{why}。"
    en = "The key's roles or time are not allowed: {why}."


class TooManyLiveKeys(Refused):
    """The party has a key in use and one that takes its place; none was issued."""

    code = "two-live-keys"
    kind = Kind.CONFLICT
    zh = "{party} 已有 {most} 个有效密钥：请先吊销一个，再发放新的。"
    en = "{party} has {most} live keys already: revoke one before you issue another."


class WrongEnvironment(Refused):
    """A test key for a real community, or a live key for a sandbox."""

    code = "wrong-environment"
    kind = Kind.INVALID
    zh = "测试密钥只能用于编号以 {sandbox} 开头的社区，正式密钥只能用于其他社区。"
    en = "A test key is for communities whose ids begin with {sandbox}, a live key for all others."


APART: tuple[frozenset[Role], ...] = (
    # The operator runs the system and has no business rights (rulebook §1).
    *(frozenset({Role.SYSTEM_OPERATOR, role}) for role in Role if role is not Role.SYSTEM_OPERATOR),
    frozenset({Role.FUND_TREASURER, Role.FEDERATION_OFFICER}),
    frozenset({Role.AUDITOR, Role.APPROVER}),
    frozenset({Role.TASTING_CHIEF, Role.TASTING_JUDGE}),
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a request shows of a key."""

    environment: str
    key_id: str
    hash: str


def token(key_id: str, environment: Environment, *, secret: str) -> str:
    """The whole key as its holder sends it."""
    return f"ccs_{environment.value}_{key_id}_{_derived(key_id, secret)}"


def parts(given: str) -> Shown:
    """The id and the secret's hash of what is given; an empty id, hashed all the same, if it is not well-formed.

    So every key that is turned away costs one hash and one look-up: time tells nothing of which ids exist.
    """
    found = TOKEN.fullmatch(given) if len(given) <= TOKEN_LENGTH_MAX else None
    return Shown(
        environment=found[1] if found else "",
        key_id=found[2] if found else "",
        hash=secret_hash(found[3] if found else ""),
    )


def secret_hash(secret: str) -> str:
    """What is stored; a plain hash will do for 256 bits that nobody chose."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of(key_id: str, *, secret: str) -> str:
    """The stored hash of a key's derived secret."""
    return secret_hash(_derived(key_id, secret))


def judge(wanted: IssueKey | KeyWanted, *, at: datetime, by: frozenset[str]) -> None:
    """May this key be issued? Raises KeyForOneself, KeyTooWide, WrongEnvironment."""
    if wanted.party_id in by:
        raise KeyForOneself
    roles = frozenset(wanted.roles)
    if not roles or not wanted.communities:
        raise KeyTooWide(why="没有角色或社区 no role or community")
    if any(apart <= roles for apart in APART):
        raise KeyTooWide(why="角色必须分开 roles must stay apart")
    if wanted.expires_at is not None and wanted.expires_at <= at:
        raise KeyTooWide(why="已经过期 already expired")
    if any(
        community.startswith(SANDBOX) != (wanted.environment is Environment.TEST) for community in wanted.communities
    ):
        raise WrongEnvironment(sandbox=SANDBOX)


def check_number(live: Mapping[str, int]) -> None:
    """How many live keys each party has now. Raises TooManyLiveKeys."""
    for party_id, number in live.items():
        if number > LIVE_KEYS_MAX:
            raise TooManyLiveKeys(party=party_id, most=LIVE_KEYS_MAX)


def is_live(key: ApiKey, *, at: datetime) -> bool:
    """Neither revoked nor expired."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > at)


def _derived(key_id: str, secret: str) -> str:
    return hmac.digest(secret.encode(), b"api-key:" + key_id.encode(), hashlib.sha256).hex()
