"""What can be asked about monthly giving, and what it does by itself every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from chassis.actor import system
from chassis.clock import civil_day, civil_month
from chassis.database import Work
from chassis.entrypoints import command, periodic, query, reaction
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.events import MandateCancelled, MandateSigned
from contracts.donations.kinds import MandateState
from contracts.points.events import PartyErased
from contracts.roles import Role
from services.donations.funds.store import require_project
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import DONORS, OFFICERS, donors_asked
from services.donations.mandates import rules, store
from services.donations.parties.store import forget, require_party

PLANNED_AT_ONCE_MAX = 500


class Mandates:
    """Monthly giving (月月捐): a promise, its consent, and one charge a month at most."""

    @command(requests.DraftMandate, may=DONORS)
    def draft_mandate(self, work: Work, asked: requests.DraftMandate) -> answers.Mandate:
        """Prepare a promise to give every month (rulebook §13). Refuses NotAMonthlyProject, AboveMonthlyLimit."""
        rules.check_donor(asked.donor_id, speaks_for=work.actor.parties)
        require_party(work, asked.donor_id)
        project = require_project(work, asked.fund_code, asked.project_code)
        mandate = rules.draft(asked, project=project, on=civil_day(work.now))
        if not store.add_mandate(work, mandate):
            stored = store.require_mandate(work, mandate.mandate_id)
            rules.same(stored, mandate)
            return _answer(work, stored)
        return _answer(work, mandate)

    @command(requests.SignMandate, may=DONORS)
    def sign_mandate(self, work: Work, asked: requests.SignMandate) -> answers.Mandate:
        """Agree to the text whose hash is given; the provider's contract comes next. Refuses WrongState."""
        signed = rules.sign(_own(work, asked.mandate_id), consent_sha256=asked.consent_sha256, at=work.now)
        store.keep_consent(work, signed)
        work.emit(
            MandateSigned(
                community=work.community,
                mandate_id=signed.mandate_id,
                donor_id=signed.donor_id,
                amount=signed.amount,
                fund_code=signed.fund_code,
                project_code=signed.project_code,
            )
        )
        return _answer(work, store.save_mandate(work, signed))

    @command(requests.ActivateMandate, may=(Role.FEDERATION_OFFICER,))
    def activate_mandate(self, work: Work, asked: requests.ActivateMandate) -> answers.Mandate:
        """Record that the payment provider opened the contract. Refuses WrongState."""
        mandate = store.lock_mandate(work, asked.mandate_id)
        work.expect_version(mandate.version)
        active = rules.activate(mandate, contract_number=asked.contract_number, on=civil_day(work.now))
        return _answer(work, store.save_mandate(work, active))

    @command(requests.PauseMandate, may=DONORS)
    def pause_mandate(self, work: Work, asked: requests.PauseMandate) -> answers.Mandate:
        """Charge nothing for up to six months; it goes on by itself afterwards. Refuses WrongState, PauseTooLong."""
        mandate = _own(work, asked.mandate_id)
        paused = rules.pause(mandate, until=asked.until, this_month=civil_month(work.now))
        _skip_planned(work, mandate)
        return _answer(work, store.save_mandate(work, paused))

    @command(requests.ResumeMandate, may=DONORS)
    def resume_mandate(self, work: Work, asked: requests.ResumeMandate) -> answers.Mandate:
        """Go on giving; what was missed is not caught up. Refuses WrongState."""
        resumed = rules.resume(_own(work, asked.mandate_id), on=civil_day(work.now))
        return _answer(work, store.save_mandate(work, resumed))

    @command(requests.CancelMandate, may=DONORS)
    def cancel_mandate(self, work: Work, asked: requests.CancelMandate) -> answers.Mandate:
        """End it at once, without a question (rulebook §13). Refuses WrongState if it has ended."""
        mandate = _own(work, asked.mandate_id)
        cancelled = rules.cancel(mandate)
        _skip_planned(work, mandate)
        work.emit(MandateCancelled(community=work.community, mandate_id=mandate.mandate_id))
        return _answer(work, store.save_mandate(work, cancelled))

    @command(requests.ChangeMandateAmount, may=DONORS)
    def change_mandate_amount(self, work: Work, asked: requests.ChangeMandateAmount) -> answers.Mandate:
        """Give less freely, or more with a new consent, from the next planned month on. Refuses NewConsentNeeded."""
        changed = rules.change_amount(_own(work, asked.mandate_id), asked)
        if asked.consent_sha256 is not None:
            store.keep_consent(work, changed)
        return _answer(work, store.save_mandate(work, changed))

    @command(requests.SkipCycle, may=DONORS)
    def skip_cycle(self, work: Work, asked: requests.SkipCycle) -> answers.Cycle:
        """Leave one month out. Refuses CycleNotPlanned."""
        rules.check_donor(store.lock_mandate(work, asked.mandate_id).donor_id, speaks_for=work.actor.parties)
        cycle = store.lock_cycle(work, asked.mandate_id, asked.month)
        work.expect_version(cycle.version)
        skipped = rules.skip(cycle)
        _lapse(work, cycle)
        return store.save_cycle(work, skipped)

    @command(requests.FailCycle, may=(Role.FEDERATION_OFFICER,))
    def fail_cycle(self, work: Work, asked: requests.FailCycle) -> answers.Cycle:
        """Record that a month could not be charged; three in a row pause the mandate (rulebook §13). Refuses CycleNotPlanned."""
        mandate = store.lock_mandate(work, asked.mandate_id)
        cycle = store.lock_cycle(work, asked.mandate_id, asked.month)
        work.expect_version(cycle.version)
        failed, after = rules.fail(cycle, mandate, contract_ended=asked.contract_ended)
        store.save_mandate(work, after)
        _lapse(work, cycle)
        return store.save_cycle(work, failed)

    @query(requests.GetMandate, may=(*DONORS, *OFFICERS))
    def get_mandate(self, work: Work, asked: requests.GetMandate) -> answers.Mandate:
        """One promise, for its donor and for who keeps the fund."""
        mandate = store.require_mandate(work, asked.mandate_id)
        if not work.actor.is_any(*OFFICERS):
            rules.check_donor(mandate.donor_id, speaks_for=work.actor.parties)
        return _answer(work, mandate)

    @query(requests.ListMandates, may=(*DONORS, *OFFICERS))
    def list_mandates(self, work: Work, asked: requests.ListMandates) -> answers.MandatePage:
        """Promises, newest first: own ones for donors, all for who keeps the fund."""
        donor_ids = donors_asked(work.actor, asked.donor_id)
        found = store.page(work, donor_ids=donor_ids, after=asked.after, limit=asked.limit + 1)
        page = found[: asked.limit]
        more = page[-1].mandate_id if len(found) > asked.limit else None
        return answers.MandatePage(items=tuple(_answer(work, mandate) for mandate in page), next_key=more)

    @query(requests.ListCycles, may=(*DONORS, *OFFICERS))
    def list_cycles(self, work: Work, asked: requests.ListCycles) -> answers.CyclePage:
        """The months of one promise, oldest first."""
        mandate = store.require_mandate(work, asked.mandate_id)
        if not work.actor.is_any(*OFFICERS):
            rules.check_donor(mandate.donor_id, speaks_for=work.actor.parties)
        found = store.cycles_page(work, asked.mandate_id, after=asked.after, limit=asked.limit + 1)
        page = found[: asked.limit]
        return answers.CyclePage(items=tuple(page), next_key=page[-1].month if len(found) > asked.limit else None)

    @reaction(PartyErased, batch=True)
    def forget_donors(self, work: Work, events: Sequence[PartyErased]) -> None:
        """Forget the names of erased donors: their public name, their aliases, and what shows them in stored answers (PIPL art. 47); end what they promised.

        Gifts, sums and choices stay. So do payers' names on receipts and the bank's masked lines: vouchers are kept by law
        (receipts.tables). Nobody is left to be charged, to read a notice or to end a promise, so that each ends here. Told before the
        party is announced, after, or twice, it comes to the same.
        """
        forget(work, events)
        erased = [(event.community, event.party_id) for event in events]
        gifts.forget_donors(work, erased)
        for community, mandate in store.lock_promised_by(work, erased):
            there = work.on_behalf(system(community), work.cause)
            _skip_planned(there, mandate)
            store.save_mandate(there, rules.cancel(mandate))
            there.emit(MandateCancelled(community=community, mandate_id=mandate.mandate_id))

    @periodic("day")
    def plan_cycles(self, work: Work, period: str) -> None:
        """Every morning, plan what falls due in the rest of the month and has no row yet; a day that is past is not caught up."""
        today = date.fromisoformat(period) + timedelta(days=1)
        after = ("", "")
        while batch := store.unplanned(
            work, month=f"{today:%Y-%m}", day=today.day, after=after, limit=PLANNED_AT_ONCE_MAX
        ):
            after = (batch[-1][0], batch[-1][1].mandate_id)
            for community, mandate in batch:
                _plan(work, community, mandate, today=today)


def _answer(work: Work, mandate: rules.Mandate) -> answers.Mandate:
    told = mandate.donor_id in work.actor.parties or work.actor.is_any(Role.COMMUNITY_STAFF)
    return rules.answer(mandate, told=told)


def _plan(work: Work, community: str, mandate: rules.Mandate, *, today: date) -> None:
    due_on = rules.due(mandate, on=today)
    if due_on is None:
        return
    there = work.on_behalf(system(community), work.cause)
    cycle, gift = rules.plan(mandate, gift_id=new_id("gft"), due_on=due_on, at=work.now)
    gifts.add_gifts(there, [gift])
    store.add_cycle(there, cycle)
    if mandate.state is not MandateState.ACTIVE:
        store.save_mandate(there, rules.resume(mandate, on=due_on))


def _own(work: Work, mandate_id: str) -> rules.Mandate:
    mandate = store.lock_mandate(work, mandate_id)
    rules.check_donor(mandate.donor_id, speaks_for=work.actor.parties)
    work.expect_version(mandate.version)
    return mandate


def _skip_planned(work: Work, mandate: rules.Mandate) -> None:
    for cycle in store.planned_cycles(work, mandate.mandate_id):
        _lapse(work, cycle)
        store.save_cycle(work, rules.skip(cycle))


def _lapse(work: Work, cycle: answers.Cycle) -> None:
    if cycle.gift_id is not None:
        gifts.save_gift(work, rules.lapse(gifts.lock_gift(work, cycle.gift_id)))
