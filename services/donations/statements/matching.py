"""How two people match a line that fits nothing by itself: one proposes, another agrees (rulebook §21)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from contracts.donations.answers import RoundUpBatch, StatementLine
from contracts.donations.kinds import LineState, MatchKind
from services.donations.gifts.rules import Gift
from services.donations.roundups.rules import payable
from services.donations.statements import refusals

Payable = Gift | RoundUpBatch | None
"""What a line pays: a gift, a batch of round-ups, or something that nobody announced."""


def propose(line: StatementLine, paid: Payable, *, reason: str, by: str | None) -> StatementLine:
    """The line with a proposal that waits for a second person. Raises LineNotOpen, GiftNotPayable, BatchNotPayable."""
    if line.state is not LineState.OPEN:
        raise refusals.LineNotOpen(state=line.state.value)
    _check_payable(line, paid)
    return replace(
        line,
        state=LineState.PROPOSED,
        proposed_gift_id=paid.gift_id if isinstance(paid, Gift) else None,
        proposed_batch_id=paid.batch_id if isinstance(paid, RoundUpBatch) else None,
        proposed_by=by,
        reason=reason,
    )


def approve(line: StatementLine, paid: Payable, *, by: str | None, selves: Collection[str], own: bool) -> None:
    """May this person, as the second one, agree? `selves`: all their identities; `own`: they have a part in what is paid.

    Raises LineNotProposed, SamePerson, OwnGift, GiftNotPayable, BatchNotPayable.
    """
    if line.state is not LineState.PROPOSED:
        raise refusals.LineNotProposed(state=line.state.value)
    if by is None or line.proposed_by in selves:
        raise refusals.SamePerson
    if own:
        raise refusals.OwnGift
    _check_payable(line, paid)


def matched(line: StatementLine, *, gift_id: str | None = None, batch_id: str | None = None) -> StatementLine:
    """The line, matched by two people with a gift or a batch."""
    return replace(line, state=LineState.MATCHED, match=MatchKind.BY_HAND, gift_id=gift_id, batch_id=batch_id)


def decline(line: StatementLine) -> StatementLine:
    """The line back among those that wait. Raises LineNotProposed."""
    if line.state is not LineState.PROPOSED:
        raise refusals.LineNotProposed(state=line.state.value)
    back = replace(line, proposed_gift_id=None, proposed_batch_id=None, proposed_by=None, reason=None)
    return replace(back, state=LineState.OPEN)


def _check_payable(line: StatementLine, paid: Payable) -> None:
    if isinstance(paid, Gift) and (paid.fund_code != line.fund_code or paid.received is not None):
        raise refusals.GiftNotPayable
    if isinstance(paid, RoundUpBatch) and not payable(paid, fund_code=line.fund_code, amount=line.amount):
        raise refusals.BatchNotPayable
