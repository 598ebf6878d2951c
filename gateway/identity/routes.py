"""The routes about keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chassis.database import Work
from contracts.roles import Role
from gateway.identity import rules, store
from gateway.identity.rules import KeyIdTaken
from gateway.identity.shapes import (
    ApiKey,
    ApiKeyPage,
    IssuedKey,
    IssuedKeys,
    IssueKey,
    IssueKeys,
    KeyWanted,
    ListKeys,
    RevokeKey,
)
from gateway.local import Local
from gateway.web.routes import Routes

OPERATORS = (Role.SYSTEM_OPERATOR,)


def routes(local: Local, *, secret: str) -> Routes:
    """Issue, list, revoke."""
    made, issuing = Routes("identity", "API 密钥"), Issuing(secret)
    for method, path, wanted, body, summary, status in (
        ("POST", "/v1/keys", IssueKey, issuing.one, "发放一个密钥", 201),
        ("POST", "/v1/keys/batch", IssueKeys, issuing.many, "一次发放多个密钥", 201),
        ("POST", "/v1/keys/{key_id}/revocation", RevokeKey, _revoke, "吊销密钥", 200),
        ("GET", "/v1/keys", ListKeys, _page, "密钥列表（不含密钥本身）", 200),
    ):
        serve = local.serve(wanted, OPERATORS, body)
        door = made.get if method == "GET" else made.post
        door(path, wanted, may=OPERATORS, summary=summary, status=status, serve=serve)
    return made


@dataclass(frozen=True)
class Issuing:
    """Issues keys whose secrets derive from the installation's secret."""

    secret: str

    def one(self, work: Work, asked: IssueKey) -> IssuedKey:
        """Issue one key."""
        return self._issue(work, [asked])[0]

    def many(self, work: Work, asked: IssueKeys) -> IssuedKeys:
        """Issue several keys, all or none."""
        return IssuedKeys(keys=tuple(self._issue(work, asked.keys[: rules.KEYS_AT_ONCE_MAX])))

    def _issue(self, work: Work, wanted: Sequence[IssueKey | KeyWanted]) -> list[IssuedKey]:
        for each in wanted:
            rules.judge(each, at=work.now, by=work.actor.parties)
        if store.add(work, [self._row(work, each) for each in wanted]) != len(wanted):
            raise KeyIdTaken
        store.note(
            work.connection,
            at=work.now,
            what=f"issued {len(wanted)}",
            code="ok",
            route="/v1/keys",
            party_id=work.actor.party_id,
            request_id=work.cause.correlation_id,
        )
        return [self._issued(each) for each in wanted]

    def _issued(self, wanted: IssueKey | KeyWanted) -> IssuedKey:
        token = rules.token(wanted.key_id, wanted.environment, secret=self.secret)
        return IssuedKey(key_id=wanted.key_id, token=token, last_four=token[-4:])

    def _row(self, work: Work, wanted: IssueKey | KeyWanted) -> dict[str, Any]:
        return {
            "key_id": wanted.key_id,
            "environment": wanted.environment.value,
            "secret_hash": rules.hash_of(wanted.key_id, secret=self.secret),
            "last_four": self._issued(wanted).last_four,
            "label": wanted.label,
            "party_id": wanted.party_id,
            "organisation_id": wanted.organisation_id,
            "roles": [role.value for role in wanted.roles],
            "communities": list(wanted.communities),
            "issued_at": work.now,
            "issued_by": work.actor.party_id or "",
            "expires_at": wanted.expires_at,
        }


def _revoke(work: Work, asked: RevokeKey) -> ApiKey:
    key = store.revoke(work, asked.key_id)
    store.note(
        work.connection,
        at=work.now,
        what="revoked",
        code="ok",
        route="/v1/keys/{key_id}/revocation",
        key_id=asked.key_id,
        party_id=work.actor.party_id,
        request_id=work.cause.correlation_id,
    )
    return key


def _page(work: Work, asked: ListKeys) -> ApiKeyPage:
    keys = store.page(work, limit=asked.limit, after=asked.after)
    shown = keys[: asked.limit]
    return ApiKeyPage(items=tuple(shown), next_key=shown[-1].key_id if len(keys) > asked.limit else None)
