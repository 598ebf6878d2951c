"""The routes about keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chassis.database import Work
from contracts.roles import Role
from gateway.identity import rules, store
from gateway.identity.rules import KeyIdTaken, TooManyKeys
from gateway.identity.shapes import (
    AgreedKey,
    AgreedKeys,
    AgreeKey,
    AgreeKeys,
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
    """Propose, agree, list, revoke."""
    made, issuing = Routes("identity", "API 密钥"), Issuing(secret)
    for method, path, wanted, body, finish, summary, status in (
        ("POST", "/v1/keys", IssueKey, issuing.one, issuing.tell_one, "提议一个密钥，待另一位运维人员同意", 201),
        ("POST", "/v1/keys/batch", IssueKeys, issuing.many, issuing.tell_many, "一次提议多个密钥", 201),
        (
            "POST",
            "/v1/keys/agreements",
            AgreeKeys,
            issuing.agree_many,
            issuing.tell_second_halves,
            "一次同意多个密钥",
            200,
        ),
        (
            "POST",
            "/v1/keys/{key_id}/agreement",
            AgreeKey,
            issuing.agree_one,
            issuing.tell_second_half,
            "同意另一人提议的密钥",
            200,
        ),
        ("POST", "/v1/keys/{key_id}/revocation", RevokeKey, _revoke, None, "吊销密钥", 200),
        ("GET", "/v1/keys", ListKeys, _page, None, "密钥列表（不含密钥本身）", 200),
    ):
        serve = local.serve(wanted, OPERATORS, body, finish)
        door = made.get if method == "GET" else made.post
        door(path, wanted, may=OPERATORS, summary=summary, status=status, serve=serve)
    return made


@dataclass(frozen=True)
class Issuing:
    """Issues keys whose secrets derive from the installation's secret, by two operators."""

    secret: str

    def one(self, work: Work, asked: IssueKey) -> IssuedKey:
        """Propose one key."""
        return self._issue(work, [asked])[0]

    def many(self, work: Work, asked: IssueKeys) -> IssuedKeys:
        """Propose several keys, all or none."""
        if len(asked.keys) > rules.KEYS_AT_ONCE_MAX:
            raise TooManyKeys(most=rules.KEYS_AT_ONCE_MAX)
        return IssuedKeys(keys=tuple(self._issue(work, asked.keys)))

    def tell_one(self, asked: IssueKey | KeyWanted, answer: dict[str, Any]) -> dict[str, Any]:
        """The stored answer with the first half of the key, which is stored nowhere."""
        return answer | {"first_half": rules.first_half(asked.key_id, asked.environment, secret=self.secret)}

    def tell_many(self, asked: IssueKeys, answer: dict[str, Any]) -> dict[str, Any]:
        """As tell_one, for each."""
        told = [self.tell_one(wanted, key) for wanted, key in zip(asked.keys, answer["keys"], strict=True)]
        return answer | {"keys": told}

    def agree_one(self, work: Work, asked: AgreeKey) -> AgreedKey:
        """Let one key open the door."""
        return self._agree(work, [asked.key_id])[0]

    def agree_many(self, work: Work, asked: AgreeKeys) -> AgreedKeys:
        """Let several keys open the door, all or none."""
        if len(asked.key_ids) > rules.KEYS_AT_ONCE_MAX:
            raise TooManyKeys(most=rules.KEYS_AT_ONCE_MAX)
        return AgreedKeys(keys=tuple(self._agree(work, asked.key_ids)))

    def tell_second_half(self, asked: AgreeKey, answer: dict[str, Any]) -> dict[str, Any]:
        """The stored answer with the other half of the key."""
        return answer | {"second_half": rules.second_half(asked.key_id, secret=self.secret)}

    def tell_second_halves(self, asked: AgreeKeys, answer: dict[str, Any]) -> dict[str, Any]:
        """As tell_second_half, for each."""
        keys = zip(asked.key_ids, answer["keys"], strict=True)
        return answer | {"keys": [self.tell_second_half(AgreeKey(key_id=key_id), key) for key_id, key in keys]}

    def _agree(self, work: Work, key_ids: Sequence[str]) -> list[AgreedKey]:
        for key in store.lock(work, key_ids):
            work.expect_version(key.version)
            rules.check_agreement(key, at=work.now, by=work.actor.parties)
        store.agree(work, key_ids, by=work.actor.party_id or "")
        _note(work, f"agreed {len(key_ids)}", route="/v1/keys/agreements")
        return [AgreedKey(key_id=key_id, second_half="") for key_id in key_ids]

    def _token(self, wanted: IssueKey | KeyWanted) -> str:
        return rules.token(wanted.key_id, wanted.environment, secret=self.secret)

    def _issue(self, work: Work, wanted: Sequence[IssueKey | KeyWanted]) -> list[IssuedKey]:
        for each in wanted:
            rules.judge(each, at=work.now, by=work.actor.parties)
        parties = {each.party_id for each in wanted}
        store.take_turns(work, parties)
        if store.add(work, [self._row(work, each) for each in wanted]) != len(wanted):
            raise KeyIdTaken
        rules.check_together(store.live_keys(work, parties))
        _note(work, f"proposed {len(wanted)}", route="/v1/keys")
        return [self._issued(each) for each in wanted]

    def _issued(self, wanted: IssueKey | KeyWanted) -> IssuedKey:
        # The answer is kept under the idempotency key: nothing of the key itself is in it; `tell_one` adds that.
        return IssuedKey(key_id=wanted.key_id, first_half="", last_four=self._token(wanted)[-4:])

    def _row(self, work: Work, wanted: IssueKey | KeyWanted) -> dict[str, Any]:
        return {
            "key_id": wanted.key_id,
            "environment": wanted.environment.value,
            "secret_hash": rules.hash_of(wanted.key_id, secret=self.secret),
            "last_four": self._token(wanted)[-4:],
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
    _note(work, "revoked", route="/v1/keys/{key_id}/revocation", key_id=asked.key_id)
    return key


def _note(work: Work, what: str, *, route: str, key_id: str | None = None) -> None:
    store.note(
        work.connection,
        at=work.now,
        what=what,
        code="ok",
        route=route,
        key_id=key_id,
        party_id=work.actor.party_id,
        request_id=work.cause.correlation_id,
    )


def _page(work: Work, asked: ListKeys) -> ApiKeyPage:
    keys = store.page(work, limit=asked.limit, after=asked.after)
    shown = keys[: asked.limit]
    return ApiKeyPage(items=tuple(shown), next_key=shown[-1].key_id if len(keys) > asked.limit else None)
