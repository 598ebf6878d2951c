"""Tells whose key a request shows; remembers the answer for a few seconds, so that a revocation is felt almost at once."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from chassis.database import Transactions
from contracts.refused import Refused
from contracts.roles import Role
from gateway.identity import rules, store
from gateway.identity.rules import KeyInvalid
from gateway.web.principal import EVERY_COMMUNITY, Principal
from gateway.web.problems import wire_of

logger = logging.getLogger(__name__)

REMEMBERED_SECONDS = 5.0
REMEMBERED_MAX = 10_000
NOBODY = "0" * 64
OPERATORS = ("bootstrap", "bootstrap-second")
"""The two persons who begin: what one proposes, the other one agrees to."""


@dataclass
class DatabaseKeys:
    """Keys in the gateway's database, and the first two operators' from the environment (`operators`: whose it is, by its hash)."""

    transactions: Transactions
    operators: Mapping[str, str]
    _known: dict[str, tuple[float, Principal]] = field(default_factory=dict)

    def identify(self, token: str) -> Principal:
        """Whose key this is. Raises KeyInvalid, the same for every reason."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        # Each is compared, so that time does not tell which of them it was not.
        shown = [name for known, name in self.operators.items() if hmac.compare_digest(digest, known)]
        if shown:
            return Principal(
                key_id=shown[0],
                party_id=shown[0],
                roles=frozenset({Role.SYSTEM_OPERATOR}),
                communities=(EVERY_COMMUNITY,),
            )
        known = self._known.get(digest)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        principal = self._look_up(token)
        if len(self._known) >= REMEMBERED_MAX:
            self._known.clear()
        self._known[digest] = (time.monotonic() + REMEMBERED_SECONDS, principal)
        return principal

    def denied(self, refusal: Refused, *, route: str, principal: Principal | None, request_id: str) -> None:
        """Write into the audit that somebody was turned away; a database that is away does not change the answer."""
        try:
            with self.transactions.engine.begin() as connection:
                store.note(
                    connection,
                    at=self.transactions.now(connection),
                    what="denied",
                    code=wire_of(refusal)["code"],
                    route=route,
                    key_id=principal.key_id if principal else None,
                    party_id=principal.party_id if principal else None,
                    request_id=request_id,
                )
        except SQLAlchemyError as error:
            logger.warning("the audit could not be written: %s", type(error).__name__)

    def _look_up(self, token: str) -> Principal:
        given = rules.parts(token)
        with self.transactions.engine.connect() as connection:
            found = store.find(connection, given.key_id)
            now = self.transactions.now(connection)
        matches = hmac.compare_digest(given.hash, found[1] if found else NOBODY)
        if found is None or not matches or not rules.is_live(found[0], at=now):
            raise KeyInvalid
        key = found[0]
        if key.environment.value != given.environment:
            raise KeyInvalid
        return Principal(
            key_id=key.key_id,
            party_id=key.party_id,
            roles=frozenset(key.roles),
            communities=key.communities,
            organisation_id=key.organisation_id,
        )
