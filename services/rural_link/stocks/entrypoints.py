"""What can be asked about the grams in a lot: what was lost, what is there, what was given away."""

from __future__ import annotations

from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, reaction
from contracts.donations.events import InKindReturned
from contracts.refused import NotYet
from contracts.roles import Role
from contracts.rural_link import answers, lot_requests
from contracts.rural_link.events import LotDonated, LotHeld
from contracts.rural_link.kinds import LotState, OutflowKind, StepKind
from services.rural_link.certificates import store as documents
from services.rural_link.lots import store as lots
from services.rural_link.lots.rules import Lot, answer_of
from services.rural_link.pages import page
from services.rural_link.parties import store as parties
from services.rural_link.partners import store as partners
from services.rural_link.partners.rules import Partner
from services.rural_link.steps import store as steps
from services.rural_link.stocks import rules, store
from services.rural_link.stocks.refusals import DonationIdTaken, OutflowIdTaken

STEP_OF = {OutflowKind.TRANSFORMED: StepKind.TRANSFORMED, OutflowKind.LOSS: StepKind.LOST}
COUNTED = "盘点差异"
SEEING_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Stocks:
    """What is in a lot."""

    @command(lot_requests.RecordOutflow, may=(Role.VILLAGE_AGENT,))
    def record_outflow(self, work: Work, asked: lot_requests.RecordOutflow) -> answers.Lot:
        """Write down a loss or a transformation. It is a fact even where it overdraws the lot: then the lot is held (rulebook §18)."""
        lot, partner = lots.lock_for_agent(work, asked.lot_id)
        outflow = rules.Outflow(
            outflow_id=asked.outflow_id,
            lot_id=asked.lot_id,
            kind=OutflowKind(asked.kind.value),
            grams=asked.grams,
            reason=asked.reason,
            recorded_at=work.now,
        )
        if not store.add_outflow(work, outflow):
            return _answer(work, lot)
        after = lots.save_lot(work, rules.record(lot, grams=asked.grams))
        _step(work, after, partner, STEP_OF[outflow.kind], grams=asked.grams, reference=asked.outflow_id)
        _tell_if_held(work, lot, after, partner)
        return _answer(work, after)

    @command(lot_requests.CountLot, may=(Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF))
    def count_lot(self, work: Work, asked: lot_requests.CountLot) -> answers.Lot:
        """Weigh what is there. Within tolerance the books follow the scales; beyond it the lot is held (rulebook §18)."""
        lot, partner = lots.lock_for_agent(work, asked.lot_id)
        known = store.find_outflow(work, asked.outflow_id)
        if known is not None:
            return _counted_before(work, lot, known)
        after, missing = rules.count(lot, on_hand=asked.on_hand_grams)
        counted = rules.Outflow(
            outflow_id=asked.outflow_id,
            lot_id=asked.lot_id,
            kind=OutflowKind.WEIGHING,
            grams=missing,
            reason=COUNTED,
            recorded_at=work.now,
        )
        store.add_outflow(work, counted)
        after = lots.save_lot(work, after)
        _step(work, after, partner, StepKind.COUNTED, grams=asked.on_hand_grams, reference=asked.outflow_id)
        _tell_if_held(work, lot, after, partner)
        return _answer(work, after)

    @command(lot_requests.DonateFromLot, may=(Role.VILLAGE_AGENT,))
    def donate_from_lot(self, work: Work, asked: lot_requests.DonateFromLot) -> answers.LotDonation:
        """Offer part of a certified lot to a fund. Refusals: rules.check_giving, and DonationIdTaken."""
        lot, partner = lots.lock_for_agent(work, asked.lot_id)
        offered = _offered(work, asked, lot, partner)
        if store.add_offer(work, offered):
            rules.check_giving(lot, grams=asked.grams, cost=asked.cost)
            return rules.donation_answer(offered)
        known = store.donation(work, asked.donation_id)
        if replace(known, offered_by=offered.offered_by, offered_on=offered.offered_on, acceptance=None) != offered:
            raise DonationIdTaken
        return rules.donation_answer(known)

    @command(lot_requests.AcceptLotDonation, may=(Role.COMMUNITY_STAFF,))
    def accept_lot_donation(self, work: Work, asked: lot_requests.AcceptLotDonation) -> answers.LotDonation:
        """Take what a village offers (rulebook §1, §18); who took it before is answered alike. Refusals: rules.accept."""
        lot, partner = lots.lock_for_agent(work, store.donation(work, asked.donation_id).lot_id)
        offered = store.donation(work, asked.donation_id)  # Again: it may have been accepted while the lot was locked.
        if offered.acceptance is not None:
            return rules.donation_answer(offered)
        acceptance = rules.Acceptance(accepted_by=work.actor.party_id or "", donated_on=civil_day(work.now))
        after, given = rules.accept(lot, offered, acceptance, selves=parties.selves(work, acceptance.accepted_by))
        lots.save_lot(work, after)
        store.add_acceptance(work, given, acceptance)
        _step(work, after, partner, StepKind.DONATED, grams=given.grams, reference=given.donation_id)
        work.emit(_donated(work, given, acceptance))
        return rules.donation_answer(given)

    @query(lot_requests.ListLotDonations, may=(Role.VILLAGE_AGENT, *SEEING_ALL))
    def list_lot_donations(self, work: Work, asked: lot_requests.ListLotDonations) -> answers.LotDonationPage:
        """Show what was offered and given of lots, newest first: a village its own, staff and auditors all."""
        donor_id = None if work.actor.is_any(*SEEING_ALL) else work.actor.organisation_id or ""
        found = store.donations_page(work, donor_id=donor_id, limit=asked.limit + 1, before=asked.after)
        shown, next_key = page(found, limit=asked.limit, key=lambda donation: donation.donation_id)
        return answers.LotDonationPage(
            items=tuple(rules.donation_answer(donation) for donation in shown), next_key=next_key
        )

    @reaction(InKindReturned)
    def take_back_what_was_given(self, work: Work, event: InKindReturned) -> None:
        """Grams of a donated lot are with its village again, whatever state the lot is in; told twice, they came once (rulebook §18)."""
        if event.lot_donation_id is None:
            return
        given = store.find_donation(work, event.lot_donation_id)
        if given is None or given.acceptance is None:
            raise NotYet
        lot = lots.lock_lot(work, given.lot_id)
        if not store.add_return(work, event, given):
            return
        after = lots.save_lot(work, rules.come_back(lot, grams=event.quantity))
        partner = partners.partner(work, lot.partner_id)
        _step(work, after, partner, StepKind.RETURNED, grams=event.quantity, reference=event.removal_id)


def _counted_before(work: Work, lot: Lot, known: rules.Outflow) -> answers.Lot:
    if (known.lot_id, known.kind) != (lot.lot_id, OutflowKind.WEIGHING):
        raise OutflowIdTaken
    return _answer(work, lot)


def _offered(work: Work, asked: lot_requests.DonateFromLot, lot: Lot, partner: Partner) -> rules.Donation:
    return rules.Donation(
        donation_id=asked.donation_id,
        lot_id=asked.lot_id,
        donor_id=partner.party_id,
        product=lot.product,
        grams=asked.grams,
        cost=asked.cost,
        fund_code=asked.fund_code,
        offered_by=work.actor.party_id or "",
        offered_on=civil_day(work.now),
        activity_id=asked.activity_id,
    )


def _donated(work: Work, given: rules.Donation, acceptance: rules.Acceptance) -> LotDonated:
    return LotDonated(
        community=work.community,
        donation_id=given.donation_id,
        lot_id=given.lot_id,
        donor_id=given.donor_id,
        product=given.product,
        grams=given.grams,
        cost=given.cost,
        fund_code=given.fund_code,
        donated_on=acceptance.donated_on,
        activity_id=given.activity_id,
    )


def _tell_if_held(work: Work, before: Lot, after: Lot, partner: Partner) -> None:
    if before.state is LotState.HELD or after.state is not LotState.HELD:
        return
    _step(work, after, partner, StepKind.HELD)
    work.emit(
        LotHeld(
            community=work.community,
            lot_id=after.lot_id,
            automatic=True,
            held_on=civil_day(work.now),
            lot_version=after.version,
        )
    )


def _step(
    work: Work,
    lot: Lot,
    partner: Partner,
    kind: StepKind,
    *,
    grams: int | None = None,
    reference: str | None = None,
) -> None:
    happened = steps.step_now(
        work,
        kind,
        lot_id=lot.lot_id,
        place_id=partner.partner_id,
        place=partner.place,
        grams=grams,
        reference=reference,
    )
    steps.add_steps(work, [happened])


def _answer(work: Work, lot: Lot) -> answers.Lot:
    return answer_of(lot, documents.documents_of(work, [lot.lot_id])[lot.lot_id])
