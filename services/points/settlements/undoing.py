"""Taking back what a provider got in kind for a redemption that was refunded: at once, so that nobody leaves with it (rulebook §8, step 7)."""

from __future__ import annotations

from dataclasses import replace

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.events import SettlementReversed
from contracts.points.kinds import ReversalReason
from contracts.points.kinds import SettlementChoice as Choice
from services.points.grants.rules import Taken
from services.points.reversals import store as reversal_store
from services.points.reversals.rules import Reversal
from services.points.settlements import rules, undone_store
from services.points.settlements.rules import IN_KIND, Line, Settlement, Undone


def take_back(work: Work, provider_id: PartyId) -> None:
    """Value that was credited for what was waived, or recycled points, once for each refund; the provider is locked.

    Whoever settles does it first: what is refunded but not heard of yet would be missing on the provider's account.
    """
    found = undone_store.refunded(work, provider_id, IN_KIND)
    if not found:
        return
    before = undone_store.undone_of(work, {settlement.settlement_id for _, settlement in found})
    new: list[Undone] = []
    for back, settlement in found:
        new.append(rules.undo(settlement, back, before=[*before, *new], at=work.now))
    undone_store.add(work, new)
    of_recycled = [one for one, (_, settlement) in zip(new, found, strict=True) if settlement.choice is Choice.RECYCLE]
    of_waived = [one for one in new if one not in of_recycled]
    # The order of `approve_settlement`: the settlement's own accounts, then the value.
    undone_store.post(work, provider_id, of_waived, recycled=False)
    spent = undone_store.post(work, provider_id, of_recycled, recycled=True)
    taken = _value_back(work, of_waived)
    for one, (back, settlement) in zip(new, found, strict=True):
        recycled = settlement.choice is Choice.RECYCLE
        value = taken.get(one.redemption_id)
        event = replace(
            told(work, back, settlement),
            cv_taken_back=value.cv if value else 0,
            sp_taken_back=one.sp if recycled else value.sp if value else 0,
            sp_owed=spent.get(one.redemption_id, 0) if recycled else value.sp_owed if value else 0,
        )
        work.emit(event)


def told(work: Work, back: Line, settlement: Settlement) -> SettlementReversed:
    """What is said of a refund (`back`, a line below zero) of something that was settled."""
    return SettlementReversed(
        community=work.community,
        settlement_id=settlement.settlement_id,
        provider_id=settlement.provider_id,
        redemption_id=back.reference,
        sp=-back.sp,
        fen=-back.fen,
        choice=settlement.choice,
    )


def _value_back(work: Work, of_waived: list[Undone]) -> dict[str, Taken]:
    wanted = [
        Reversal(
            source_id=one.settlement_id,
            reason=ReversalReason.DISPUTE_LOST,
            because=one.redemption_id,
            amount=one.fen,
        )
        for one in of_waived
        if one.fen
    ]
    done = reversal_store.reverse_if_granted(work, wanted) if wanted else []
    return {one.taken.because: one.taken for one in done}
