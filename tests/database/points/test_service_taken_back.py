"""A judge's service that does not count earned nothing: taken back once, whatever comes first and however often (rulebook §5)."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from chassis.ids import new_id
from contracts.merchants.events import PanelServiceRendered, PanelServiceWithdrawn
from contracts.merchants.ids import ServiceWithdrawalReason
from contracts.points.events import PointsReversed
from contracts.points.kinds import ReversalReason
from contracts.refused import NotYet
from tests.database.points.test_given_back import tell_until_heard
from tests.database.points.test_reversals import back, check_books, debt, of, spend
from tests.support.bench import COMMUNITY

DAY = date(2023, 3, 18)


def rendered(town, name="anna", minutes=120) -> PanelServiceRendered:
    return PanelServiceRendered(
        community=COMMUNITY, panel_id=new_id("pnl"), judge_id=town.ids[name], minutes=minutes, served_on=DAY
    )


def withdrawn(service: PanelServiceRendered, reason=ServiceWithdrawalReason.ERROR) -> PanelServiceWithdrawn:
    return PanelServiceWithdrawn(
        community=COMMUNITY,
        withdrawal_id=new_id("svw"),
        panel_id=service.panel_id,
        judge_id=service.judge_id,
        reason=reason,
        withdrawn_on=DAY,
    )


def source(service: PanelServiceRendered) -> str:
    return f"{service.panel_id}:{service.judge_id}"


def reversals(town) -> list[PointsReversed]:
    return [event for event in town.bench.said() if isinstance(event, PointsReversed)]


@pytest.mark.parametrize("reason", list(ServiceWithdrawalReason))
def test_what_it_earned_is_taken_back_with_its_reason(town, reason):
    service, other = rendered(town), rendered(town, minutes=60)
    town.bench.tell(service, other)
    assert (town.balance("anna").cv, town.balance("anna").sp) == (24_00, 24_00)

    town.bench.tell(withdrawn(service, reason))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (8_00, 8_00)
    [told] = reversals(town)
    assert (told.source_id, told.reason, told.minutes) == (source(service), ReversalReason(reason.value), 120)
    check_books(town)


def test_in_every_order_and_told_again_it_is_taken_back_once(town):
    for turn, order in enumerate(permutations(range(4))):
        service = rendered(town)
        gone = withdrawn(service)
        # The withdrawal twice under ids of their own, and the service twice too.
        steps = [service, gone, gone, service]
        tell_until_heard(town, [steps[number] for number in order])

        assert len(reversals(town)) == turn + 1
        assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    check_books(town)


def test_before_its_credit_is_heard_it_waits(town):
    service = rendered(town)
    with pytest.raises(NotYet):
        town.bench.tell(withdrawn(service))
    assert reversals(town) == []


def test_a_part_taken_back_by_hand_for_the_same_reason_leaves_the_rest(town):
    service = rendered(town)
    town.bench.tell(service)
    back(town, of(source(service), 30))

    town.bench.tell(withdrawn(service))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    assert [(one.minutes, one.sequence) for one in reversals(town)] == [(30, 1), (90, 2)]
    check_books(town)


def test_what_was_taken_back_by_hand_as_a_whole_is_not_taken_twice(town):
    service = rendered(town)
    town.bench.tell(service)
    back(town, of(source(service)))

    town.bench.tell(withdrawn(service, ServiceWithdrawalReason.FRAUD))

    assert len(reversals(town)) == 1
    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)


def test_points_that_are_spent_are_repaid_in_points(town):
    service = rendered(town)
    town.bench.tell(service)
    spend(town, "anna", 10_00)

    town.bench.tell(withdrawn(service))

    assert (town.balance("anna").cv, town.balance("anna").sp, debt(town, "anna")) == (0, 0, 10_00)
    check_books(town)
