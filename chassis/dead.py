"""Messages that wait for a person: what they are, and how they go back to their queue, audited and repeatable.

`python -m chassis.dead list --service points` and `redrive --service points --by ... --second ... --reason ...`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amqp.exceptions import NotFound
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql import insert

from chassis import config
from chassis.broker import channel_of, connect, farewell, hang_up
from chassis.clock import Clock, SystemClock, civil_day
from chassis.deferral import DIED_AT, REASON, REDRIVEN, RETURNED, attempt_of, readdressed
from chassis.envelope import digest, headers_of
from chassis.publisher import Publisher
from chassis.tables import redrives
from chassis.topology import dead_name, queue_name
from contracts.event import published
from contracts.publish import import_all
from contracts.refused import Invalid, Refused

PEEKED_MAX = 1000  # Messages of one queue that are looked at in one go.
LET_GO_SECONDS_MAX, LET_GO_LOOK_SECONDS = 10.0, 0.01  # A thousand take a busy broker more than a second.
RETURNS_MAX = 3  # So often an innocent message goes back by itself.
DELIVERY_LIMIT = "delivery_limit"


class SecondPersonNeeded(Refused):
    """Nobody returns dead messages alone."""

    code = "redrive.second-person-needed"
    zh = "退回死信需要两个不同的人。"
    en = "Returning dead messages takes two different people."


@dataclass(frozen=True, kw_only=True)
class Dead:
    """One message in `.dead`, without its content. `attempts`: how often it was tried; `age_seconds`: None if it does not say."""

    queue: str
    event_id: str
    type: str
    reason: str
    attempts: int
    sha256: str
    age_seconds: int | None


def count_dead(amqp_uri: str, queues: Collection[str]) -> dict[str, int]:
    """How many dead messages each queue has; a queue that does not exist has none."""
    counts = dict.fromkeys(queues, 0)
    with _connection(amqp_uri) as connection:
        channel = channel_of(connection)
        for queue in queues:
            try:
                counts[queue] = int(channel.queue_declare(dead_name(queue), passive=True).message_count)
            except NotFound:
                channel = channel_of(connection)  # The broker closes the channel on which it was asked.
    return counts


def list_dead(amqp_uri: str, queues: Collection[str]) -> list[Dead]:
    """The dead messages of the queues, oldest first within each, at most PEEKED_MAX each. They stay where they are."""
    found: list[Dead] = []
    with _connection(amqp_uri) as connection:
        for queue in _existing(connection, queues):
            taken = _peek(connection, queue)
            found += [described(message, queue) for message in taken]
            _let_go(taken, queue)
    return found


def redrive(  # noqa: PLR0913 - who, with whom and why are asked for by the rule that nobody does this alone
    amqp_uri: str,
    engine: Engine,
    queues: Collection[str],
    *,
    by: str,
    second_person: str,
    reason: str,
    event_ids: Collection[str] | None = None,
    clock: Clock | None = None,
) -> int:
    """Send dead messages back to their queues; returns how many. With `event_ids` only those.

    Written down in the service's database before anything moves. Doing it twice, or dying in the middle, changes nothing more: the inbox
    knows what was handled. What somebody else looks at just then (a listener looks for innocents now and again) is not among them, but among
    those of the next call. Raises SecondPersonNeeded, Invalid.
    """
    if not by or not second_person or by == second_person:
        raise SecondPersonNeeded
    if not reason.strip():
        raise Invalid(fields={"reason": ["请说明原因。"]})
    moved = 0
    with _connection(amqp_uri) as connection:
        for queue in _existing(connection, queues):
            chosen = [
                message
                for message in _peek(connection, queue)
                if event_ids is None or event_id_of(message) in event_ids
            ]
            _write_down(
                engine, queue, chosen, by=by, second_person=second_person, reason=reason, clock=clock or SystemClock()
            )
            moved += _send_back(amqp_uri, queue, chosen, REDRIVEN)
    return moved


def return_innocents(amqp_uri: str, queue: str) -> int:
    """Send back what the broker set aside only because its consumer died too often near it, at most RETURNS_MAX times each."""
    with _connection(amqp_uri) as connection:
        innocents = [message for message in _peek(connection, queue) if is_innocent(message, queue)]
        return _send_back(amqp_uri, queue, innocents, RETURNED)


def is_innocent(message: Any, queue: str) -> bool:
    """Was it never judged by us, but counted out by the broker's delivery limit, and not returned too often before?"""
    headers = headers_of(message)
    deaths = headers.get("x-death") or ()
    counted_out = any(death.get("queue") == queue and death.get("reason") == DELIVERY_LIMIT for death in deaths)
    return counted_out and REASON not in headers and _number(headers, RETURNED) < RETURNS_MAX


def described(message: Any, queue: str) -> Dead:
    """What may be told of a dead message."""
    headers = headers_of(message)
    return Dead(
        queue=queue,
        event_id=event_id_of(message),
        type=str(headers.get("ce-type", "")),
        reason=str(headers.get(REASON) or headers.get("x-first-death-reason") or "unknown"),
        attempts=attempt_of(message) + 1,
        sha256=digest(message),
        age_seconds=_age_seconds(headers),
    )


def event_id_of(message: Any) -> str:
    """The event's id, or the hash of a message that has none."""
    return str(message.properties.get("message_id") or f"sha256:{digest(message)}")


@contextmanager
def _connection(amqp_uri: str) -> Iterator[Any]:
    connection = connect(amqp_uri, name="dead letters")
    try:
        yield connection
    except BaseException:
        hang_up(connection)
        raise
    farewell(connection)


def _existing(connection: Any, queues: Collection[str]) -> Iterator[str]:
    for queue in queues:
        try:
            channel_of(connection).queue_declare(dead_name(queue), passive=True)
        except NotFound:
            continue
        yield queue


def _peek(connection: Any, queue: str) -> list[Any]:
    """Take messages without acknowledging them: whatever is not acknowledged returns when the connection closes."""
    channel = channel_of(connection)
    taken: list[Any] = []
    while len(taken) < PEEKED_MAX and (message := channel.basic_get(dead_name(queue))) is not None:
        taken.append(message)
    return taken


def _let_go(taken: Sequence[Any], queue: str) -> None:
    """Give back what was only looked at, and wait until it is there: whoever looks or returns next would find it gone."""
    if not taken:
        return
    channel = taken[0].channel
    # At most PEEKED_MAX were taken: the others, which nobody touched, are no sign that these are back.
    whole = channel.queue_declare(dead_name(queue), passive=True).message_count + len(taken)
    channel.basic_recover(requeue=True)
    deadline = time.monotonic() + LET_GO_SECONDS_MAX
    # The broker says yes before the queue has done it. Somebody else may take what is back, so this ends in any case.
    while channel.queue_declare(dead_name(queue), passive=True).message_count < whole:
        if time.monotonic() > deadline:
            return
        time.sleep(LET_GO_LOOK_SECONDS)


def _send_back(amqp_uri: str, queue: str, messages: Sequence[Any], mark: str) -> int:
    if not messages:
        return 0
    publisher = Publisher(amqp_uri, name=f"{queue} returning")
    try:
        publisher.publish([_returning(message, queue, mark) for message in messages])
    finally:
        publisher.close()
    # Only now: a message that is in both places is absorbed by the inbox, one that is in neither is lost.
    for message in messages:
        message.channel.basic_ack(message.delivery_tag)
    return len(messages)


def _returning(message: Any, queue: str, mark: str) -> Any:
    # Its attempts start again: somebody (or a restart) has changed what made it fail.
    return readdressed(message, queue, {mark: _number(headers_of(message), mark) + 1, "x-attempt": 0})


def _write_down(engine: Engine, queue: str, messages: Sequence[Any], *, clock: Clock, **who: str) -> None:
    with engine.begin() as connection:
        for message in messages:
            now = clock.now()
            row = {
                "event_id": event_id_of(message),
                "queue": queue,
                "redriven_on": civil_day(now),
                "redriven_at": now,
                **who,
            }
            # The same event may lie there twice; one line for one instant is enough.
            connection.execute(insert(redrives).values(row).on_conflict_do_nothing())


def _age_seconds(headers: dict[str, Any]) -> int | None:
    died_at = headers.get(DIED_AT)
    if isinstance(died_at, int):
        return max(0, int(time.time()) - died_at)
    deaths = headers.get("x-death")
    at = deaths[0].get("time") if deaths else None
    return max(0, int(time.time() - at.timestamp())) if isinstance(at, datetime) else None


def _number(headers: dict[str, Any], name: str) -> int:
    number = headers.get(name)
    return number if isinstance(number, int) else 0


def queues_of(service: str) -> list[str]:
    """Every queue the service might have: one for each event there is."""
    import_all()
    return sorted(queue_name(service, event) for event in published.values())


def main(arguments: list[str]) -> int:
    """List the dead messages of a service, or send them back."""
    parser = argparse.ArgumentParser(prog="chassis.dead")
    parser.add_argument("action", choices=("list", "redrive"))
    for name in ("--service", "--by", "--second", "--reason"):
        parser.add_argument(name, default="", required=name == "--service")
    parser.add_argument("--event", action="append", help="only this event id; may be given several times")
    asked = parser.parse_args(arguments)
    database = config.database_name(asked.service)
    missing = [name for name in ("AMQP_URI", database) if not os.environ.get(name)]
    if missing:
        raise config.SettingsMissing(missing)
    uri, queues = os.environ["AMQP_URI"], queues_of(asked.service)
    if asked.action == "list":
        for one in list_dead(uri, queues):
            age = "?" if one.age_seconds is None else f"{one.age_seconds} s"
            sys.stdout.write(f"{one.queue} {one.event_id} {one.reason} attempts={one.attempts} {age} {one.sha256}\n")
        return 0
    who = {"by": asked.by, "second_person": asked.second, "reason": asked.reason}
    engine = create_engine(os.environ[database])
    try:
        moved = redrive(uri, engine, queues, event_ids=asked.event, **who)
    except Refused as refusal:
        sys.stderr.write(f"{refusal.zh}  {refusal}\n")
        return 2
    sys.stdout.write(f"{moved} messages went back\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
