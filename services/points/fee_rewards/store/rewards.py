"""Every statement about rewards and their undoing. Whoever changes one has locked its programme or its batch before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import RewardState, UndoState
from services.points import rows
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.rules.undos import Undo
from services.points.fee_rewards.tables import programmes, rewards, undos

FREEING = (RewardState.OFFERED, RewardState.REJECTED, RewardState.WITHDRAWN, RewardState.REVERSED)
"""Rewards in these states do not keep a household from another one."""

WAITING = text("""
SELECT community, programme_id FROM rewards WHERE state = 'accepted'
UNION
SELECT community, programme_id FROM fee_undos WHERE state = 'waiting'
 ORDER BY community, programme_id
""")

# Set-based: a statement confirms a whole month.
CONFIRM = text("""
UPDATE rewards r
   SET state = 'confirmed', confirmed_at = :at, confirmation = 'statement', version = r.version + 1
  FROM fee_batch_lines l, unnest(CAST(:households AS text[]), CAST(:periods AS text[])) AS seen(household, period)
 WHERE r.community = :community AND r.programme_id = :programme_id AND r.state = 'applied'
   AND l.community = r.community AND l.batch_number = r.batch_number AND l.line_number = r.line_number
   AND l.household_number = seen.household AND l.billing_period = seen.period
RETURNING r.reward_id
""")


def add_reward(work: Work, reward: Reward) -> None:
    """Keep a new reward. Refuses HouseholdRewarded: the partial unique index allows one a household, period and programme."""
    values = {"community": work.community, **rows.values_of(reward)}
    taken = insert(rewards).values(values).on_conflict_do_nothing().returning(rewards.c.reward_id)
    if work.connection.execute(taken).first() is None:
        raise refusals.HouseholdRewarded


def find_reward(work: Work, reward_id: str) -> Reward | None:
    """The reward, if there is one with this id."""
    return rows.find(work, rewards, Reward, reward_id)


def require_reward(work: Work, reward_id: str, *, lock: bool = False) -> Reward:
    """The reward, perhaps locked. Refuses RewardNotFound."""
    reward = rows.find(work, rewards, Reward, reward_id, lock=lock)
    if reward is None:
        raise refusals.RewardNotFound
    return reward


def lock_rewards(work: Work, reward_ids: Collection[str]) -> dict[str, Reward]:
    """The rewards by their ids, locked."""
    return rows.find_all(work, rewards, Reward, reward_ids, lock=True)


def save_reward(work: Work, reward: Reward) -> Reward:
    """Write a reward that was locked, or whose programme was."""
    return rows.save(work, rewards, reward)


def save_rewards(work: Work, changed: Sequence[Reward]) -> list[Reward]:
    """Write rewards that were locked, or whose programme was, in one statement."""
    return rows.save_all(work, rewards, changed)


def reward_page(
    work: Work, *, party_id: PartyId | None, after: str | None, limit: int
) -> tuple[list[Reward], str | None]:
    """Rewards, newest id first; of one person, or all."""
    where = [] if party_id is None else [rewards.c.party_id == party_id]
    return rows.page(work, rewards, Reward, *where, after=after, limit=limit, newest_first=True)


def rewarded_periods(work: Work, programme_id: str, household_id: PartyId) -> set[str]:
    """The billing periods for which the household has a reward of the programme."""
    wanted = select(rewards.c.billing_period).where(
        rewards.c.community == work.community,
        rewards.c.household_id == household_id,
        rewards.c.programme_id == programme_id,
        rewards.c.state.not_in(FREEING),
    )
    return set(work.connection.execute(wanted).scalars())


def is_rewarded(work: Work, reward: Reward) -> bool:
    """Does the household have a reward of this programme for this period?"""
    return reward.billing_period in rewarded_periods(work, reward.programme_id, reward.household_id)


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


def waits_for(work: Work, party_id: PartyId, company_id: PartyId) -> bool:
    """Has the person an accepted reward of this company that no batch holds yet?"""
    wanted = (
        select(rewards.c.reward_id)
        .join(
            programmes,
            (programmes.c.community == rewards.c.community) & (programmes.c.programme_id == rewards.c.programme_id),
        )
        .where(
            rewards.c.community == work.community,
            rewards.c.party_id == party_id,
            rewards.c.state == RewardState.ACCEPTED.value,
            programmes.c.company_id == company_id,
        )
        .limit(1)
    )
    return work.connection.execute(wanted).first() is not None


def waiting(work: Work) -> list[tuple[str, str]]:
    """(community, programme) wherever accepted rewards or undos wait for a batch, in any community."""
    return [(community, programme_id) for community, programme_id in work.connection.execute(WAITING)]


def confirm_seen(work: Work, programme_id: str, seen: Collection[tuple[str, str]], *, at: datetime) -> list[str]:
    """Confirm the applied rewards of these household numbers and periods, which the company's statement shows; answers their ids."""
    if not seen:
        return []
    names = {"households": [one[0] for one in seen], "periods": [one[1] for one in seen]}
    found = work.connection.execute(
        CONFIRM, {"community": work.community, "programme_id": programme_id, "at": at, **names}
    )
    return sorted(found.scalars())


def add_undo(work: Work, undo: Undo) -> None:
    """Keep a new undo. Refuses UndoAsked if the reward has one that the company has not refused."""
    if not rows.add(work, undos, undo):
        raise refusals.UndoAsked


def waiting_undos(work: Work, programme_id: str, *, limit: int) -> list[Undo]:
    """Undos of a programme that no batch holds yet, oldest first; the programme is locked."""
    wanted = (
        select(undos)
        .where(
            undos.c.community == work.community,
            undos.c.programme_id == programme_id,
            undos.c.state == UndoState.WAITING.value,
        )
        .order_by(undos.c.undo_id)
        .limit(limit)
    )
    return [rows.thing_of(Undo, row) for row in work.connection.execute(wanted).mappings()]


def lock_undos(work: Work, undo_ids: Collection[str]) -> dict[str, Undo]:
    """The undos by their ids, locked."""
    return rows.find_all(work, undos, Undo, undo_ids, lock=True) if undo_ids else {}


def save_undos(work: Work, changed: Sequence[Undo]) -> list[Undo]:
    """Write undos that were locked, or whose programme was, in one statement."""
    return rows.save_all(work, undos, changed)


def undos_of(work: Work, reward_ids: Collection[str]) -> dict[str, Undo]:
    """The latest undo of each of these rewards, by reward."""
    wanted = (
        select(undos)
        .where(undos.c.community == work.community, undos.c.reward_id.in_(reward_ids))
        .order_by(undos.c.undo_id)
    )
    found = [rows.thing_of(Undo, row) for row in work.connection.execute(wanted).mappings()]
    return {undo.reward_id: undo for undo in found}
