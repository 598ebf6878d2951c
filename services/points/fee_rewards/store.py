"""Every statement about programmes and rewards."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import RewardState
from services.points import rows
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules import Programme, Reward
from services.points.fee_rewards.tables import programmes, rewards


def add_programme(work: Work, programme: Programme) -> Programme:
    """Keep a draft, or answer the one with the same content. Refuses ProgrammeIdTaken."""
    if rows.add(work, programmes, programme):
        return programme
    known = require_programme(work, programme.programme_id)
    if not known.same_as(programme):
        raise refusals.ProgrammeIdTaken
    return known


def require_programme(work: Work, programme_id: str, *, lock: bool = False) -> Programme:
    """The programme, perhaps locked. Refuses ProgrammeNotFound."""
    programme = rows.find(work, programmes, Programme, programme_id, lock=lock)
    if programme is None:
        raise refusals.ProgrammeNotFound
    return programme


def save_programme(work: Work, programme: Programme) -> Programme:
    """Write a programme that was locked."""
    return rows.save(work, programmes, programme)


def programme_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Programme], str | None]:
    """Programmes in the order of their ids."""
    return rows.page(work, programmes, Programme, after=after, limit=limit)


def add_reward(work: Work, reward: Reward) -> None:
    """Keep a new reward. Refuses HouseholdRewarded: the partial unique index allows one a household, period and programme."""
    values = {"community": work.community, **rows.values_of(reward)}
    taken = insert(rewards).values(values).on_conflict_do_nothing().returning(rewards.c.reward_id)
    if work.connection.execute(taken).first() is None:
        raise refusals.HouseholdRewarded


def find_reward(work: Work, reward_id: str) -> Reward | None:
    """The reward, if there is one with this id."""
    return rows.find(work, rewards, Reward, reward_id)


def require_reward(work: Work, reward_id: str) -> Reward:
    """The reward. Refuses RewardNotFound."""
    reward = rows.find(work, rewards, Reward, reward_id)
    if reward is None:
        raise refusals.RewardNotFound
    return reward


def lock_rewards(work: Work, reward_ids: Collection[str]) -> dict[str, Reward]:
    """The rewards by their ids, locked."""
    return rows.find_all(work, rewards, Reward, reward_ids, lock=True)


def save_rewards(work: Work, changed: Sequence[Reward]) -> list[Reward]:
    """Write rewards that were locked, or whose programme was, in one statement."""
    return rows.save_all(work, rewards, changed)


def reward_page(
    work: Work, *, party_id: PartyId | None, after: str | None, limit: int
) -> tuple[list[Reward], str | None]:
    """Rewards, newest id first; of one person, or all."""
    where = [] if party_id is None else [rewards.c.party_id == party_id]
    return rows.page(work, rewards, Reward, *where, after=after, limit=limit, newest_first=True)


def accepted(work: Work, programme_id: str, *, limit: int) -> list[Reward]:
    """Accepted rewards of a programme that no batch holds yet, oldest first; the programme is locked."""
    wanted = (
        select(rewards)
        .where(
            rewards.c.community == work.community,
            rewards.c.programme_id == programme_id,
            rewards.c.state == RewardState.ACCEPTED.value,
        )
        .order_by(rewards.c.reward_id)
        .limit(limit)
    )
    return [rows.thing_of(Reward, row) for row in work.connection.execute(wanted).mappings()]


def waiting(work: Work) -> list[tuple[str, str]]:
    """(community, programme) wherever accepted rewards wait for a batch, in any community."""
    wanted = (
        select(rewards.c.community, rewards.c.programme_id)
        .distinct()
        .where(rewards.c.state == RewardState.ACCEPTED.value)
        .order_by(rewards.c.community, rewards.c.programme_id)
    )
    return [(community, programme_id) for community, programme_id in work.connection.execute(wanted)]
