"""Links between identities: who recorded, confirmed and ended them, and which parties they make one (rulebook §10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import LinkKind, LinkState
from contracts.refused import Kind, NotFound, Refused
from services.points.parties.rules.hands import Hand


class LinkNotFound(NotFound):
    """There is no such link, or it is not the caller's to see."""

    code = "points.link_not_found"
    zh = "没有找到这条关联。"
    en = "There is no such link."


class LinkIdTaken(Refused):
    """The id belongs to another link."""

    code = "points.link_id_taken"
    zh = "这个编号已用于另一条关联。"
    en = "This id belongs to another link."


class LinkKnown(Refused):
    """The same two identities are linked in this way already, or it waits to be confirmed."""

    code = "points.link_known"
    zh = "这两方已有同类关联，或正待确认。"
    en = "These two are linked in this way already, or that waits to be confirmed."


class LinkToItself(Refused):
    """A link needs two parties."""

    code = "points.link_to_itself"
    kind = Kind.INVALID
    zh = "关联须是两个不同的参与方。"
    en = "A link is between two different parties."


class LinkDecided(Refused):
    """The link is no longer where this step begins."""

    code = "points.link_decided"
    zh = "这条关联已确认或已结束，不能再做这一步。"
    en = "The link is confirmed or ended already; this step is no longer possible."


class SecondPersonNeeded(Refused):
    """Whoever records something does not also confirm it, and nobody decides on what concerns themselves."""

    code = "points.second_person_needed"
    kind = Kind.FORBIDDEN
    zh = "须由与此事无关的另一人办理。"
    en = "Another person, who is not concerned, has to do this."


@dataclass(frozen=True, kw_only=True)
class IdentityLink:
    """Two parties that are one identity. `one_id` is the smaller id, so that a pair is written in one way only."""

    link_id: str
    one_id: PartyId
    other_id: PartyId
    kind: LinkKind
    reason: str
    state: LinkState
    recorded_by: PartyId
    recorded_at: datetime
    confirmed_by: PartyId | None = None
    confirmed_at: datetime | None = None
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    version: int = 1

    def same_as(self, other: IdentityLink) -> bool:
        """Was the other one recorded with the same content, by the same person?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.link_id, self.one_id, self.other_id, self.kind, self.reason, self.recorded_by)


def record(*, link_id: str, between: tuple[PartyId, PartyId], kind: LinkKind, reason: str, by: Hand) -> IdentityLink:
    """A link that waits for a second person. Refuses LinkToItself."""
    one, other = sorted(between)
    if one == other:
        raise LinkToItself
    return IdentityLink(
        link_id=link_id,
        one_id=one,
        other_id=other,
        kind=kind,
        reason=reason,
        state=LinkState.RECORDED,
        recorded_by=by.party_id,
        recorded_at=by.at,
    )


def confirm(link: IdentityLink, *, by: Hand) -> IdentityLink:
    """From now on the two are one. Refuses LinkDecided, SecondPersonNeeded (who recorded it, or is concerned)."""
    if link.state is not LinkState.RECORDED:
        raise LinkDecided
    if by.concerned(link.recorded_by, link.one_id, link.other_id):
        raise SecondPersonNeeded
    return replace(link, state=LinkState.CONFIRMED, confirmed_by=by.party_id, confirmed_at=by.at)


def end(link: IdentityLink, *, by: Hand, reason: str) -> IdentityLink:
    """The two are no longer one, or never were; the record stays. Refuses LinkDecided, SecondPersonNeeded (who is concerned).

    Ending opens doors that the link had closed, so nobody ends their own.
    """
    if link.state is LinkState.ENDED:
        raise LinkDecided
    if by.concerned(link.one_id, link.other_id):
        raise SecondPersonNeeded
    return replace(link, state=LinkState.ENDED, ended_by=by.party_id, ended_at=by.at, end_reason=reason)


def groups(party_ids: Iterable[PartyId], pairs: Iterable[tuple[PartyId, PartyId]]) -> dict[PartyId, PartyId]:
    """Each id, and each id in a pair, to the smallest id of its group: union-find, so symmetric and transitive by construction."""
    parent: dict[PartyId, PartyId] = {party_id: party_id for party_id in party_ids}

    def root(party_id: PartyId) -> PartyId:
        parent.setdefault(party_id, party_id)
        while parent[party_id] != party_id:
            parent[party_id] = parent[parent[party_id]]
            party_id = parent[party_id]
        return party_id

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {party_id: root(party_id) for party_id in list(parent)}
