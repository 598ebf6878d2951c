"""Approves contributions: any number of them with the same few statements, each judged as if it had come alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from chassis.doors import Ask
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.refused import Refused
from services.points.contributions import answering, refusals, rules, store
from services.points.contributions.concerned import Concerned, concerned
from services.points.contributions.rules.claims import Claim
from services.points.grants import rules as grants
from services.points.grants import store as grant_store
from services.points.grants.rules import Grant
from services.points.parties import store as party_store
from services.points.rate_cards import rules as cards
from services.points.rate_cards import store as card_store

Asks = Sequence[Ask[requests.ApproveContribution]]


def approve(asks: Asks) -> list[answers.Contribution | Refused]:
    """Approve in their order, credit what was earned, tell; for each the settled contribution or why it is none."""
    work = asks[0].work
    claims = store.lock_claims(work, {ask.asked.contribution_id for ask in asks})
    about = concerned(work, claims.values(), [ask.work.actor.party_id for ask in asks])
    links = party_store.links_of([ask.work for ask in asks], about.parties, acting_for=about.acting_for)
    decided = [_decide(ask, claims, about, links) for ask in asks]
    settled = _settle(work, [one for one in decided if isinstance(one, Claim)])
    return [
        one if isinstance(one, Refused) else _tell(ask.work, *settled[one.contribution_id])
        for ask, one in zip(asks, decided, strict=True)
    ]


def settle_one(work: Work, approved: Claim) -> answers.Contribution:
    """Credit, save and tell one that was approved by another way than `approve`."""
    return _tell(work, *_settle(work, [approved])[approved.contribution_id])


def _decide(
    ask: Ask[requests.ApproveContribution],
    claims: dict[str, Claim],
    about: Concerned,
    links: Mapping[PartyId, frozenset[PartyId]],
) -> Claim | Refused:
    """The approved contribution, which from now on is the one that the next ask finds."""
    claim = claims.get(ask.asked.contribution_id)
    try:
        if claim is None:
            raise refusals.ContributionNotFound
        ask.work.expect_version(claim.version)
        by = party_store.hand_among(ask.work, about.parties, links=links)
        approved = rules.approve(claim, by=by, near=about.near(claim))
    except Refused as refusal:
        return refusal
    claims[claim.contribution_id] = approved
    return approved


def _settle(work: Work, approved: Sequence[Claim]) -> dict[str, tuple[Claim, Grant]]:
    """Credit and save; by contribution id what was saved and granted."""
    if not approved:
        return {}
    approved = _counted(work, approved)
    granted = {
        grant.source_id: grant for grant in grant_store.credit(work, [rules.earning_of(one) for one in approved])
    }
    earned = [(claim, granted[claim.contribution_id]) for claim in approved]
    saved = store.save_claims(
        work, [replace(claim, cv=grant.cv, sp=grant.sp, rate_card=grant.rate_card) for claim, grant in earned]
    )
    return {claim.contribution_id: (claim, granted[claim.contribution_id]) for claim in saved}


def _counted(work: Work, approved: Sequence[Claim]) -> list[Claim]:
    """With what of each day's time counts now: what was put forward before and has fallen away since leaves its room to this."""
    before = store.minutes_before(work, [claim.contribution_id for claim in approved if claim.is_time])
    published = card_store.published(work) if before else []
    return [
        rules.counted(
            claim,
            before=before[claim.contribution_id],
            rulebook=cards.rulebook_on(published, on=claim.performed_on),
        )
        if claim.contribution_id in before
        else claim
        for claim in approved
    ]


def _tell(work: Work, claim: Claim, grant: Grant) -> answers.Contribution:
    work.emit(
        answering.settled(claim, community=work.community, on=civil_day(work.now)),
        grants.granted(grant, community=work.community),
    )
    return answering.answer_of(claim)
