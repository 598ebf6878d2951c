"""Every statement about objections, duties, whose turn it is, and what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, tuple_

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import DutyState, Task
from services.points import rows
from services.points.contributions import refusals
from services.points.contributions.rules.challenging import Challenge
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.routing import Duty, PassedOver
from services.points.contributions.rules.steps import TO_COUNCIL
from services.points.contributions.tables import challenges, contributions, duties, passed_over

ESCALATING = (State.SUBMITTED.value, State.CONFIRMED.value, State.UNDER_NOTICE.value)
QUEUE_MAX = 100


def add_challenge(work: Work, challenge: Challenge) -> Challenge:
    """Keep a new objection; the same content again is what is there. Refuses ChallengeIdTaken."""
    if rows.add(work, challenges, challenge):
        return challenge
    known = rows.find(work, challenges, Challenge, challenge.challenge_id)
    if known is None or not known.same_as(challenge):
        raise refusals.ChallengeIdTaken
    return known


def find_challenge(work: Work, challenge_id: str) -> Challenge | None:
    """The objection, if there is one with this id."""
    return rows.find(work, challenges, Challenge, challenge_id)


def challenges_to(work: Work, contribution_id: str) -> list[Challenge]:
    """All objections to a contribution, which is locked."""
    wanted = select(challenges).where(
        challenges.c.community == work.community, challenges.c.contribution_id == contribution_id
    )
    return [rows.thing_of(Challenge, row) for row in work.connection.execute(wanted).mappings()]


def save_challenges(work: Work, decided: Sequence[Challenge]) -> None:
    """Write objections that were decided; their contribution is locked."""
    rows.save_all(work, challenges, decided)


def challenge_page(
    work: Work, *, raised_by: PartyId | None, contribution_id: str | None, after: str | None, limit: int
) -> tuple[list[Challenge], str | None]:
    """Objections, newest id first, and where the next page begins."""
    where = []
    if raised_by is not None:
        where.append(challenges.c.raised_by == raised_by)
    if contribution_id is not None:
        where.append(challenges.c.contribution_id == contribution_id)
    return rows.page(work, challenges, Challenge, *where, after=after, limit=limit, newest_first=True)


def add_duty(work: Work, duty: Duty) -> Duty:
    """Keep a proposed duty; the same content again is what is there. Refuses DutyIdTaken."""
    if rows.add(work, duties, duty):
        return duty
    known = rows.find(work, duties, Duty, duty.duty_id)
    if known is None or not known.same_as(duty):
        raise refusals.DutyIdTaken
    return known


def lock_duty(work: Work, duty_id: str) -> Duty:
    """The duty, locked. Refuses DutyNotFound."""
    duty = rows.find(work, duties, Duty, duty_id, lock=True)
    if duty is None:
        raise refusals.DutyNotFound
    return duty


def save_duty(work: Work, duty: Duty) -> Duty:
    """Write a duty that was locked."""
    return rows.save(work, duties, duty)


def duty_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Duty], str | None]:
    """Duties, newest id first, and where the next page begins."""
    return rows.page(work, duties, Duty, after=after, limit=limit, newest_first=True)


def on_duty(work: Work, tasks: Collection[Task]) -> dict[Task, list[PartyId]]:
    """Who takes these steps now."""
    wanted = select(duties.c.task, duties.c.party_id).distinct()
    wanted = wanted.where(
        duties.c.community == work.community,
        duties.c.task.in_(sorted(task.value for task in tasks)),
        duties.c.state == DutyState.ACTIVE.value,
    )
    found: dict[Task, list[PartyId]] = defaultdict(list)
    for task, party_id in work.connection.execute(wanted.order_by(duties.c.party_id)):
        found[Task(task)].append(party_id)
    return found


def loads(work: Work, party_ids: Collection[PartyId]) -> dict[PartyId, int]:
    """How many contributions wait for each of them."""
    assigned = contributions.c.assigned_to
    wanted = (
        select(assigned, func.count())
        .where(contributions.c.community == work.community, assigned.in_(sorted(party_ids)))
        .group_by(assigned)
    )
    return {row[0]: int(row[1]) for row in work.connection.execute(wanted)}


def add_passed_over(work: Work, passed: Sequence[PassedOver]) -> None:
    """Log whose turn it was and who was passed over, and why."""
    new = [{"community": work.community, **rows.values_of(one)} for one in passed]
    bulk.add_new(work.connection, passed_over, new)


def passed_over_page(
    work: Work, *, contribution_id: str | None, after: str | None, limit: int
) -> tuple[list[PassedOver], str | None]:
    """Who was passed over, in the key's order backwards, and the key (its parts joined by /) after which the next page begins."""
    log = passed_over.c
    key = (log.contribution_id, log.task, log.party_id, log.at)
    wanted = select(passed_over).where(log.community == work.community)
    if contribution_id is not None:
        wanted = wanted.where(log.contribution_id == contribution_id)
    if after is not None:
        *named, at = after.split("/")
        wanted = wanted.where(tuple_(*key) < tuple_(*named, datetime.fromisoformat(at)))
    wanted = wanted.order_by(*(part.desc() for part in key)).limit(limit + 1)
    found = [rows.thing_of(PassedOver, row) for row in work.connection.execute(wanted).mappings()]
    last = found[limit - 1] if len(found) > limit else None
    more = f"{last.contribution_id}/{last.task.value}/{last.party_id}/{last.at.isoformat()}" if last else None
    return found[:limit], more


def queue_of(work: Work, party_id: PartyId) -> list[Claim]:
    """What waits for somebody, what is due first first."""
    wanted = (
        select(contributions)
        .where(contributions.c.community == work.community, contributions.c.assigned_to == party_id)
        .order_by(contributions.c.due_at, contributions.c.contribution_id)
        .limit(QUEUE_MAX)
    )
    return [rows.thing_of(Claim, row) for row in work.connection.execute(wanted).mappings()]


def overdue(work: Work, *, limit: int) -> dict[str, list[Claim]]:
    """What nobody did in time, in every community, locked; what somebody is at work on is left for the next time."""
    wanted = (
        select(contributions)
        .where(
            contributions.c.due_at <= work.now,
            contributions.c.state.in_(ESCALATING),
            contributions.c.escalation < TO_COUNCIL,
        )
        .order_by(contributions.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found: dict[str, list[Claim]] = defaultdict(list)
    for row in work.connection.execute(wanted).mappings():
        found[row["community"]].append(rows.thing_of(Claim, row))
    return found
