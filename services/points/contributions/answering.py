"""Contributions as they are answered and made known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from contracts.points import answers
from contracts.points.events import (
    ContributionChallenged,
    ContributionConfirmed,
    ContributionEscalated,
    ContributionRefused,
    ContributionSettled,
    ContributionSubmitted,
    ContributionWithdrawn,
)
from contracts.points.kinds import Task
from services.points.contributions.rules.challenging import Challenge
from services.points.contributions.rules.claims import Claim, Document, Goods
from services.points.contributions.rules.routing import Duty, PassedOver
from services.points.contributions.rules.sampling import Recheck
from services.points.contributions.rules.valuing import Appraisal, Needs
from services.points.parties.rules import Party


def answer_of(claim: Claim) -> answers.Contribution:
    """The contribution as those who may see it see it."""
    return answers.Contribution(
        contribution_id=claim.contribution_id,
        party_id=claim.party_id,
        contribution_type=claim.contribution_type,
        activity=claim.activity,
        qualification=claim.qualification,
        started_at=claim.started_at,
        minutes=claim.minutes,
        evidence=claim.evidence,
        state=claim.state,
        rate_card=claim.rate_card,
        cv=claim.cv,
        sp=claim.sp,
        submitted_by=claim.submitted_by,
        confirmed_by=claim.confirmed_by,
        decided_by=claim.decided_by,
        notice_ends_at=claim.notice_ends_at,
        due_at=claim.due_at,
        reason=claim.reason,
        version=claim.version,
        performed_by=claim.giver,
        channel=claim.channel,
        activity_id=claim.activity_id,
        level=claim.level,
        value=claim.fen,
        manual=claim.manual,
        seconded_by=claim.seconded_by,
        second_confirmed_by=claim.second_confirmed_by,
        held=claim.held,
        escalation=claim.escalation,
        reversed_cv=claim.reversed_cv,
        reversed_sp=claim.reversed_sp,
        loan_table=claim.loan_table,
        as_counterpart=claim.as_counterpart,
        counted_minutes=claim.earning_minutes,
        told_as=claim.told_as,
    )


def evidence_of(
    claim: Claim,
    *,
    documents: Iterable[Document],
    goods: Goods | None,
    appraisals: Iterable[Appraisal] = (),
    files: Iterable[answers.KeptFile] = (),
    needs: Needs,
    own: bool,
) -> answers.ContributionEvidence:
    """What proves it; `own`: for whoever gave it, who is not told who appraised."""
    return answers.ContributionEvidence(
        contribution_id=claim.contribution_id,
        evidence=claim.evidence,
        floor=needs.floor,
        documents=tuple(
            answers.Document(sha256=one.sha256, kind=one.kind)
            for one in sorted(documents, key=lambda one: (one.kind.value, one.sha256))
        ),
        goods=None if goods is None else _goods_of(goods),
        loan=claim.loan,
        reference=claim.reference,
        entry_reason=claim.entry_reason,
        off_duty=claim.off_duty,
        appraisals=tuple(
            answers.GoodsAppraisal(
                unit_price=one.unit_fen,
                source=one.source,
                appraised_at=one.appraised_at,
                appraised_by=None if own else one.appraised_by,
            )
            for one in sorted(appraisals, key=lambda one: one.appraised_at)
        ),
        appraisals_missing=needs.appraisals,
        replaces=claim.replaces,
        files=tuple(sorted(files, key=lambda one: one.sha256)),
    )


def _goods_of(goods: Goods) -> answers.ContributedGoods:
    return answers.ContributedGoods(
        item=goods.item,
        quantity=goods.quantity,
        unit_price=goods.unit_fen,
        source=goods.source,
        condition=goods.condition,
        best_before=goods.best_before,
        own_goods=goods.own,
    )


def notice_of(claim: Claim, party: Party) -> answers.Notice:
    """The contribution as everybody sees it while its notice runs."""
    return answers.Notice(
        contribution_id=claim.contribution_id,
        public_name=party.public_name,
        contribution_type=claim.contribution_type,
        activity=claim.activity,
        minutes=claim.minutes,
        notice_ends_at=claim.notice_ends_at or claim.submitted_at,
        value=claim.fen,
    )


def submitted(claim: Claim, *, community: str) -> ContributionSubmitted:
    """It was put forward."""
    return ContributionSubmitted(
        community=community,
        contribution_id=claim.contribution_id,
        party_id=claim.party_id,
        contribution_type=claim.contribution_type,
        minutes=claim.recorded_minutes,
        performed_on=claim.performed_on,
    )


def confirmed(claim: Claim, *, community: str) -> ContributionConfirmed:
    """Its notice runs."""
    return ContributionConfirmed(
        community=community,
        contribution_id=claim.contribution_id,
        evidence=claim.evidence,
        notice_ends_at=claim.notice_ends_at or claim.submitted_at,
    )


def settled(claim: Claim, *, community: str, on: date) -> ContributionSettled:
    """It was credited."""
    return ContributionSettled(
        community=community,
        contribution_id=claim.contribution_id,
        party_id=claim.party_id,
        contribution_type=claim.contribution_type,
        minutes=claim.recorded_minutes,
        cv=claim.cv,
        sp=claim.sp,
        settled_on=on,
    )


def refused(claim: Claim, *, community: str, final: bool, on: date) -> ContributionRefused:
    """It was returned or, `final`, rejected."""
    return ContributionRefused(
        community=community,
        contribution_id=claim.contribution_id,
        final=final,
        refused_on=on,
    )


def withdrawn(claim: Claim, *, community: str, on: date) -> ContributionWithdrawn:
    """Whoever gave it took it back."""
    return ContributionWithdrawn(community=community, contribution_id=claim.contribution_id, withdrawn_on=on)


def challenged(claim: Claim, *, community: str, on: date) -> ContributionChallenged:
    """Somebody objected."""
    return ContributionChallenged(community=community, contribution_id=claim.contribution_id, challenged_on=on)


def escalated(claim: Claim, *, community: str, task: Task, on: date) -> ContributionEscalated:
    """A step was not taken in time."""
    return ContributionEscalated(community=community, contribution_id=claim.contribution_id, task=task, escalated_on=on)


def challenge_of(challenge: Challenge) -> answers.Challenge:
    """The objection without who raised it."""
    return answers.Challenge(
        challenge_id=challenge.challenge_id,
        contribution_id=challenge.contribution_id,
        reason=challenge.reason,
        state=challenge.state,
        raised_at=challenge.raised_at,
        decided_at=challenge.decided_at,
    )


def duty_of(duty: Duty) -> answers.Duty:
    """The duty as those who work with it see it."""
    return answers.Duty(
        duty_id=duty.duty_id,
        party_id=duty.party_id,
        task=duty.task,
        state=duty.state,
        appointed_by=duty.appointed_by,
        agreed_by=duty.agreed_by,
        version=duty.version,
    )


def passed_over_of(passed: PassedOver) -> answers.PassedOver:
    """A line of the log of who was passed over."""
    return answers.PassedOver(
        contribution_id=passed.contribution_id,
        task=passed.task,
        party_id=passed.party_id,
        reason=passed.reason,
        at=passed.at,
    )


def manual_entry_of(claim: Claim, party: Party) -> answers.ManualEntry:
    """A manual entry as everybody sees it."""
    return answers.ManualEntry(
        contribution_id=claim.contribution_id,
        public_name=party.public_name,
        contribution_type=claim.contribution_type,
        activity=claim.activity,
        minutes=claim.minutes,
        value=claim.fen,
        channel=claim.channel,
        entry_reason=claim.entry_reason or "",
        entered_at=claim.submitted_at,
        by_two=claim.seconded_by is not None,
        state=claim.state,
    )


def recheck_of(recheck: Recheck) -> answers.Recheck:
    """The re-check as the council and the auditor see it."""
    return answers.Recheck(
        contribution_id=recheck.contribution_id,
        period=recheck.period,
        state=recheck.state,
        checked_by=recheck.checked_by,
        checked_at=recheck.checked_at,
        reason=recheck.reason,
        agreed_by=recheck.agreed_by,
        version=recheck.version,
    )
