"""How a key is made, read and judged.

A secret is not random but derived: HMAC-SHA256 of the key's id under the installation's own secret (256 bits). So nothing secret has to be stored,
not even in the answer kept under an idempotency key, and a repeated request can still be given the same key. Who knows the installation's secret
also holds the key that signs actors: nothing is lost by it.

A key is proposed by one operator and agreed by another. Each is told half of it (128 bits), so that nobody but its holder ever holds a whole one: an
operator who did could act as anybody, and so stand up for what he had put forward as somebody else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.refused import Kind, Refused
from contracts.roles import Role
from gateway.identity.shapes import ApiKey, Environment, IssueKey, KeyWanted

TOKEN = re.compile(r"ccs_(live|test)_(key_[0-7][0-9A-HJKMNP-TV-Z]{25})_([0-9a-f]{64})", re.ASCII)
TOKEN_LENGTH_MAX = 200
HALF = 32
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


class RolesApart(Refused):
    """What the party's live keys allow together must stay apart; none was issued."""

    code = "roles-apart"
    kind = Kind.CONFLICT
    zh = "{party} 的有效密钥合在一起，含有必须分开的角色：请先吊销另一个。"
    en = "{party}'s live keys would join roles that must stay apart: revoke the other one first."


class AgreedAlone(Refused):
    """Nobody agrees to a key that they proposed, or that is their own."""

    code = "key-agreed-alone"
    kind = Kind.FORBIDDEN
    zh = "须由另一位运维人员同意；不能同意自己提议的或给自己的密钥。"
    en = "Another operator has to agree; nobody does to a key they proposed or that is their own."


class KeyNotWaiting(Refused):
    """The key was agreed, revoked or has expired."""

    code = "key-not-waiting"
    kind = Kind.CONFLICT
    zh = "这个密钥已获同意、已吊销或已过期。"
    en = "The key was agreed, revoked or has expired before."


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
    """The whole key as its holder sends it: the two halves, one after the other."""
    return first_half(key_id, environment, secret=secret) + second_half(key_id, secret=secret)


def first_half(key_id: str, environment: Environment, *, secret: str) -> str:
    """What the operator who proposes the key is told."""
    return f"ccs_{environment.value}_{key_id}_{_derived(key_id, secret)[:HALF]}"


def second_half(key_id: str, *, secret: str) -> str:
    """What the operator who agrees to it is told."""
    return _derived(key_id, secret)[HALF:]


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


def check_together(live: Iterable[ApiKey]) -> None:
    """What each party's live keys are together: two at most, and no roles that must stay apart. Raises TooManyLiveKeys, RolesApart.

    Which communities they are for makes no difference: the separation is of persons.
    """
    keys: dict[tuple[str, Environment], list[ApiKey]] = defaultdict(list)
    for key in live:
        keys[key.party_id, key.environment].append(key)
    for (party_id, _), theirs in sorted(keys.items()):
        if len(theirs) > LIVE_KEYS_MAX:
            raise TooManyLiveKeys(party=party_id, most=LIVE_KEYS_MAX)
        together = frozenset(role for key in theirs for role in key.roles)
        if any(apart <= together for apart in APART):
            raise RolesApart(party=party_id)


def check_agreement(key: ApiKey, *, at: datetime, by: frozenset[str]) -> None:
    """May one of these let the key open the door? Raises KeyNotWaiting, AgreedAlone."""
    if key.agreed_at is not None or is_over(key, at=at):
        raise KeyNotWaiting
    if key.issued_by in by or key.party_id in by:
        raise AgreedAlone


def is_live(key: ApiKey, *, at: datetime) -> bool:
    """Agreed by a second operator, and neither revoked nor expired."""
    return key.agreed_at is not None and not is_over(key, at=at)


def is_over(key: ApiKey, *, at: datetime) -> bool:
    """Revoked or expired."""
    return key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= at)


def _derived(key_id: str, secret: str) -> str:
    return hmac.digest(secret.encode(), b"api-key:" + key_id.encode(), hashlib.sha256).hex()
