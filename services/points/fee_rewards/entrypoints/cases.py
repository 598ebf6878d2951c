"""What was not answered, or answered so that it fits nowhere: reminders, cases and suspense, for a person to close."""

from __future__ import annotations

from collections import defaultdict

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.roles import Role
from services.points.fee_rewards import telling
from services.points.fee_rewards.answering import case_of, suspended_of
from services.points.fee_rewards.rules import acks as ack_rules
from services.points.fee_rewards.rules import batches as rules
from services.points.fee_rewards.rules.batches import Case
from services.points.fee_rewards.settling import desk_of, take
from services.points.fee_rewards.store import batches as store
from services.points.fee_rewards.store.batches import Due
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store

STAFF = (Role.COMMUNITY_STAFF,)
READERS = (Role.COMMUNITY_STAFF, Role.AUDITOR)
REMINDED_AT_ONCE = 50


class Cases:
    """What a person must look after."""

    @sweep(seconds=60)
    def remind_companies(self, work: Work) -> None:
        """Remind a company that left lines unanswered for five days, three times, then open a case (rulebook §9); ask each month for what stays open.

        How long it waits each time, the council's numbers say that hold when it is reminded.
        """
        waiting: dict[str, list[Due]] = defaultdict(list)
        for community, one in store.due(work, limit=REMINDED_AT_ONCE):
            waiting[community].append(one)
        for community, found in sorted(waiting.items()):
            _remind(work.on_behalf(system(community), work.cause), found)

    @query(requests.ListFeeCases, may=READERS)
    def list_fee_cases(self, work: Work, asked: requests.ListFeeCases) -> answers.FeeCasePage:
        """Batches that nobody answered, the newest first."""
        found, next_key = store.case_page(work, open_only=asked.open_only, after=asked.after, limit=asked.limit)
        return answers.FeeCasePage(items=tuple(case_of(one) for one in found), next_key=next_key)

    @command(requests.CloseFeeCase, may=STAFF)
    def close_fee_case(self, work: Work, asked: requests.CloseFeeCase) -> answers.FeeCase:
        """Propose to close a case, or as a second person close it: its open lines were not applied, their points and budget are free again.

        What the company answers later lies in suspense. Refuses CaseNotFound, CaseClosed, OwnCase, ActorUnknown.
        """
        by = party_store.hand_of(work)
        case = store.require_case(work, asked.case_id)
        work.expect_version(case.version)
        batch = store.require_batch(work, case.batch_number, lock=True)
        desk = desk_of(work, batch, by=by)
        closed = rules.close_case(
            case,
            batch,
            by=by,
            first=party_store.find_parties(work, [case.proposed_by]).get(case.proposed_by or ""),
            own=desk.own & ack_rules.open_lines(desk),
            reason=asked.reason,
            at=work.now,
        )
        if closed.closed_at is not None:
            take(work, batch, ack_rules.not_applied(desk), desk, by=by.party_id)
        return case_of(store.save_case(work, closed))

    @command(requests.WithdrawFeeClosure, may=STAFF)
    def withdraw_fee_closure(self, work: Work, asked: requests.WithdrawFeeClosure) -> answers.FeeCase:
        """Take back one's own proposal to close a case before a second person has. Refuses CaseNotFound, CaseClosed, ClosureNotProposed, ActorUnknown."""
        by = party_store.hand_of(work)
        case = store.require_case(work, asked.case_id)
        work.expect_version(case.version)
        return case_of(store.save_case(work, rules.withdraw_closure(case, by=by)))

    @query(requests.ListSuspended, may=READERS)
    def list_suspended(self, work: Work, asked: requests.ListSuspended) -> answers.SuspendedPage:
        """Answers in suspense, the newest first."""
        found, next_key = store.suspense_page(work, open_only=asked.open_only, after=asked.after, limit=asked.limit)
        return answers.SuspendedPage(items=tuple(suspended_of(one) for one in found), next_key=next_key)

    @command(requests.ClearSuspended, may=STAFF)
    def clear_suspended(self, work: Work, asked: requests.ClearSuspended) -> answers.SuspendedAnswer:
        """Say what became of an answer in suspense; the books do not change. Refuses SuspenseNotFound, SuspenseCleared, OwnDelivery, ActorUnknown."""
        by = party_store.hand_of(work)
        suspended = store.require_suspended(work, asked.suspense_id)
        work.expect_version(suspended.version)
        batch = store.require_batch(work, suspended.batch_number)
        cleared = ack_rules.clear(
            suspended,
            by=by,
            company_id=batch.company_id,
            own=desk_of(work, batch, by=by).own,
            reason=asked.reason,
            at=work.now,
        )
        return suspended_of(store.save_suspended(work, cleared))


def _remind(work: Work, found: list[Due]) -> None:
    opened = []
    rulebook = card_store.rulebook_now(work)
    for one in found:
        number = one.batch_number
        before = store.require_batch(work, number)
        batch, for_a_person = rules.remind(
            before,
            unanswered=one.unanswered,
            deferred_at=one.deferred_at,
            cased=one.cased,
            at=work.now,
            rulebook=rulebook,
        )
        waiting = one.unanswered or batch.open_lines
        store.save_batch(work, batch)
        if for_a_person:
            case = Case(case_id=new_id("fca"), batch_number=number, opened_at=work.now, unanswered=waiting)
            opened.append(case)
            work.emit(telling.case_opened(case, batch, community=work.community))
        elif batch.reminders > before.reminders:
            work.emit(telling.reminded(batch, waiting, community=work.community))
    store.add_cases(work, opened)
