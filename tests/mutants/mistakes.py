"""The ten mistakes: what is written instead of what, and which tests must see it.

A mistake must fit the code exactly once, and a test must exist under its name: when either moves on, this list has to follow.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One replacement in one file."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake somebody could make. `tests` are names of test functions."""

    name: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]


MISTAKES = (
    Mistake(
        name="drop the inbox key",
        edits=(
            Edit(
                path="chassis/reactions.py",
                old="new = inbox.claim(work.connection, door.queue, list(latest), at=work.now)",
                new="new = set(latest)",
            ),
        ),
        tests=("test_an_event_that_comes_twice_is_handled_once_and_one_that_failed_again",),
    ),
    Mistake(
        name="acknowledge early",
        edits=(
            Edit(
                path="chassis/listener.py",
                old="                self._handle(batch)\n                self._channel.basic_ack(batch[-1].delivery_tag, multiple=True)\n",
                new="                self._channel.basic_ack(batch[-1].delivery_tag, multiple=True)\n                self._handle(batch)\n",
            ),
        ),
        tests=("test_a_hearer_that_dies_at_each_point_loses_and_doubles_nothing",),
    ),
    Mistake(
        name="publish after the commit instead of through the outbox",
        edits=(
            Edit(
                path="chassis/commands.py",
                old="            work.ending.write(work.connection)\n",
                new="            later, work.ending.events = work.ending.events, []\n            work.ending.write(work.connection)\n",
            ),
            Edit(
                path="chassis/commands.py",
                old='        crashpoints.reach("command.after_commit")\n',
                new=(
                    '        crashpoints.reach("command.after_commit")\n'
                    "        with transactions.begin(first.actor, cause) as afterwards:\n"
                    "            afterwards.ending.events += later\n"
                ),
            ),
        ),
        tests=("test_who_dies_after_the_commit_leaves_effect_answer_and_event",),
    ),
    Mistake(
        name="skip the community filter",
        edits=(
            Edit(
                path="services/points/rows.py",
                old="wanted = select(table).where(table.c.community == work.community, id_column(table) == thing_id)",
                new="wanted = select(table).where(id_column(table) == thing_id)",
            ),
        ),
        tests=("test_parties_of_another_community_are_not_there",),
    ),
    Mistake(
        name="float amounts",
        edits=(
            Edit(
                path="contracts/shape.py",
                old='hundredths = int(whole) * 100 + int(part.ljust(2, "0") or 0)',
                new='hundredths = int(float(f"{whole}.{part or 0}") * 100)',
            ),
        ),
        tests=("test_every_amount_survives_the_wire_exactly",),
    ),
    Mistake(
        name="swallow a refusal",
        edits=(
            Edit(
                path="services/points/grants/store.py",
                old="    if earning_parties - locked.keys():\n        raise NotYet\n",
                new="    earnings = [earning for earning in earnings if earning.party_id in locked]\n",
            ),
        ),
        tests=("test_a_gift_of_an_unknown_donor_comes_back_later_and_takes_nothing_with_it",),
    ),
    Mistake(
        name="the idempotency row outside the transaction",
        edits=(
            Edit(
                path="chassis/commands.py",
                old="            known = _claimed(work.connection, [one.claim for one in turn], at=work.now)\n",
                new=(
                    "            with transactions.engine.begin() as before:\n"
                    "                known = _claimed(before, [one.claim for one in turn], at=work.now)\n"
                ),
            ),
        ),
        tests=("test_who_dies_before_the_commit_leaves_nothing", "test_a_refused_command_leaves_its_key_free"),
    ),
    Mistake(
        name="the relay deletes before the broker confirms",
        edits=(
            Edit(
                path="chassis/relays.py",
                old=(
                    "            sent = self._publish(chosen)\n"
                    '            crashpoints.reach("relay.after_publish")\n'
                    "            sending.delete(connection, sent)\n"
                    '            crashpoints.reach("relay.after_delete")\n'
                ),
                new=(
                    "            sending.delete(connection, chosen)\n"
                    "            connection.commit()\n"
                    '            crashpoints.reach("relay.after_delete")\n'
                    "            sent = self._publish(chosen)\n"
                    '            crashpoints.reach("relay.after_publish")\n'
                ),
            ),
        ),
        tests=("test_a_relay_that_dies_at_each_point_loses_and_doubles_nothing",),
    ),
    Mistake(
        name="lots not in the order of their expiry",
        edits=(
            Edit(
                path="ledger/lots.py",
                old="    return lot.expires_on, lot.granted_on, lot.id\n",
                new="    return lot.granted_on, lot.expires_on, lot.id\n",
            ),
        ),
        tests=("test_the_lot_that_expires_first_is_used_first_whenever_it_was_granted",),
    ),
    Mistake(
        name="a hold posted twice",
        edits=(
            Edit(
                path="ledger/rules.py",
                old="    if hold.state is not HoldState.HELD:\n",
                new="    if hold.state not in {HoldState.HELD, HoldState.POSTED}:\n",
            ),
        ),
        tests=("test_a_hold_ends_once_and_the_second_attempt_is_told_how",),
    ),
)
