"""Confirms a contribution, whoever says so: a confirmer here, or the other side of what another service told."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from contracts.points.answers import RateCard
from contracts.points.kinds import ContributionState as State
from services.points.contributions import answering, rules, store
from services.points.contributions.concerned import Concerned
from services.points.contributions.routing import assigned
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.proving import Proof
from services.points.contributions.rules.watching import caution
from services.points.parties.rules import Hand
from services.points.rate_cards import rules as cards


def confirm(
    work: Work, claim: Claim, *, by: Hand, about: Concerned, proof: Proof, published: Sequence[RateCard]
) -> Claim:
    """Confirm what is locked, look whether it is unusual, say whose turn it is, save, tell. Refuses as `rules.confirm` does."""
    card = cards.in_force(published, on=claim.performed_on)
    now = cards.rulebook_on(published, on=civil_day(work.now))
    habit = store.habit_of(work, claim, rulebook=now)
    confirmed = rules.confirm(
        claim,
        by=by,
        near=about.near(claim),
        proof=proof,
        then=cards.rulebook_of(card),
        now=now,
        caution=caution(claim, habit, by=by, month_minutes=card.sp_hours_per_month * 60, rulebook=now),
    )
    [routed] = assigned(work, [confirmed])
    saved = store.save_claim(work, routed)
    if saved.state is State.RETURNED:
        work.emit(answering.refused(saved, community=work.community, final=False, on=civil_day(work.now)))
    elif saved.state is State.UNDER_NOTICE:
        work.emit(answering.confirmed(saved, community=work.community))
    return saved
