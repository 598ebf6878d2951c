"""What points credits when other services say that something was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import query, reaction
from contracts.donations.events import GiftConfirmed
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.answers import RateCard
from contracts.roles import EVERYBODY, Role
from services.points.accounts import store as accounts_store
from services.points.acts import store as act_store
from services.points.grants import refusals, rules, store
from services.points.grants.rules import Earning
from services.points.parties import store as party_store
from services.points.parties.rules import PartyNotFound
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import rulebook_on

SEES_ALL = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Grants:
    """Gifts of money become points: the bank's line, or the payment's callback, is their second person (ADR 0148)."""

    @reaction(GiftConfirmed, batch=True)
    def credit_gifts(self, work: Work, events: Sequence[GiftConfirmed]) -> None:
        """Credit donors; an anonymous gift earns nobody anything, and a receipted one no spendable points (rulebook §2, R-0)."""
        by_community: dict[str, list[tuple[GiftConfirmed, PartyId]]] = defaultdict(list)
        for event in events:
            if event.donor_id is not None:
                by_community[event.community].append((event, event.donor_id))
        for community, gifts in sorted(by_community.items()):
            own = work.on_behalf(system(community), work.cause)
            published = card_store.published(own)
            acts = act_store.known(own, {gift.activity_id for gift, _ in gifts if gift.activity_id is not None})
            _credit(own, [_of_gift(gift, donor_id, published, acts=acts) for gift, donor_id in gifts])

    @query(requests.GetGrant, may=EVERYBODY)
    def get_grant(self, work: Work, asked: requests.GetGrant) -> answers.Grant:
        """What a source earned, step by step, and what of it was taken back. Refuses SourceNotFound."""
        grant = store.find_by_source(work, [asked.source_id]).get(asked.source_id)
        if grant is None or not _sees(work, grant.party_id):
            raise refusals.SourceNotFound
        return rules.explained(grant, store.taken_of(work, [grant.grant_id]))

    @query(requests.GetClawback, may=EVERYBODY)
    def get_clawback(self, work: Work, asked: requests.GetClawback) -> answers.Clawback:
        """What the party still has to repay; for itself and staff, for nobody else. Refuses PartyNotFound."""
        if not _sees(work, asked.party_id):
            raise PartyNotFound
        party = party_store.require_party(work, asked.party_id)
        owed = accounts_store.debts(work, [party.party_id])
        return answers.Clawback(
            party_id=party.party_id,
            sp_debt=owed.get(party.party_id, 0),
            percent=card_store.rulebook_now(work).repaid_percent,
        )


def _sees(work: Work, party_id: str) -> bool:
    return work.actor.is_any(*SEES_ALL) or party_store.is_own(work, party_id)


def _credit(work: Work, earnings: Sequence[Earning]) -> None:
    made = store.credit(work, earnings)
    work.emit(*(rules.granted(grant, community=work.community) for grant in made))


def _of_gift(
    event: GiftConfirmed, donor_id: PartyId, published: Sequence[RateCard], *, acts: Collection[str]
) -> Earning:
    # What holds on the day of payment holds, not what does when the statement was read (rulebook §2, §6).
    performed_on = event.paid_on or event.confirmed_on
    return Earning(
        source_id=event.gift_id,
        party_id=donor_id,
        contribution_type=rules.type_of_gift(
            choice=event.choice,
            lane=event.lane,
            rulebook=rulebook_on(published, on=performed_on),
            unbroken_months=event.unbroken_months,
            origin=event.origin,
        ),
        performed_on=performed_on,
        fen=event.amount,
        # What nobody made known here is no shared act (ADR 0144).
        activity_id=event.activity_id if event.activity_id in acts else None,
    )
