"""What can be asked about the federation's statements; the only place where gifts become confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.events import GiftConfirmed, StatementLineMatched
from contracts.donations.kinds import GiftOrigin, Lane, LineOutcome
from contracts.roles import Role
from ledger.posting import post
from ledger.values import Transfer
from services.donations.funds.rules import bank_account, clearing_account, purpose_account
from services.donations.funds.store import UNIT, projects_of, require_fund
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import recorder_of
from services.donations.gifts.rules import Arrived, Gift, confirm, unnamed
from services.donations.mandates.store import mark_charged, unbroken_months
from services.donations.pledges.settling import settle
from services.donations.statements import refusals, rules, store

RULEBOOK = "v1"
KEEPERS = (Role.FEDERATION_OFFICER, Role.FUND_TREASURER)
READERS = (*KEEPERS, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR)


class Statements:
    """What the bank says, held against what was promised."""

    @command(requests.ImportStatement, may=(Role.FEDERATION_OFFICER,))
    def import_statement(self, work: Work, asked: requests.ImportStatement) -> answers.Statement:
        """Take over a statement: every new line becomes a posting, every line that fits confirms its gift (rulebook §21).

        Bad lines are named, known ones recognised, what fits nothing waits for two people. Refuses CountDiffers, TotalDiffers,
        StatementIdTaken.
        """
        require_fund(work, asked.fund_code)
        lines = rules.read(asked)
        sha256 = rules.fingerprint(asked.lines)
        store.take_turn(work)
        before = store.find_statement(work, asked.statement_id)
        if before is not None:
            rules.same(before, asked, sha256=sha256)
            return before
        settled = rules.settle(
            asked,
            lines,
            known=_known(work, asked, lines),
            line_ids=[new_id("sln") for _ in lines],
            recorder=recorder_of(work),
        )
        statement = _summary(work, asked, settled, sha256=sha256)
        store.add_statement(work, statement)
        store.add_lines(work, settled.lines)
        post(work, [_arrival(line) for line in settled.lines])
        gifts.save_gifts(work, settled.confirmed)
        gifts.add_gifts(work, settled.begun)
        paid = {gift.gift_id: gift for gift in (*settled.confirmed, *settled.begun)}
        _tell(work, [(line, paid[line.gift_id]) for line in settled.lines if line.gift_id], by_hand=False)
        return statement

    @command(requests.ProposeMatch, may=KEEPERS)
    def propose_match(self, work: Work, asked: requests.ProposeMatch) -> answers.StatementLine:
        """Say which gift a waiting line pays, or that nobody announced it. Refuses LineNotOpen, GiftNotPayable."""
        line = store.lock_line(work, asked.line_id)
        work.expect_version(line.version)
        gift = gifts.require_gift(work, asked.gift_id) if asked.gift_id else None
        proposed = rules.propose(line, gift, reason=asked.reason, by=work.actor.party_id)
        return store.save_line(work, proposed)

    @command(requests.ApproveMatch, may=KEEPERS)
    def approve_match(self, work: Work, asked: requests.ApproveMatch) -> answers.StatementLine:
        """Agree as a second person; the gift is confirmed with what arrived. Refuses LineNotProposed, SamePerson, GiftNotPayable."""
        line = store.lock_line(work, asked.line_id)
        work.expect_version(line.version)
        gift = gifts.lock_gift(work, line.proposed_gift_id) if line.proposed_gift_id else None
        rules.approve(line, gift, by=work.actor.party_id)
        if gift is None:
            paid = _begin_unnamed(work, line)
        else:
            paid = gifts.save_gift(work, confirm(gift, received=line.amount, on=civil_day(work.now)))
        matched = store.save_line(work, rules.matched(line, gift_id=paid.gift_id))
        _tell(work, [(matched, paid)], by_hand=True)
        return matched

    @command(requests.DeclineMatch, may=KEEPERS)
    def decline_match(self, work: Work, asked: requests.DeclineMatch) -> answers.StatementLine:
        """Send a proposal back; who proposed it may also take it back. Refuses LineNotProposed."""
        line = store.lock_line(work, asked.line_id)
        work.expect_version(line.version)
        return store.save_line(work, rules.decline(line))

    @query(requests.GetStatement, may=READERS)
    def get_statement(self, work: Work, asked: requests.GetStatement) -> answers.Statement:
        """One statement and what its import did."""
        return store.require_statement(work, asked.statement_id)

    @query(requests.ListStatementLines, may=READERS)
    def list_statement_lines(self, work: Work, asked: requests.ListStatementLines) -> answers.StatementLinePage:
        """Money that arrived, oldest first; with `state=open` what still waits for two people."""
        fund = require_fund(work, asked.fund_code)
        found = store.page(work, fund.fund_code, state=asked.state, after=asked.after, limit=asked.limit + 1)
        page = found[: asked.limit]
        more = page[-1].line_id if len(found) > asked.limit else None
        return answers.StatementLinePage(items=tuple(page), next_key=more)


def _known(work: Work, asked: requests.ImportStatement, lines: Sequence[rules.ReadLine | rules.BadLine]) -> rules.Known:
    good = [line for line in lines if isinstance(line, rules.ReadLine)]
    return rules.Known(
        lines=store.lines_by_channel(work, [line.channel_number for line in good]),
        gifts=gifts.lock_by_reference(work, asked.fund_code, [line.reference for line in good]),
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
    money = Arrived(fund_code=line.fund_code, project_code=None, amount=line.amount, lane=Lane.DIRECTED)
    gift = unnamed(money, gift_id=rules.gift_of(line.line_id), recorder=recorder_of(work))
    if not gifts.add_gifts(work, [gift]):
        raise refusals.GiftNotPayable
    return gift


def _tell(work: Work, pairs: Sequence[tuple[answers.StatementLine, Gift]], *, by_hand: bool) -> None:
    post(work, [_explained(line, gift) for line, gift in pairs])
    monthly = [gift.gift_id for _, gift in pairs if gift.mandate_id]
    mark_charged(work, monthly)
    months = unbroken_months(work, monthly) if monthly else {}
    for line, gift in pairs:
        work.emit(
            StatementLineMatched(community=work.community, gift_id=gift.gift_id, line_id=line.line_id, by_hand=by_hand),
            GiftConfirmed(
                community=work.community,
                gift_id=gift.gift_id,
                donor_id=gift.donor_id,
                amount=line.amount,
                choice=gift.choice,
                lane=gift.lane,
                fund_code=gift.fund_code,
                project_code=gift.project_code,
                confirmed_on=civil_day(work.now),
                mandate_id=gift.mandate_id,
                unbroken_months=months.get(gift.gift_id, 0),
                origin=gift.origin,
            ),
        )
    settle(work, [gift.gift_id for _, gift in pairs if gift.origin is GiftOrigin.PLEDGE])


def _arrival(line: answers.StatementLine) -> Transfer:
    return Transfer(
        id=line.line_id,
        debit=bank_account(line.fund_code),
        credit=clearing_account(line.fund_code),
        unit=UNIT,
        amount=line.amount,
        kind="statement_line",
        reference=line.line_id,
        rulebook=RULEBOOK,
    )


def _explained(line: answers.StatementLine, gift: Gift) -> Transfer:
    return Transfer(
        id=gift.gift_id,
        debit=clearing_account(gift.fund_code),
        credit=purpose_account(gift.fund_code, gift.project_code),
        unit=UNIT,
        amount=line.amount,
        kind="gift",
        reference=gift.gift_id,
        rulebook=RULEBOOK,
    )
