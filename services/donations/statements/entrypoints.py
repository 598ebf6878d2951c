"""What can be asked about the federation's statements; the only place where gifts become confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chassis import metrics
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.events import StatementLineUnmatched
from contracts.donations.kinds import Lane, LineOutcome
from contracts.roles import Role
from services.donations.calendar import store as holidays
from services.donations.calendar.rules import over_since
from services.donations.funds.store import projects_of, require_fund
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import recorder_of
from services.donations.gifts.rules import Arrived, Gift, confirm, unnamed
from services.donations.parties.store import selves
from services.donations.roundups import store as roundups
from services.donations.roundups.rules import pay
from services.donations.statements import confirming, matching, people, refusals, rules, store

SWEEP_SECONDS = 60
SHOW_SECONDS = 60
KEEPERS = (Role.FEDERATION_OFFICER, Role.FUND_TREASURER)
READERS = (*KEEPERS, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR)


class Statements:
    """What the bank says, held against what was promised."""

    @command(requests.ImportStatement, may=(Role.FEDERATION_OFFICER,))
    def import_statement(self, work: Work, asked: requests.ImportStatement) -> answers.Statement:
        """Take over a statement: every new line becomes a posting, every line that fits confirms its gift (rulebook §21).

        Bad lines are named, known ones recognised. What fits nothing waits for two people, and so does what fits and is the importer's
        own, or large and for points. Refuses CountDiffers, TotalDiffers, StatementIdTaken.
        """
        require_fund(work, asked.fund_code)
        lines = rules.read(asked)
        sha256 = rules.fingerprint(asked.lines)
        store.take_turn(work)
        before = store.find_statement(work, asked.statement_id)
        if before is not None:
            rules.same(before, asked, sha256=sha256)
            return before
        recorder = recorder_of(work)
        line_ids = [new_id("sln") for _ in lines]
        settled = rules.settle(asked, lines, known=_known(work, asked, lines), line_ids=line_ids, recorder=recorder)
        statement = _summary(work, asked, settled, sha256=sha256)
        store.add_statement(work, statement)
        store.add_lines(work, settled.lines)
        confirming.arrived(work, settled.lines)
        gifts.save_gifts(work, settled.confirmed)
        gifts.add_gifts(work, settled.begun)
        paid = {gift.gift_id: gift for gift in (*settled.confirmed, *settled.begun)}
        forwarded = {batch.batch_id: batch for batch in settled.forwarded}
        matched = [(line, paid[line.gift_id]) for line in settled.lines if line.gift_id]
        batched = [(line, forwarded[line.batch_id]) for line in settled.lines if line.batch_id]
        confirming.confirmed(work, matched, batched, by_hand=False)
        return statement

    @command(requests.ProposeMatch, may=KEEPERS)
    def propose_match(self, work: Work, asked: requests.ProposeMatch) -> answers.StatementLine:
        """Say which gift or batch a waiting line pays, or that nobody announced it. Refuses LineNotOpen, GiftNotPayable, BatchNotPayable."""
        line = store.lock_line(work, asked.line_id)
        work.expect_version(line.version)
        if asked.gift_id and asked.batch_id:
            raise refusals.BatchNotPayable
        gift = gifts.require_gift(work, asked.gift_id) if asked.gift_id else None
        batch = roundups.require_batch(work, asked.batch_id) if asked.batch_id else None
        proposed = matching.propose(line, gift or batch, reason=asked.reason, by=work.actor.party_id)
        return store.save_line(work, proposed)

    @command(requests.ApproveMatch, may=KEEPERS)
    def approve_match(self, work: Work, asked: requests.ApproveMatch) -> answers.StatementLine:
        """Agree as a second person; the gift is confirmed with what arrived, or the batch with what it holds.

        Refuses LineNotProposed, SamePerson, OwnGift, GiftNotPayable, BatchNotPayable.
        """
        today = civil_day(work.now)
        line = store.lock_line(work, asked.line_id)
        work.expect_version(line.version)
        gift = gifts.lock_gift(work, line.proposed_gift_id) if line.proposed_gift_id else None
        batch = roundups.lock_batch(work, line.proposed_batch_id) if line.proposed_batch_id else None
        own = bool(people.own_references(work, [gift] if gift else [], [batch] if batch else []))
        by = work.actor.party_id
        matching.approve(line, gift or batch, by=by, selves=selves(work, by or ""), own=own)
        if batch is not None:
            matched = store.save_line(work, matching.matched(line, batch_id=batch.batch_id))
            confirming.confirmed(work, [], [(matched, pay(batch, on=min(line.paid_on, today)))], by_hand=True)
            return matched
        if gift is None:
            paid = _begin_unnamed(work, line)
        else:
            paid = gifts.save_gift(work, confirm(gift, received=line.amount, on=today, paid_on=line.paid_on))
        matched = store.save_line(work, matching.matched(line, gift_id=paid.gift_id))
        confirming.confirmed(work, [(matched, paid)], [], by_hand=True)
        return matched

    @command(requests.DeclineMatch, may=KEEPERS)
    def decline_match(self, work: Work, asked: requests.DeclineMatch) -> answers.StatementLine:
        """Send a proposal back; who proposed it may also take it back. Refuses LineNotProposed."""
        line = store.lock_line(work, asked.line_id)
        work.expect_version(line.version)
        return store.save_line(work, matching.decline(line))

    @query(requests.GetStatement, may=READERS)
    def get_statement(self, work: Work, asked: requests.GetStatement) -> answers.Statement:
        """One statement and what its import did."""
        return store.require_statement(work, asked.statement_id)

    @query(requests.ListStatementLines, may=READERS)
    def list_statement_lines(self, work: Work, asked: requests.ListStatementLines) -> answers.StatementLinePage:
        """Money that arrived, oldest first; with `state=open` what still waits for two people, with `match=own` what fits and was held back."""
        fund = require_fund(work, asked.fund_code)
        found = store.page(
            work, fund.fund_code, state=asked.state, match=asked.match, after=asked.after, limit=asked.limit + 1
        )
        page = found[: asked.limit]
        more = page[-1].line_id if len(found) > asked.limit else None
        return answers.StatementLinePage(items=tuple(page), next_key=more)

    @sweep(seconds=SWEEP_SECONDS)
    def chase_lines(self, work: Work) -> None:
        """Tell both sides of what has waited for more than three working days, once (rulebook §21)."""
        today = civil_day(work.now)
        calendars = holidays.calendars(work, store.waiting(work))
        since = {name: over_since(today, rules.WAITS_DAYS, one) for name, one in calendars.items()}
        for community, line in store.mark_overdue(work, since, today=today) if since else ():
            work.emit(
                StatementLineUnmatched(
                    community=community,
                    line_id=line.line_id,
                    fund_code=line.fund_code,
                    amount=line.amount,
                    overdue_on=today,
                )
            )

    @sweep(seconds=SHOW_SECONDS)
    def show_lines_overdue(self, work: Work) -> None:
        """Show how many lines wait too long, so that somebody is called; one that is matched counts no more."""
        metrics.show_overdue("donations", "statement_lines", store.overdue_now(work))


def _known(work: Work, asked: requests.ImportStatement, lines: Sequence[rules.ReadLine | rules.BadLine]) -> rules.Known:
    good = [line for line in lines if isinstance(line, rules.ReadLine)]
    waiting = gifts.lock_by_reference(work, asked.fund_code, [line.reference for line in good])
    batches = roundups.lock_by_reference(work, asked.fund_code, [line.reference for line in good])
    return rules.Known(
        lines=store.lines_by_channel(work, [line.channel_number for line in good]),
        gifts=waiting,
        batches=batches,
        own=people.own_references(work, waiting.values(), batches.values()),
        projects=[project for project in projects_of(work, asked.fund_code) if project.lane is Lane.PUBLIC_FUNDRAISING],
    )


def _summary(work: Work, asked: requests.ImportStatement, settled: rules.Settled, *, sha256: str) -> answers.Statement:
    outcomes = Counter(result.outcome for result in settled.results)
    return answers.Statement(
        statement_id=asked.statement_id,
        fund_code=asked.fund_code,
        day=asked.day,
        sha256=sha256,
        imported_at=work.now,
        total=asked.declared_total,
        matched=outcomes[LineOutcome.MATCHED],
        waiting=outcomes[LineOutcome.OPEN],
        duplicates=outcomes[LineOutcome.DUPLICATE],
        refused=outcomes[LineOutcome.REFUSED],
        results=tuple(settled.results),
    )


def _begin_unnamed(work: Work, line: answers.StatementLine) -> Gift:
    # Unspecified money goes to the unrestricted part of the fund by rule (rulebook §12).
    money = Arrived(
        fund_code=line.fund_code, project_code=None, amount=line.amount, lane=Lane.DIRECTED, paid_on=line.paid_on
    )
    gift = unnamed(money, gift_id=rules.gift_of(line.line_id), recorder=recorder_of(work))
    if not gifts.add_gifts(work, [gift]):
        raise refusals.GiftNotPayable
    return gift
