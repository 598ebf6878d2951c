"""What can be asked about the life of a lot: a village drafts, commissions, certifies and publishes; staff release and recall."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, reaction
from contracts.points.events import PartyErased
from contracts.refused import NotFound
from contracts.roles import ANYONE, Role
from contracts.rural_link import answers, lot_requests
from contracts.rural_link.events import LotCertified, LotCommissioned, LotHeld, LotPublished, LotRecalled, LotReleased
from contracts.rural_link.kinds import StepKind
from services.rural_link.certificates import rules as certificates
from services.rural_link.certificates import store as documents
from services.rural_link.lots import rules, store
from services.rural_link.pages import page
from services.rural_link.parties import store as parties
from services.rural_link.partners import rules as partner_rules
from services.rural_link.partners import store as partners
from services.rural_link.partners.rules import Partner
from services.rural_link.steps import store as steps

AGENTS = (Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF)


class Lots:
    """Produce lots."""

    @command(lot_requests.DraftLot, may=(Role.VILLAGE_AGENT,))
    def draft_lot(self, work: Work, asked: lot_requests.DraftLot) -> answers.Lot:
        """Announce a lot of one's own village. Refuses NotYourPartner, CategoryNotGrown, LotIdTaken."""
        partner = partners.partner(work, asked.partner_id)
        partner_rules.check_agent(partner, organisation_id=work.actor.organisation_id)
        partner_rules.check_grown(partner, [asked.category])
        draft = rules.Lot(
            lot_id=asked.lot_id, partner_id=asked.partner_id, category=asked.category, product=asked.product
        )
        store.add_draft(work, draft)
        return _answer(work, store.lot(work, asked.lot_id))

    @command(lot_requests.ReviseLot, may=(Role.VILLAGE_AGENT,))
    def revise_lot(self, work: Work, asked: lot_requests.ReviseLot) -> answers.Lot:
        """Change a draft. Refuses LotLocked, CategoryNotGrown."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        partner_rules.check_grown(partner, [asked.category])
        return _answer(work, store.save_lot(work, rules.revise(lot, category=asked.category, product=asked.product)))

    @command(lot_requests.CommissionLot, may=(Role.VILLAGE_AGENT,))
    def commission_lot(self, work: Work, asked: lot_requests.CommissionLot) -> answers.Lot:
        """State the harvest of a draft (rulebook §18). Refuses LotLocked, HarvestInFuture, LotNumberTaken."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        harvest = rules.Harvest(
            lot_number=asked.lot_number,
            grower_name=asked.grower_name,
            plot=asked.plot,
            variety=asked.variety,
            harvested_on=asked.harvested_on,
            grams=asked.grams,
        )
        commissioned = store.save_lot(work, rules.commission(lot, harvest=harvest, today=civil_day(work.now)))
        store.add_harvest(work, commissioned)
        _step(work, commissioned, partner, StepKind.COMMISSIONED, grams=harvest.grams)
        work.emit(commissioned_event(work, commissioned))
        return _answer(work, commissioned)

    @command(lot_requests.CertifyLot, may=(Role.VILLAGE_AGENT,))
    def certify_lot(self, work: Work, asked: lot_requests.CertifyLot) -> answers.Lot:
        """Pass the certificate gate (rulebook §18): every paper the category needs, about this lot. Refusals: certificates.rules."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        certified, harvest = rules.certify(lot), rules.harvest_of(lot)
        papers = [_paper(stated) for stated in asked.documents]
        certificates.check_documents(
            papers,
            category=lot.category,
            product=lot.product,
            grams=harvest.grams,
            harvested_on=harvest.harvested_on,
            today=civil_day(work.now),
        )
        documents.add_documents(work, lot.lot_id, papers)
        certified = store.save_lot(work, certified)
        _step(work, certified, partner, StepKind.CERTIFIED, grams=harvest.grams)
        work.emit(LotCertified(community=work.community, lot_id=lot.lot_id, certified_on=civil_day(work.now)))
        return _answer(work, certified)

    @command(lot_requests.PublishLot, may=AGENTS)
    def publish_lot(self, work: Work, asked: lot_requests.PublishLot) -> answers.Lot:
        """Offer a certified lot in packs. Refuses WrongLotState before the gate was passed, NotEnoughLeft."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        offer = rules.PackOffer(
            price=asked.price,
            pack_grams=asked.pack_grams,
            packs=asked.packs,
            grower_shown_as=asked.grower_shown_as,
            published_on=civil_day(work.now),
        )
        published = store.save_lot(work, rules.publish(lot, offer=offer))
        store.add_offer(work, lot.lot_id, offer)
        _step(work, published, partner, StepKind.PUBLISHED, grams=offer.packs * offer.pack_grams)
        work.emit(_published_event(work, published, offer))
        return _answer(work, published)

    @command(lot_requests.HoldLot, may=AGENTS)
    def hold_lot(self, work: Work, asked: lot_requests.HoldLot) -> answers.Lot:
        """Stop a lot in one step. Refuses WrongLotState."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        held = store.save_lot(work, rules.hold(lot, because=asked.reason))
        _step(work, held, partner, StepKind.HELD)
        work.emit(
            LotHeld(
                community=work.community,
                lot_id=lot.lot_id,
                automatic=False,
                held_on=civil_day(work.now),
                lot_version=held.version,
            )
        )
        return _answer(work, held)

    @command(lot_requests.ReleaseLot, may=(Role.COMMUNITY_STAFF,))
    def release_lot(self, work: Work, asked: lot_requests.ReleaseLot) -> answers.Lot:
        """Let a held lot go on. Refuses WrongLotState, and StillOutOfBalance while more went out than came in."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        released = store.save_lot(work, rules.release(lot))
        _step(work, released, partner, StepKind.RELEASED)
        said = LotReleased(
            community=work.community,
            lot_id=lot.lot_id,
            released_on=civil_day(work.now),
            lot_version=released.version,
        )
        work.emit(said)
        return _answer(work, released)

    @command(lot_requests.RecallLot, may=(Role.COMMUNITY_STAFF,))
    def recall_lot(self, work: Work, asked: lot_requests.RecallLot) -> answers.Lot:
        """Take a held lot back for good; its orders can then only be cancelled. Refuses WrongLotState."""
        lot, partner = store.lock_for_agent(work, asked.lot_id)
        recalled = store.save_lot(work, rules.recall(lot))
        _step(work, recalled, partner, StepKind.RECALLED)
        work.emit(LotRecalled(community=work.community, lot_id=lot.lot_id, recalled_on=civil_day(work.now)))
        return _answer(work, recalled)

    @reaction(PartyErased, batch=True)
    def forget_growers(self, work: Work, events: Sequence[PartyErased]) -> None:
        """Forget the names of erased persons: as known here, as a partner, and as the grower of that partner's lots (PIPL art. 47).

        The promisor stays on the conformity papers, which the law wants kept for two years at least (rulebook §18); the public page shows
        it no more. A village's own growers are known by no id: their names on its lots are the village's to change.
        """
        parties.forget(work, events)
        store.forget_growers(work, partners.forget(work, [(event.community, event.party_id) for event in events]))

    @query(lot_requests.GetLot, may=(*AGENTS, Role.AUDITOR))
    def get_lot(self, work: Work, asked: lot_requests.GetLot) -> answers.Lot:
        """Show a lot with all it says to its village, staff and auditors."""
        lot = store.lot(work, asked.lot_id)
        if not work.actor.is_any(Role.COMMUNITY_STAFF, Role.AUDITOR):
            own = partners.partner_of(work, work.actor.organisation_id)
            if own is None or own.partner_id != lot.partner_id:
                raise NotFound
        return _answer(work, lot)

    @query(lot_requests.ListLots, may=(*AGENTS, Role.AUDITOR))
    def list_lots(self, work: Work, asked: lot_requests.ListLots) -> answers.LotPage:
        """Show lots, newest first: a village its own, staff and auditors all."""
        partner_id = None
        if not work.actor.is_any(Role.COMMUNITY_STAFF, Role.AUDITOR):
            own = partners.partner_of(work, work.actor.organisation_id)
            if own is None:
                return answers.LotPage(items=(), next_key=None)
            partner_id = own.partner_id
        found = store.lots_page(
            work, partner_id=partner_id, state=asked.state, limit=asked.limit + 1, before=asked.after
        )
        shown, next_key = page(found, limit=asked.limit, key=lambda lot: lot.lot_id)
        papers = documents.documents_of(work, [lot.lot_id for lot in shown])
        return answers.LotPage(
            items=tuple(rules.answer_of(lot, papers[lot.lot_id]) for lot in shown), next_key=next_key
        )

    @query(lot_requests.ListOffers, may=ANYONE)
    def list_offers(self, work: Work, asked: lot_requests.ListOffers) -> answers.OfferPage:
        """Show what anybody may order now, newest first."""
        found = store.offered_page(work, category=asked.category, limit=asked.limit + 1, before=asked.after)
        shown, next_key = page(found, limit=asked.limit, key=lambda lot: lot.lot_id)
        names = partners.names_of(work, {lot.partner_id for lot in shown})
        return answers.OfferPage(
            items=tuple(rules.offer_answer(lot, partner_name=names[lot.partner_id]) for lot in shown),
            next_key=next_key,
        )


def commissioned_event(work: Work, lot: rules.Lot) -> LotCommissioned:
    """That the lot's harvest was stated."""
    harvest = rules.harvest_of(lot)
    return LotCommissioned(
        community=work.community,
        lot_id=lot.lot_id,
        partner_id=lot.partner_id,
        category=lot.category,
        product=lot.product,
        grams=harvest.grams,
        harvested_on=harvest.harvested_on,
    )


def _published_event(work: Work, lot: rules.Lot, offer: rules.PackOffer) -> LotPublished:
    return LotPublished(
        community=work.community,
        lot_id=lot.lot_id,
        partner_id=lot.partner_id,
        product=lot.product,
        price=offer.price,
        pack_grams=offer.pack_grams,
        packs=offer.packs,
        published_on=offer.published_on,
    )


def _paper(stated: lot_requests.StatedDocument) -> certificates.Document:
    return certificates.Document(
        kind=stated.kind,
        number=stated.number,
        product=stated.product,
        grams=stated.grams,
        place=stated.place,
        issued_on=stated.issued_on,
        promisor=stated.promisor,
        contact_masked=certificates.masked(stated.contact),
        file_sha256=stated.file_sha256,
    )


def _step(work: Work, lot: rules.Lot, partner: Partner, kind: StepKind, *, grams: int | None = None) -> None:
    steps.add_steps(
        work,
        [steps.step_now(work, kind, lot_id=lot.lot_id, place_id=partner.partner_id, place=partner.place, grams=grams)],
    )


def _answer(work: Work, lot: rules.Lot) -> answers.Lot:
    return rules.answer_of(lot, documents.documents_of(work, [lot.lot_id])[lot.lot_id])
