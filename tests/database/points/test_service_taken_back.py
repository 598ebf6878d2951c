"""A judge's service that does not count earned nothing: taken back once, whatever comes first and however often (rulebook §5)."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from chassis.ids import new_id
from contracts.merchants.events import PanelServiceRendered, PanelServiceWithdrawn
from contracts.merchants.ids import ServiceWithdrawalReason
from contracts.points.events import PointsReversed
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ReversalReason
from contracts.refused import NotYet
from tests.database.points.test_given_back import tell_until_heard
from tests.database.points.test_reversals import back, check_books, debt, of, spend
from tests.database.points.told import claim_of, credited, service
from tests.support.bench import COMMUNITY

DAY = date(2023, 3, 18)


def withdrawn(served: PanelServiceRendered, reason=ServiceWithdrawalReason.ERROR) -> PanelServiceWithdrawn:
    return PanelServiceWithdrawn(
        community=COMMUNITY,
        withdrawal_id=new_id("svw"),
        panel_id=served.panel_id,
        judge_id=served.judge_id,
        reason=reason,
        withdrawn_on=DAY,
    )


def source(served: PanelServiceRendered) -> str:
    return f"{served.panel_id}:{served.judge_id}"


def reversals(town) -> list[PointsReversed]:
    return [event for event in town.bench.said() if isinstance(event, PointsReversed)]


@pytest.mark.parametrize("reason", list(ServiceWithdrawalReason))
def test_what_it_earned_is_taken_back_with_its_reason(town, reason):
    served, other = service(town), service(town, minutes=60)
    credited(town, served, other)
    assert (town.balance("anna").cv, town.balance("anna").sp) == (24_00, 24_00)

    town.bench.tell(withdrawn(served, reason))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (8_00, 8_00)
    [told] = reversals(town)
    assert (told.source_id, told.reason, told.minutes) == (
        claim_of(town, served).contribution_id,
        ReversalReason(reason.value),
        120,
    )
    check_books(town)


def test_in_every_order_and_told_again_it_is_taken_back_once(town):
    for turn, order in enumerate(permutations(range(4))):
        served = service(town)
        gone = withdrawn(served)
        # The withdrawal twice under ids of their own, and the service twice too.
        steps = [served, gone, gone, served]
        tell_until_heard(town, [steps[number] for number in order])

        assert claim_of(town, served).state is State.WITHDRAWN
        assert (town.bench.count("contributions"), len(reversals(town))) == (turn + 1, 0)
        assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    check_books(town)


def test_told_again_once_it_was_credited_it_is_taken_back_once(town):
    served = service(town)
    gone = withdrawn(served)
    credited(town, served)

    town.bench.tell(gone, served, gone)

    assert len(reversals(town)) == 1
    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    check_books(town)


def test_before_its_credit_is_heard_it_waits(town):
    served = service(town)
    with pytest.raises(NotYet):
        town.bench.tell(withdrawn(served))
    assert reversals(town) == []


def test_a_part_taken_back_by_hand_for_the_same_reason_leaves_the_rest(town):
    served = service(town)
    credited(town, served)
    back(town, of(source(served), 30))

    town.bench.tell(withdrawn(served))

    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    assert [(one.minutes, one.sequence) for one in reversals(town)] == [(30, 1), (90, 2)]
    check_books(town)


def test_what_was_taken_back_by_hand_as_a_whole_is_not_taken_twice(town):
    served = service(town)
    credited(town, served)
    back(town, of(source(served)))

    town.bench.tell(withdrawn(served, ServiceWithdrawalReason.FRAUD))

    assert len(reversals(town)) == 1
    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)


def test_points_that_are_spent_are_repaid_in_points(town):
    served = service(town)
    credited(town, served)
    spend(town, "anna", 10_00)

    town.bench.tell(withdrawn(served))

    assert (town.balance("anna").cv, town.balance("anna").sp, debt(town, "anna")) == (0, 0, 10_00)
    check_books(town)
