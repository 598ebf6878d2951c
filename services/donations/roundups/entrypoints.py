"""What can be asked about customers' round-ups, and what is done when shops do not act."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import metrics
from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.answers import RoundUpBatch
from contracts.donations.kinds import Lane, RoundOutcome
from contracts.donations.shopping_events import RoundUpBatchClosed, RoundUpBatchLate
from contracts.roles import Role
from services.donations.funds.store import require_fund, require_project
from services.donations.gifts.entrypoints import DONORS, OFFICERS
from services.donations.gifts.rules import check_project
from services.donations.parties.rules import PartyNotFound
from services.donations.parties.store import find_parties, require_party
from services.donations.roundups import rules, store
from services.donations.roundups.refusals import ShopNeeded
from services.donations.roundups.rules import Purse, Round

SHOPS = (Role.MERCHANT_AGENT,)
SWEEP_SECONDS = 5
SHOW_SECONDS = 60


class RoundUps:
    """What customers add at the till: their own gifts, which a shop only forwards (rulebook §12, F4)."""

    @command(requests.ReportRounds, may=SHOPS)
    def report_rounds(self, work: Work, asked: requests.ReportRounds) -> answers.RoundsReport:
        """Take over what a shop collected, each payment once; what no customer agreed to is named and not taken.

        Refuses PartyNotFound, ShopNeeded, FundNotFound, ProjectNotFound, LaneDiffers, ProjectNotRunning.
        """
        _check_shop(work, asked.merchant_id)
        fund = require_fund(work, asked.fund_code)
        if asked.project_code is not None:
            project = require_project(work, fund.fund_code, asked.project_code)
            check_project(project, lane=Lane.DIRECTED, on=civil_day(work.now))
        named = {one.customer_id for one in asked.rounds if one.customer_id}
        parties = find_parties(work, named)
        reasons = [rules.trouble(one, parties=parties, at=work.now) for one in asked.rounds]
        wanted = [_round(work, asked, one) for one, reason in zip(asked.rounds, reasons, strict=True) if reason is None]
        new = store.add_rounds(work, wanted)
        stored = store.find_rounds(work, asked.merchant_id, {one.payment_reference for one in wanted})
        told = iter(_result(one, new=new, stored=stored[one.payment_reference]) for one in wanted)
        results = [
            next(told) if reason is None else _refused(one.payment_reference, reason)
            for one, reason in zip(asked.rounds, reasons, strict=True)
        ]
        outcomes = [result.outcome for result in results]
        return answers.RoundsReport(
            recorded=outcomes.count(RoundOutcome.RECORDED),
            duplicates=outcomes.count(RoundOutcome.DUPLICATE),
            refused=outcomes.count(RoundOutcome.REFUSED),
            results=tuple(results),
        )

    @command(requests.CloseRoundUpBatches, may=SHOPS)
    def close_round_up_batches(self, work: Work, asked: requests.CloseRoundUpBatches) -> answers.ClosedRoundUpBatches:
        """Put together what the shop has not forwarded, a batch for each purpose, and say how to pay it. Refuses PartyNotFound, ShopNeeded."""
        _check_shop(work, asked.merchant_id)
        return answers.ClosedRoundUpBatches(items=tuple(_close(work, store.purses_of(work, asked.merchant_id))))

    @query(requests.ListRoundUpBatches, may=(*SHOPS, *OFFICERS))
    def list_round_up_batches(self, work: Work, asked: requests.ListRoundUpBatches) -> answers.RoundUpBatchPage:
        """Batches, newest first, the late ones with `state=late`: own ones for shops, all for who keeps the fund."""
        whose = None if work.actor.is_any(*OFFICERS) else work.actor.parties
        found = store.page(work, merchant_ids=whose, state=asked.state, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        more = shown[-1].batch_id if len(found) > asked.limit else None
        return answers.RoundUpBatchPage(items=tuple(shown), next_key=more)

    @query(requests.ListRounds, may=DONORS)
    def list_rounds(self, work: Work, asked: requests.ListRounds) -> answers.RoundPage:
        """One's own round-ups, newest first; the gifts that they become stand among one's gifts, and so do their receipts."""
        found = store.rounds_page(work, work.actor.parties, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        more = shown[-1].round_id if len(found) > asked.limit else None
        return answers.RoundPage(items=tuple(_seen(one) for one in shown), next_key=more)

    @query(requests.GetRoundUpConversion, may=(Role.FEDERATION_OFFICER, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR))
    def get_round_up_conversion(self, work: Work, asked: requests.GetRoundUpConversion) -> answers.RoundUpConversion:
        """How many of those who ever rounded up made a gift of their own within 90 days after they first did (rulebook §12)."""
        del asked
        customers, converted = store.conversion(work)
        return rules.conversion(customers=customers, converted=converted)

    @sweep(seconds=SWEEP_SECONDS)
    def close_waiting_rounds(self, work: Work) -> None:
        """Put together what shops have left lying for three days, so that the week to pay it has not passed already."""
        for community, purses in store.purses_waiting(work).items():
            _close(work.on_behalf(system(community), work.cause), purses)

    @sweep(seconds=SWEEP_SECONDS)
    def chase_round_ups(self, work: Work) -> None:
        """Show and tell what was not forwarded within a week of its first round-up (rulebook §12)."""
        for community, batch in store.mark_late(work, today=civil_day(work.now)):
            work.emit(
                RoundUpBatchLate(
                    community=community,
                    batch_id=batch.batch_id,
                    merchant_id=batch.merchant_id,
                    amount=batch.amount,
                    pay_by=batch.pay_by,
                )
            )

    @sweep(seconds=SHOW_SECONDS)
    def show_late_round_ups(self, work: Work) -> None:
        """Show how many batches are late, so that somebody is called; one that is paid late counts no more."""
        metrics.show_overdue("donations", "round_up_batches", store.late_now(work))


def _check_shop(work: Work, merchant_id: str) -> None:
    if merchant_id not in work.actor.parties:
        raise PartyNotFound
    if require_party(work, merchant_id).is_person:
        raise ShopNeeded


def _round(work: Work, asked: requests.ReportRounds, one: requests.RawRound) -> Round:
    return Round(
        round_id=new_id("rnd"),
        merchant_id=asked.merchant_id,
        payment_reference=one.payment_reference,
        fund_code=asked.fund_code,
        project_code=asked.project_code,
        customer_id=one.customer_id,
        token=one.token,
        amount=one.amount,
        paid_at=one.paid_at,
        reported_by=work.actor.party_id,
        reported_at=work.now,
    )


def _result(wanted: Round, *, new: set[str], stored: Round) -> answers.RoundResult:
    if wanted.round_id in new:
        outcome, reason = RoundOutcome.RECORDED, None
    elif rules.same(stored, wanted):
        outcome, reason = RoundOutcome.DUPLICATE, None
    else:
        return _refused(wanted.payment_reference, "reference_says_otherwise")
    return answers.RoundResult(payment_reference=wanted.payment_reference, outcome=outcome, reason=reason)


def _refused(payment_reference: str, reason: str) -> answers.RoundResult:
    return answers.RoundResult(payment_reference=payment_reference, outcome=RoundOutcome.REFUSED, reason=reason)


def _close(work: Work, purses: Sequence[Purse]) -> list[RoundUpBatch]:
    if not purses:
        return []
    by_batch = {new_id("rub"): purse for purse in purses}
    closed = [
        rules.close(by_batch[batch_id], collected, batch_id=batch_id, first_on=civil_day(collected.first_at))
        for batch_id, collected in sorted(store.collect(work, by_batch).items())
    ]
    store.add_batches(work, closed)
    for batch in closed:
        work.emit(
            RoundUpBatchClosed(
                community=work.community,
                batch_id=batch.batch_id,
                merchant_id=batch.merchant_id,
                rounds=batch.rounds,
                amount=batch.amount,
                pay_by=batch.pay_by,
            )
        )
    return closed


def _seen(one: Round) -> answers.Round:
    return answers.Round(
        round_id=one.round_id,
        merchant_id=one.merchant_id,
        payment_reference=one.payment_reference,
        fund_code=one.fund_code,
        project_code=one.project_code,
        amount=one.amount,
        paid_at=one.paid_at,
        batch_id=one.batch_id,
    )
