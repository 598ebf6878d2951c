"""What can be asked with a whole harvest sheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command
from contracts.roles import Role
from contracts.rural_link import answers, lot_requests
from contracts.rural_link.kinds import StepKind
from services.rural_link.certificates import store as documents
from services.rural_link.lots import store as lots
from services.rural_link.lots.entrypoints import commissioned_event
from services.rural_link.lots.refusals import LotIdTaken
from services.rural_link.lots.rules import Lot, answer_of, harvest_of
from services.rural_link.partners import rules as partner_rules
from services.rural_link.partners import store as partners
from services.rural_link.partners.rules import Partner
from services.rural_link.sheets import rules
from services.rural_link.steps import store as steps


class Sheets:
    """Many lots at once."""

    @command(lot_requests.PostLots, may=(Role.VILLAGE_AGENT,))
    def post_lots(self, work: Work, asked: lot_requests.PostLots) -> answers.PostedLots:
        """Commission every lot of a village's sheet, or none: RowsRefused names each wrong cell. Refuses SheetSizeWrong too."""
        rules.check_size(asked.rows)
        partner = partners.partner(work, asked.partner_id)
        partner_rules.check_agent(partner, organisation_id=work.actor.organisation_id)
        known = lots.lots_by_id(work, [row.lot_id for row in asked.rows])
        if rules.posted_before(asked.rows, known, partner_id=partner.partner_id):
            return _answer(work, [known[row.lot_id] for row in asked.rows])
        posted = _lots(work, partner, asked.rows, ids_taken=known)
        # Somebody else's rows may have come in since they were looked for; then nothing of this sheet stays.
        if not lots.add_commissioned(work, posted):
            raise LotIdTaken
        _tell(work, partner, posted)
        return _answer(work, posted)


def _lots(
    work: Work, partner: Partner, rows: Sequence[lot_requests.LotRow], *, ids_taken: Collection[str]
) -> list[Lot]:
    numbers = [row.lot_number for row in rows]
    return rules.lots_of(
        rows,
        partner_id=partner.partner_id,
        grown=partner.categories,
        ids_taken=ids_taken,
        numbers_taken=lots.numbers_taken(work, partner_id=partner.partner_id, lot_numbers=numbers),
        today=civil_day(work.now),
    )


def _answer(work: Work, posted: Sequence[Lot]) -> answers.PostedLots:
    papers = documents.documents_of(work, [lot.lot_id for lot in posted])
    return answers.PostedLots(items=tuple(answer_of(lot, papers[lot.lot_id]) for lot in posted))


def _tell(work: Work, partner: Partner, posted: Sequence[Lot]) -> None:
    steps.add_steps(
        work,
        [
            steps.step_now(
                work,
                StepKind.COMMISSIONED,
                lot_id=lot.lot_id,
                place_id=partner.partner_id,
                place=partner.place,
                grams=harvest_of(lot).grams,
            )
            for lot in posted
        ],
    )
    work.emit(*(commissioned_event(work, lot) for lot in posted))
