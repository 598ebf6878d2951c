"""Holds a complete statement against what the company acknowledged in its month (rulebook §9)."""

from __future__ import annotations

from dataclasses import replace

from chassis.database import Work
from contracts.points.events import FeeRewardConfirmed, FeeStatementMatched
from contracts.points.kinds import Confirmation, StatementState
from services.points.fee_rewards.store import rewards as reward_store
from services.points.fee_statements import store
from services.points.fee_statements.rules import Statement


def match(work: Work, statement: Statement) -> Statement:
    """The statement matched: what agrees confirms its reward, what differs is kept as a difference."""
    pairs = store.compared(work, statement)
    differing = [pair for pair in pairs if pair.ours != pair.theirs]
    agreed = [(pair.household_number, pair.billing_period) for pair in pairs if pair.ours == pair.theirs > 0]
    found = store.add_differences(work, statement.statement_id, differing)
    confirmed = reward_store.confirm_seen(work, statement.programme_id, agreed, at=work.now)
    matched = replace(
        statement,
        state=StatementState.MATCHED,
        our_count=sum(pair.lines for pair in pairs),
        our_total=sum(pair.ours for pair in pairs),
        matched=sum(1 for pair in pairs if pair.ours == pair.theirs),
    )
    work.emit(
        FeeStatementMatched(
            community=work.community,
            statement_id=statement.statement_id,
            programme_id=statement.programme_id,
            month=statement.month,
            matched=matched.matched,
            differences=len(found),
        ),
        *(
            FeeRewardConfirmed(community=work.community, reward_id=one, confirmation=Confirmation.STATEMENT)
            for one in confirmed
        ),
    )
    return matched
