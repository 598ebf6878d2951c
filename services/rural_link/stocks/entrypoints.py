"""What can be asked about the grams in a lot: what was lost, what is there, what was given away."""

from __future__ import annotations

from dataclasses import asdict, replace

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command
from contracts.roles import Role
from contracts.rural_link import answers, lot_requests
from contracts.rural_link.events import LotDonated, LotHeld
from contracts.rural_link.kinds import LotState, OutflowKind, StepKind
from services.rural_link.certificates import store as documents
from services.rural_link.lots import store as lots
from services.rural_link.lots.rules import Lot, answer_of
from services.rural_link.partners.rules import Partner
from services.rural_link.steps import store as steps
from services.rural_link.stocks import rules, store
from services.rural_link.stocks.refusals import DonationIdTaken, OutflowIdTaken

STEP_OF = {OutflowKind.TRANSFORMED: StepKind.TRANSFORMED, OutflowKind.LOSS: StepKind.LOST}
COUNTED = "盘点差异"


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
        """Give part of a certified lot to a fund, at cost. Refuses NotEnoughLeft, AppraisedAbovePrice, WrongLotState, DonationIdTaken."""
        lot, partner = lots.lock_for_agent(work, asked.lot_id)
        donation = _donation(work, asked, lot, partner)
        known = store.find_donation(work, asked.donation_id)
        if known is not None:
            return _given_before(known, donation)
        after = lots.save_lot(work, rules.donate(lot, grams=asked.grams, appraised=asked.appraised))
        store.add_donation(work, donation)
        _step(work, after, partner, StepKind.DONATED, grams=asked.grams, reference=asked.donation_id)
        work.emit(LotDonated(community=work.community, **asdict(donation)))
        return _donation_answer(donation)


def _counted_before(work: Work, lot: Lot, known: rules.Outflow) -> answers.Lot:
    if (known.lot_id, known.kind) != (lot.lot_id, OutflowKind.WEIGHING):
        raise OutflowIdTaken
    return _answer(work, lot)


def _given_before(known: rules.Donation, donation: rules.Donation) -> answers.LotDonation:
    if replace(known, donated_on=donation.donated_on) != donation:
        raise DonationIdTaken
    return _donation_answer(known)


def _donation(work: Work, asked: lot_requests.DonateFromLot, lot: Lot, partner: Partner) -> rules.Donation:
    return rules.Donation(
        donation_id=asked.donation_id,
        lot_id=asked.lot_id,
        donor_id=partner.party_id,
        product=lot.product,
        grams=asked.grams,
        appraised=asked.appraised,
        fund_code=asked.fund_code,
        donated_on=civil_day(work.now),
    )


def _donation_answer(donation: rules.Donation) -> answers.LotDonation:
    return answers.LotDonation(
        donation_id=donation.donation_id,
        lot_id=donation.lot_id,
        product=donation.product,
        grams=donation.grams,
        appraised=donation.appraised,
        fund_code=donation.fund_code,
        donated_on=donation.donated_on,
    )


def _tell_if_held(work: Work, before: Lot, after: Lot, partner: Partner) -> None:
    if before.state is LotState.HELD or after.state is not LotState.HELD:
        return
    _step(work, after, partner, StepKind.HELD)
    work.emit(LotHeld(community=work.community, lot_id=after.lot_id, automatic=True, held_on=civil_day(work.now)))


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
