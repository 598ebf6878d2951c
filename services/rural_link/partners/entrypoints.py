"""What can be asked about rural partners."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.roles import ANYONE, Role
from contracts.rural_link import answers, requests
from contracts.rural_link.events import PartnerRegistered
from services.rural_link.pages import page
from services.rural_link.parties import store as parties
from services.rural_link.partners import rules, store


class Partners:
    """Villages, townships and growers."""

    @command(requests.RegisterPartner, may=(Role.COMMUNITY_STAFF,))
    def register_partner(self, work: Work, asked: requests.RegisterPartner) -> answers.Partner:
        """Take a village in as a partner. Refuses NotRural, NothingGrown, PartnerIdTaken, AlreadyPartner (rulebook §1)."""
        party = parties.require_party(work, asked.party_id)
        partner = rules.Partner(
            partner_id=asked.partner_id,
            party_id=asked.party_id,
            kind=asked.kind,
            name=asked.name,
            place=asked.place,
            categories=asked.categories,
            registered_on=civil_day(work.now),
        )
        rules.check_partner(partner, sector=party.sector)
        if store.add_partner(work, partner):
            work.emit(_registered(work, partner))
        return _answer(store.partner(work, asked.partner_id))

    @query(requests.GetPartner, may=ANYONE)
    def get_partner(self, work: Work, asked: requests.GetPartner) -> answers.Partner:
        """Show one partner to anybody."""
        return _answer(store.partner(work, asked.partner_id))

    @query(requests.ListPartners, may=ANYONE)
    def list_partners(self, work: Work, asked: requests.ListPartners) -> answers.PartnerPage:
        """Show the partners to anybody, newest first."""
        found = store.partners_page(work, limit=asked.limit + 1, before=asked.after)
        shown, next_key = page(found, limit=asked.limit, key=lambda partner: partner.partner_id)
        return answers.PartnerPage(items=tuple(_answer(partner) for partner in shown), next_key=next_key)


def _answer(partner: rules.Partner) -> answers.Partner:
    # A partner is written once, so its version never moves; it is there for callers who compare.
    return answers.Partner(
        partner_id=partner.partner_id,
        party_id=partner.party_id,
        kind=partner.kind,
        name=partner.name,
        place=partner.place,
        categories=partner.categories,
        registered_on=partner.registered_on,
        version=1,
    )


def _registered(work: Work, partner: rules.Partner) -> PartnerRegistered:
    return PartnerRegistered(
        community=work.community,
        partner_id=partner.partner_id,
        party_id=partner.party_id,
        name=partner.name,
        registered_on=partner.registered_on,
    )
