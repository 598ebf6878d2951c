"""What can be asked about the trace of a lot."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.roles import ANYONE, Role
from contracts.rural_link import answers, lot_requests
from services.rural_link.certificates import store as documents
from services.rural_link.lots import store as lots
from services.rural_link.partners import store as partners
from services.rural_link.steps import rules as step_rules
from services.rural_link.steps import store as steps
from services.rural_link.traces import rules


class Traces:
    """Where lots came from and what happened to them."""

    @command(lot_requests.CorrectStep, may=(Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF))
    def correct_step(self, work: Work, asked: lot_requests.CorrectStep) -> answers.TraceStep:
        """Say where and when a step really happened; the wrong one stays beside it. Refuses StepCorrected, StepInFuture, CorrectionIdTaken."""
        lots.lock_for_agent(work, asked.lot_id)
        wrong = steps.step(work, lot_id=asked.lot_id, step_id=asked.step_id)
        right, declaration = step_rules.correct(
            wrong,
            correction_id=asked.correction_id,
            reason=asked.reason,
            happened_at=asked.happened_at,
            place=asked.place,
            at=work.now,
        )
        steps.add_correction(work, wrong=wrong, right=right, declaration=declaration)
        return rules.step_answer(right)

    @query(lot_requests.TraceLot, may=ANYONE)
    def trace_lot(self, work: Work, asked: lot_requests.TraceLot) -> answers.LotTrace:
        """Show anybody who scans a pack where it came from. Refuses NotFound for a lot that was never published."""
        lot = lots.lot(work, asked.lot_id)
        return rules.trace(
            lot,
            partner=partners.partner(work, lot.partner_id),
            documents=documents.documents_of(work, [lot.lot_id])[lot.lot_id],
            steps=steps.steps_of(work, lot.lot_id),
        )

    @query(lot_requests.ExportTrace, may=ANYONE)
    def export_trace(self, work: Work, asked: lot_requests.ExportTrace) -> answers.EpcisDocument:
        """Give the same trace to other people's systems, as EPCIS 2.0. Refuses NotFound for a lot that was never published."""
        lot = lots.lot(work, asked.lot_id)
        document = rules.epcis(lot, steps=steps.steps_of(work, lot.lot_id), at=work.now)
        return answers.EpcisDocument(lot_id=lot.lot_id, document=document)
