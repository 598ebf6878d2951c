"""For whom a call is made: a short-lived token that the gateway signs and every callee verifies for itself.

Ed25519, so that a service can check a token but cannot make one: whoever reaches the broker still cannot speak for a resident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt

from chassis.clock import Clock, SystemClock
from contracts.refused import Kind, NotAllowed, Refused
from contracts.roles import Role

LIFE_SECONDS = 300  # The longest a token may live; also how long a cached one may be used again.
LEEWAY_SECONDS = 120  # Clocks of two hosts may differ by this much.
CACHED_MAX = 4096
ALGORITHM = "EdDSA"


class BadToken(Refused):
    """The token is forged, expired, or was made for another service."""

    code = "actor-token-invalid"
    kind = Kind.UNAUTHENTICATED
    zh = "身份凭证无效或已过期。"
    en = "The actor token is not valid or has expired."


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who asks: a party (None: nobody signed in, or the system itself), its roles, and the one community this call is about."""

    community: str
    party_id: str | None = None
    roles: frozenset[Role] = frozenset()
    organisation_id: str | None = None

    def require(self, *roles: Role) -> None:
        """Refuse with NotAllowed unless the actor holds one of the roles."""
        if not self.roles.intersection(roles):
            raise NotAllowed

    def is_any(self, *roles: Role) -> bool:
        """Does the actor hold one of the roles?"""
        return bool(self.roles.intersection(roles))

    @property
    def parties(self) -> frozenset[str]:
        """The parties the actor may speak for: itself and the organisation it acts for."""
        return frozenset(party for party in (self.party_id, self.organisation_id) if party)


@dataclass
class TokenSigner:
    """The gateway's side. `private_key` is a PEM."""

    private_key: str
    clock: Clock = field(default_factory=SystemClock)

    def sign(self, actor: Actor, *, audience: str) -> str:
        """A token that only `audience` (a service's name) accepts, valid for LIFE_SECONDS."""
        now = self.clock.now()
        claims = {
            "sub": actor.party_id or "",
            "com": actor.community,
            "rol": sorted(actor.roles),
            "org": actor.organisation_id,
            "aud": audience,
            "iat": now,
            "exp": now + timedelta(seconds=LIFE_SECONDS),
        }
        return jwt.encode(claims, self.private_key, algorithm=ALGORITHM)


@dataclass
class TokenVerifier:
    """The callee's side. Verified tokens are remembered until they expire: a signature check costs more than a whole query."""

    public_key: str
    audience: str
    clock: Clock = field(default_factory=SystemClock)
    _seen: dict[str, tuple[float, Actor]] = field(default_factory=dict)

    def verify(self, token: str) -> Actor:
        """The actor the token speaks for. Raises BadToken."""
        now = self.clock.now().timestamp()
        known = self._seen.get(token)
        if known is not None and known[0] > now:
            return known[1]
        claims = self._claims(token)
        if not now - LEEWAY_SECONDS < claims["exp"] <= now + LIFE_SECONDS + LEEWAY_SECONDS:
            raise BadToken
        actor = _actor(claims)
        if len(self._seen) >= CACHED_MAX:
            self._seen.clear()
        self._seen[token] = (claims["exp"], actor)
        return actor

    def _claims(self, token: str) -> dict[str, Any]:
        # The expiry is checked against the injected clock above; the library would read the machine's.
        options: Any = {"verify_exp": False, "verify_iat": False, "require": ["exp", "aud", "sub", "com", "rol"]}
        try:
            return jwt.decode(token, self.public_key, algorithms=[ALGORITHM], audience=self.audience, options=options)
        except jwt.InvalidTokenError as error:
            raise BadToken from error


def system(community: str) -> Actor:
    """The system itself, reacting to a fact or doing a period's job: no party, no roles."""
    return Actor(community=community)


def _actor(claims: dict[str, Any]) -> Actor:
    try:
        return Actor(
            community=claims["com"],
            party_id=claims["sub"] or None,
            roles=_roles(claims["rol"]),
            organisation_id=claims.get("org"),
        )
    except (TypeError, ValueError) as error:
        raise BadToken from error


def _roles(names: Iterable[str]) -> frozenset[Role]:
    return frozenset(Role(name) for name in names)
