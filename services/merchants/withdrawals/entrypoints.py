"""What can be asked about services of judges that do not count."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.merchants import answers, requests
from contracts.merchants.events import PanelServiceWithdrawn
from contracts.merchants.ids import ServiceWithdrawalState as State
from contracts.roles import Role
from services.merchants.pages import page
from services.merchants.parties import store as parties
from services.merchants.tasting.store import ballots
from services.merchants.withdrawals import refusals, rules, store
from services.merchants.withdrawals.rules import Withdrawal

PROPOSERS = (Role.TASTING_CHIEF, Role.COMMUNITY_STAFF)
DECIDERS = (Role.COUNCIL_MEMBER,)
SEES_ALL = (*PROPOSERS, *DECIDERS, Role.AUDITOR)
JUDGES = (Role.RESIDENT, Role.TASTING_JUDGE)


class Withdrawals:
    """A service that was found wrong is withdrawn by two persons; what it earned is taken back where it was earned."""

    @command(requests.ProposeServiceWithdrawal, may=PROPOSERS)
    def propose_service_withdrawal(
        self, work: Work, asked: requests.ProposeServiceWithdrawal
    ) -> answers.ServiceWithdrawal:
        """Propose that a service does not count, with a reason of rulebook §5. The same again answers what is there.

        Refuses ServiceNotRendered, ServiceWithdrawalKnown, ServiceWithdrawalIdTaken, PartyNotFound.
        """
        by = parties.require_party(work, work.actor.party_id or "")
        if not ballots.served(work, asked.panel_id, asked.judge_id):
            raise refusals.ServiceNotRendered
        wanted = Withdrawal(
            withdrawal_id=asked.withdrawal_id,
            panel_id=asked.panel_id,
            judge_id=asked.judge_id,
            reason=asked.reason,
            note=asked.note,
            state=State.PROPOSED,
            proposed_by=by.party_id,
            proposed_at=work.now,
        )
        return answer_of(store.add(work, wanted))

    @command(requests.DecideServiceWithdrawal, may=DECIDERS)
    def decide_service_withdrawal(
        self, work: Work, asked: requests.DecideServiceWithdrawal
    ) -> answers.ServiceWithdrawal:
        """Withdraw the service and say so, or decline.

        Refuses ServiceWithdrawalNotFound, ServiceWithdrawalDecided, OwnServiceWithdrawal, PartyNotFound.
        """
        withdrawal = store.lock(work, asked.withdrawal_id)
        work.expect_version(withdrawal.version)
        by = work.actor.party_id or ""
        known = parties.require_parties(work, [by, withdrawal.judge_id])
        decided = rules.decide(
            withdrawal,
            accept=asked.accept,
            by=known[by],
            judge=known[withdrawal.judge_id],
            answer=asked.answer_text,
            at=work.now,
        )
        saved = store.save(work, decided)
        if saved.state is State.DONE:
            work.emit(
                PanelServiceWithdrawn(
                    community=work.community,
                    withdrawal_id=saved.withdrawal_id,
                    panel_id=saved.panel_id,
                    judge_id=saved.judge_id,
                    reason=saved.reason,
                    withdrawn_on=civil_day(work.now),
                )
            )
        return answer_of(saved)

    @query(requests.ListServiceWithdrawals, may=(*SEES_ALL, *JUDGES))
    def list_service_withdrawals(
        self, work: Work, asked: requests.ListServiceWithdrawals
    ) -> answers.ServiceWithdrawalPage:
        """All for those who propose, decide and audit; judges see what is said of themselves, and nobody else does."""
        judge_id = None if work.actor.is_any(*SEES_ALL) else work.actor.party_id or ""
        found = store.newest(
            work, panel_id=asked.panel_id, judge_id=judge_id, before=asked.after, limit=asked.limit + 1
        )
        shown, next_key = page(found, limit=asked.limit, key=lambda one: one.withdrawal_id)
        return answers.ServiceWithdrawalPage(items=tuple(answer_of(one) for one in shown), next_key=next_key)


def answer_of(withdrawal: Withdrawal) -> answers.ServiceWithdrawal:
    """The withdrawal as it is answered."""
    return answers.ServiceWithdrawal(**vars(withdrawal))
