"""What happens around the body of a command: done once, whatever happens, alone or together with others that wait.

Calls that are answered together share one transaction: one claim of all their keys, one run of the body, one last statement, one commit.
A refused call leaves nothing behind and the others stand. If anything else goes wrong, nothing has happened, and each of them is done again
in a transaction of its own, so that a poisonous one fails alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from chassis import crashpoints, requests, telemetry
from chassis.calls import Call, Outcome
from chassis.database import LOCK_NOT_AVAILABLE, Transactions, Work, retrying, sqlstate
from chassis.doors import Ask, RequestDoor, answers_of, checked, traced, unexpected
from contracts.refused import KeyReused, Kind, Refused, StillRunning, Unavailable
from contracts.request import Request

logger = logging.getLogger(__name__)


class KeyMissing(Refused):
    """A command came without an idempotency key."""

    code = "idempotency-key-missing"
    kind = Kind.INVALID
    zh = "请在请求头 Idempotency-Key 里给出幂等键。"
    en = "Send an Idempotency-Key header."


class VersionIgnored(Refused):
    """The caller asked for a version check where there is none; refusing is safer than to ignore it."""

    code = "if-match-not-supported"
    kind = Kind.INVALID
    zh = "这个操作不支持 If-Match。"
    en = "This operation does not support If-Match."


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """One call that may be made: its shape and actor are checked, its key is there."""

    call: Call
    asked: Request[Any]
    claim: requests.Claim


def answer(door: RequestDoor, service: Any, transactions: Transactions, calls: Sequence[Call]) -> list[Outcome]:
    """Answer each call, in their order. A second call with the same key gets the first one's answer, also within these."""
    outcomes: dict[int, Outcome] = {}
    accepted: dict[int, Accepted] = {}
    for place, call in enumerate(calls):
        try:
            accepted[place] = _accepted(door, call)
        except Refused as refusal:
            outcomes[place] = Outcome.refused(refusal)
    left = list(accepted.values())
    answered: list[Outcome] = []
    while left:
        size = _next_turn(door, left)
        turn, left = left[:size], left[size:]
        answered += _answered(door, service, transactions, turn)
    outcomes |= zip(accepted, answered, strict=True)
    return [outcomes[place] for place in range(len(calls))]


def _accepted(door: RequestDoor, call: Call) -> Accepted:
    asked = checked(door, call)
    if not call.key:
        raise KeyMissing
    claim = requests.Claim(
        community=call.actor.community,
        principal=call.actor.party_id or "anonymous",
        method=call.method,
        key=call.key,
        fingerprint=requests.fingerprint(call.method, call.body),
    )
    return Accepted(call=call, asked=asked, claim=claim)


def _next_turn(door: RequestDoor, left: Sequence[Accepted]) -> int:
    """How many of those that are left share the next transaction: up to the first that repeats a key or asks for a version.

    So together comes to the same as one after the other; and a refused version check cannot undo anybody else's work.
    """
    keys = set()
    for place, one in enumerate(left if door.together else left[:1]):
        if one.claim.identity in keys or one.call.if_version is not None:
            return max(1, place)
        keys.add(one.claim.identity)
    return len(left) if door.together else 1


def _answered(door: RequestDoor, service: Any, transactions: Transactions, turn: Sequence[Accepted]) -> list[Outcome]:
    if len(turn) > 1:
        try:
            return retrying(lambda: _commit(door, service, transactions, turn))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, it is met again by the one that causes it
            telemetry.undone_batches.labels(door.request.method()).inc()
            kind, place = type(error).__name__, telemetry.place_of(error)
            logger.warning("calls: %d together failed (%s at %s); each again alone", len(turn), kind, place)
    return [_alone(door, service, transactions, one) for one in turn]


def _alone(door: RequestDoor, service: Any, transactions: Transactions, one: Accepted) -> Outcome:
    if one.call.deadline <= time.time():
        telemetry.expired_calls.inc()
        return Outcome.refused(Unavailable())
    try:
        return retrying(lambda: _commit(door, service, transactions, [one]))[0]
    except Refused as refusal:
        return Outcome.refused(refusal)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one call's failure is its own
        return Outcome.refused(unexpected(error))


def _commit(door: RequestDoor, service: Any, transactions: Transactions, turn: Sequence[Accepted]) -> list[Outcome]:
    first = turn[0].call
    name = f"command {first.method}" + (f" x{len(turn)}" if len(turn) > 1 else "")
    with traced(name, first.cause) as cause:
        with transactions.begin(first.actor, cause) as work:
            known = _claimed(work.connection, [one.claim for one in turn], at=work.now)
            fresh = [one for one in turn if one.claim not in known]
            # In a turn of several, the span is of them all, and each call goes on with the trace it came with.
            causes = [cause if len(turn) == 1 else one.call.cause for one in fresh]
            asks = [
                Ask(work=work.apart(one.call.actor, cause, if_version=one.call.if_version), asked=one.asked)
                for one, cause in zip(fresh, causes, strict=True)
            ]
            said = dict(zip([one.claim for one in fresh], answers_of(door, service, asks), strict=True))
            if len(turn) == 1:
                _raise_refusals(said.values())
            _conclude(work, asks, said)
            crashpoints.reach("command.mid_batch")
            work.ending.write(work.connection)
            crashpoints.reach("command.before_commit")
        crashpoints.reach("command.after_commit")
    return [_outcome(said[one.claim]) if one.claim in said else _replayed(known[one.claim]) for one in turn]


def _claimed(
    connection: Connection, claims: Sequence[requests.Claim], *, at: datetime
) -> dict[requests.Claim, Any | KeyReused]:
    try:
        return requests.claim(connection, claims, at=at)
    except DBAPIError as error:
        if sqlstate(error) == LOCK_NOT_AVAILABLE:
            # Only here is it the same request that is waited for; every other lock is held by another one.
            raise StillRunning from error
        raise


def _raise_refusals(said: Iterable[Any | Refused]) -> None:
    # Undoing costs less than writing down that nothing happened.
    for each in said:
        if isinstance(each, Refused):
            raise each


def _conclude(work: Work, asks: Sequence[Ask[Any]], said: dict[requests.Claim, Any | Refused]) -> None:
    for ask, (claim, answer) in zip(asks, said.items(), strict=True):
        if isinstance(answer, Refused):
            work.ending.withdrawn.append(claim)
            continue
        if ask.work.if_version is not None and not ask.work.version_checked:
            raise VersionIgnored
        work.ending.answered.append((claim, answer))
        work.ending.events += ask.work.ending.events


def _outcome(said: Any | Refused) -> Outcome:
    return Outcome.refused(said) if isinstance(said, Refused) else Outcome(answer=said)


def _replayed(known: Any | KeyReused) -> Outcome:
    return Outcome.refused(known) if isinstance(known, KeyReused) else Outcome(answer=known, replayed=True)
