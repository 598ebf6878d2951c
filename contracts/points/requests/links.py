"""What points can be asked about links between identities."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import LongText, PartyId
from contracts.points.answers import links as answers
from contracts.points.ids import LinkId
from contracts.points.kinds import LinkKind
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class RecordLink(Command[answers.IdentityLink]):
    """Record that two parties are one identity."""

    service = "points"
    answer = answers.IdentityLink

    link_id: LinkId
    one_id: PartyId
    other_id: PartyId
    kind: LinkKind
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class ConfirmLink(Command[answers.IdentityLink]):
    """Confirm a link, as another person."""

    service = "points"
    answer = answers.IdentityLink

    link_id: LinkId


@dataclass(frozen=True, kw_only=True)
class EndLink(Command[answers.IdentityLink]):
    """End a link; it stays on record."""

    service = "points"
    answer = answers.IdentityLink

    link_id: LinkId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class GetLink(Query[answers.IdentityLink]):
    """One link."""

    service = "points"
    answer = answers.IdentityLink

    link_id: LinkId


@dataclass(frozen=True, kw_only=True)
class ListLinks(PageQuery[answers.IdentityLinkPage]):
    """Links, of one party or all that the caller may see."""

    service = "points"
    answer = answers.IdentityLinkPage

    party_id: PartyId | None = None
