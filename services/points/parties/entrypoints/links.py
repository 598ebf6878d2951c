"""What can be asked about links between identities: recorded by staff, confirmed by a second person, ended but never removed."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import PartiesLinked, PartiesUnlinked
from contracts.points.kinds import LinkState
from contracts.roles import EVERYBODY, Role
from services.points.parties import store
from services.points.parties.rules import IdentityLink, PartyNotFound, links
from services.points.parties.store import links as link_store

CONFIRMS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Links:
    """Which identities are one (rulebook §10), so that nobody counts twice or judges themselves."""

    @command(requests.RecordLink, may=(Role.COMMUNITY_STAFF,))
    def record_link(self, work: Work, asked: requests.RecordLink) -> answers.IdentityLink:
        """Record that two parties are one identity; it counts once a second person confirms it.

        Refuses LinkToItself, PartyNotFound, LinkKnown, LinkIdTaken, ActorUnknown.
        """
        link = links.record(
            link_id=asked.link_id,
            between=(asked.one_id, asked.other_id),
            kind=asked.kind,
            reason=asked.reason,
            by=store.hand_of(work),
        )
        if len(store.find_parties(work, (link.one_id, link.other_id))) < 2:
            raise PartyNotFound
        return answer_of(link_store.add_link(work, link))

    @command(requests.ConfirmLink, may=CONFIRMS)
    def confirm_link(self, work: Work, asked: requests.ConfirmLink) -> answers.IdentityLink:
        """From now on the two are one. Refuses LinkNotFound, LinkDecided, SecondPersonNeeded, ActorUnknown."""
        link = link_store.require_link(work, asked.link_id, lock=True)
        work.expect_version(link.version)
        confirmed = link_store.save_link(work, links.confirm(link, by=store.hand_of(work)))
        work.emit(
            PartiesLinked(
                community=work.community,
                link_id=link.link_id,
                one_id=link.one_id,
                other_id=link.other_id,
                kind=link.kind,
            )
        )
        return answer_of(confirmed)

    @command(requests.EndLink, may=CONFIRMS)
    def end_link(self, work: Work, asked: requests.EndLink) -> answers.IdentityLink:
        """The two are one no longer, or were never; the record stays. Refuses LinkNotFound, LinkDecided, SecondPersonNeeded, ActorUnknown."""
        link = link_store.require_link(work, asked.link_id, lock=True)
        work.expect_version(link.version)
        ended = link_store.save_link(work, links.end(link, by=store.hand_of(work), reason=asked.reason))
        if link.state is LinkState.CONFIRMED:
            work.emit(
                PartiesUnlinked(
                    community=work.community, link_id=link.link_id, one_id=link.one_id, other_id=link.other_id
                )
            )
        return answer_of(ended)

    @query(requests.GetLink, may=EVERYBODY)
    def get_link(self, work: Work, asked: requests.GetLink) -> answers.IdentityLink:
        """One link, for staff, council, auditors and the two concerned. Refuses LinkNotFound."""
        link = link_store.require_link(work, asked.link_id)
        if not work.actor.is_any(*SEES_ALL) and not store.is_own(work, link.one_id, link.other_id):
            raise links.LinkNotFound
        return answer_of(link)

    @query(requests.ListLinks, may=EVERYBODY)
    def list_links(self, work: Work, asked: requests.ListLinks) -> answers.IdentityLinkPage:
        """All links, or those of one party, for staff, council and auditors; everybody else sees their own."""
        wanted = None if asked.party_id is None else {asked.party_id}
        if not work.actor.is_any(*SEES_ALL):
            own = store.own_parties(work)
            wanted = set(own) if wanted is None else wanted & own
        found, next_key = link_store.link_page(work, of=wanted, after=asked.after, limit=asked.limit)
        return answers.IdentityLinkPage(items=tuple(answer_of(link) for link in found), next_key=next_key)


def answer_of(link: IdentityLink) -> answers.IdentityLink:
    """The link as it is answered."""
    return answers.IdentityLink(**vars(link))
