"""Which rows of the outbox may travel together."""

from __future__ import annotations

from unittest.mock import Mock

from hypothesis import given
from hypothesis import strategies as st

from chassis.relays import Relay
from chassis.sending import Row

ROWS = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), min_size=1, max_size=40)


def relay(heard: set[str]) -> Relay:
    made = Relay(service="donations", engine=Mock(), amqp_uri="amqp://nowhere/")
    made._heard = heard
    return made


def row(position: int, kind: str, aggregate: str) -> Row:
    return Row(
        position=position, event_id=str(position), type=kind, community="c", aggregate=aggregate, body="", headers="{}"
    )


@given(rows=ROWS, heard=st.sets(st.sampled_from("ABC")))
def test_of_each_aggregate_only_its_first_rows_go_and_nothing_behind_a_probe(
    rows: list[tuple[str, str]], heard: set[str]
):
    waiting = [row(position, kind, aggregate) for position, (kind, aggregate) in enumerate(rows)]

    chosen = relay(heard)._in_order(waiting)

    assert chosen[0] == waiting[0]
    for aggregate in "xyz":
        own = [one for one in waiting if one.aggregate == aggregate]
        going = [one for one in chosen if one.aggregate == aggregate]
        assert going == own[: len(going)]
        assert all(one.type in heard for one in going[:-1])
    probes = [one.type for one in chosen if one.type not in heard]
    assert len(probes) == len(set(probes))
    if heard == set("ABC"):
        assert chosen == waiting
