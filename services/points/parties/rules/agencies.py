"""Who acts for an organisation: with the organisation's grant and the person's agreement, until either ends it (rulebook §1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.events import AgencyBegan, AgencyEnded, AgencyProposed
from contracts.points.kinds import AgencyState as State
from contracts.points.kinds import PartyKind
from contracts.refused import Kind, NotFound, Refused
from services.points.parties.rules.hands import Hand
from services.points.parties.rules.links import SecondPersonNeeded
from services.points.parties.rules.registering import Party

LASTS = timedelta(days=30)
"""How long a proposal waits for both sides."""
CLOSE_FOR = timedelta(days=60)
"""So long after its end the agent is still too close to judge: 14 days to submit, three turns of 7 to confirm, 7 of notice, 3 to approve."""


class AgencyNotFound(NotFound):
    """There is no such agency, or it is not the caller's to see or to decide."""

    code = "points.agency_not_found"
    zh = "没有找到这项授权。"
    en = "There is no such agency."


class AgencyIdTaken(Refused):
    """The id belongs to an agency of others."""

    code = "points.agency_id_taken"
    zh = "这个编号已用于另一项授权。"
    en = "This id belongs to another agency."


class AgencyKnown(Refused):
    """The person acts for the organisation already, or that waits for an answer."""

    code = "points.agency_known"
    zh = "此人已代表该组织，或正待答复。"
    en = "This person acts for the organisation already, or that waits for an answer."


class AgencyUnfit(Refused):
    """A person acts for a registered organisation, and nothing else for anything else."""

    code = "points.agency_unfit"
    kind = Kind.INVALID
    zh = "只能由个人代表一个已登记的组织。"
    en = "A person acts for a registered organisation."


class AgencyOver(Refused):
    """It has ended, or its thirty days are over."""

    code = "points.agency_over"
    zh = "这项授权已结束，请重新提出。"
    en = "This agency is over; propose a new one."


class AgencyNotYours(Refused):
    """Only an organisation's own people let somebody act for it; platform staff propose."""

    code = "points.agency_not_yours"
    kind = Kind.FORBIDDEN
    zh = "只能为自己的组织授权；平台人员只能提议。"
    en = "One grants for one's own organisation; platform staff only propose."


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A person who acts for an organisation. `began_at`: the later of the two yeses, never before it."""

    agency_id: str
    organisation_id: PartyId
    agent_id: PartyId
    state: State
    proposed_by: PartyId
    proposed_at: datetime
    expires_at: datetime
    granted_by: PartyId | None = None
    granted_at: datetime | None = None
    agreed_at: datetime | None = None
    began_at: datetime | None = None
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Agency) -> bool:
        """Is the other one of the same two, under the same id?"""
        return self._content() == other._content()

    def covers(self, since: datetime, until: datetime) -> bool:
        """Was it in force all the while?"""
        begun = self.began_at is not None and self.began_at <= since
        return begun and (self.ended_at is None or until <= self.ended_at)

    def _content(self) -> tuple[object, ...]:
        return (self.agency_id, self.organisation_id, self.agent_id)


def acted_for(
    person: Party, organisation_id: PartyId, agencies: Iterable[Agency], *, since: datetime, until: datetime
) -> bool:
    """Does the person work for it, or did they act for it, with the agreement of both sides, all the while?"""
    return person.organisation_id == organisation_id or any(
        one.organisation_id == organisation_id and one.covers(since, until) for one in agencies
    )


def propose(*, agency_id: str, organisation_id: PartyId, agent_id: PartyId, by: Hand, own: bool) -> Agency:
    """An agency that waits for the person; unless `own` people of the organisation ask, for its grant too. Refuses SecondPersonNeeded."""
    proposed = Agency(
        agency_id=agency_id,
        organisation_id=organisation_id,
        agent_id=agent_id,
        state=State.PROPOSED,
        proposed_by=by.party_id,
        proposed_at=by.at,
        expires_at=by.at + LASTS,
    )
    return grant(proposed, by=by) if own else proposed


def check_sides(organisation: Party | None, agent: Party) -> None:
    """Refuse AgencyUnfit unless a person is to act for a registered organisation."""
    if agent.kind is not PartyKind.PERSON or organisation is None or organisation.kind is not PartyKind.ORGANISATION:
        raise AgencyUnfit


def grant(agency: Agency, *, by: Hand) -> Agency:
    """The organisation says yes, by somebody who is another person than the agent. Refuses AgencyOver, SecondPersonNeeded."""
    check_open(agency, at=by.at)
    if by.concerned(agency.agent_id):
        raise SecondPersonNeeded
    return _with_both(replace(agency, granted_by=by.party_id, granted_at=by.at), at=by.at)


def agree(agency: Agency, *, by: Hand) -> Agency:
    """The person says yes. Refuses AgencyNotFound to anybody else, AgencyOver."""
    if by.party_id != agency.agent_id:
        raise AgencyNotFound
    check_open(agency, at=by.at)
    return _with_both(replace(agency, agreed_at=by.at), at=by.at)


def check_open(agency: Agency, *, at: datetime) -> None:
    """Refuse AgencyOver once it has ended or its thirty days are over."""
    if agency.state is not State.PROPOSED or at >= agency.expires_at:
        raise AgencyOver


def end(agency: Agency, *, by: PartyId, at: datetime) -> Agency:
    """Over from this instant on; what was done until then stays done."""
    return replace(agency, state=State.ENDED, ended_by=by, ended_at=at)


def lapse(agency: Agency, *, at: datetime) -> Agency:
    """Over because one side never answered."""
    return replace(agency, state=State.LAPSED, ended_at=at)


def proposed(agency: Agency, *, community: str) -> AgencyProposed:
    """What is said once it waits for an answer."""
    return AgencyProposed(
        community=community,
        agency_id=agency.agency_id,
        organisation_id=agency.organisation_id,
        agent_id=agency.agent_id,
        granted=agency.granted_at is not None,
    )


def began(agency: Agency, *, at: datetime, community: str) -> AgencyBegan:
    """What is said once both sides have said yes."""
    return AgencyBegan(
        community=community,
        agency_id=agency.agency_id,
        organisation_id=agency.organisation_id,
        agent_id=agency.agent_id,
        began_at=agency.began_at or at,
    )


def ended(agency: Agency, *, community: str) -> AgencyEnded:
    """What is said once it is over."""
    return AgencyEnded(
        community=community,
        agency_id=agency.agency_id,
        organisation_id=agency.organisation_id,
        agent_id=agency.agent_id,
        began_at=agency.began_at,
        ended_at=agency.ended_at or agency.proposed_at,
    )


def _with_both(agency: Agency, *, at: datetime) -> Agency:
    if agency.granted_at is None or agency.agreed_at is None:
        return agency
    return replace(agency, state=State.IN_FORCE, began_at=at)
