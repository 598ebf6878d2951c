"""A party at a glance: four services asked at once, and still useful, marked as partial, when one of them is down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.rpc import Reply
from contracts.donations import requests as donations
from contracts.kinds import PartyId
from contracts.merchants import requests as merchants
from contracts.points import requests as points
from contracts.refused import Kind, Refused
from contracts.request import Query, Request
from contracts.roles import Role
from contracts.rural_link import requests as rural_link
from gateway.web import asking
from gateway.web.asked import Asked, Replied
from gateway.web.problems import wire_of
from gateway.web.routes import Routes

READERS = tuple(role for role in Role if role is not Role.SYSTEM_OPERATOR)
ITEMS = 20


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the platform knows of one party. A part that did not answer is absent and named in `missing`."""

    party_id: PartyId
    partial: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GetOverview(Query[Overview]):
    """Balance (points), gifts (donations), memberships (merchants) and orders (rural_link) of a party: one's own, or by case for staff."""

    service = "gateway"
    answer = Overview
    party_id: PartyId


def routes() -> Routes:
    """The one route."""
    made = Routes("overview", "一人一览")
    made.get("/v1/parties/{party_id}/overview", GetOverview, may=READERS, summary="一人一览", serve=_overview)
    return made


def _overview(asked: Asked) -> Replied:
    request = asked.request
    assert isinstance(request, GetOverview)  # noqa: S101 - the route says so
    party_id = request.party_id
    wanted: dict[str, Request[Any]] = {
        "balance": points.GetBalance(party_id=party_id),
        "gifts": donations.GetDonorSummary(party_id=party_id),
        "memberships": merchants.ListMembers(party_id=party_id, limit=ITEMS),
        "orders": rural_link.ListOrders(buyer_id=party_id, limit=ITEMS),
    }
    replies = asking.parts().caller.call_many(wanted, asked.actor, cause=asking.cause())
    answer: dict[str, Any] = {"party_id": party_id}
    missing = []
    for name, reply in replies.items():
        if isinstance(reply, Reply):
            answer[name] = _part(reply.answer)
        elif _is_away(reply):
            missing.append(name)
        elif name == "balance":
            # Points keeps the parties: who is not known there, or not ours to see, is not known at all.
            raise reply
    return Replied(answer=answer | {"partial": bool(missing), "missing": sorted(missing)})


def _part(answer: dict[str, Any]) -> Any:
    return answer.get("items", answer)


def _is_away(refusal: Refused) -> bool:
    return wire_of(refusal)["kind"] in {Kind.UNAVAILABLE, Kind.BROKEN}
