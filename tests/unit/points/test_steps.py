"""Every step from every state: which are allowed, and what refuses the others (rulebook §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contracts.points.kinds import ChallengeState, Evidence
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ContributionType as Type
from contracts.refused import Refused
from services.points.contributions.rules import Caution, Proof, steps
from services.points.contributions.rules.challenging import Challenge, challenged, decide
from services.points.contributions.rules.watching import Habit, caution, unusual, unusual_value
from services.points.rate_cards.rules import FIRST_RULEBOOK
from tests.unit.points.test_contributions import AFTER_NOTICE, CLAIM, NEAR, NOON, hand

CONFIRMED = {"confirmed_by": "pty_CONFIRMER", "confirmed_at": NOON}
NOTICED = CONFIRMED | {"notice_ends_at": AFTER_NOTICE}
DECIDED = NOTICED | {"decided_by": "pty_APPROVER", "decided_at": AFTER_NOTICE}
STATES = {
    "submitted": CLAIM,
    "by hand": replace(CLAIM, manual=True, entry_reason="补录"),
    "second": replace(CLAIM, state=State.CONFIRMED, wants_second=True, **CONFIRMED),
    "held": replace(CLAIM, state=State.CONFIRMED, held=True, **CONFIRMED),
    "both": replace(CLAIM, state=State.CONFIRMED, held=True, wants_second=True, **CONFIRMED),
    "noticed": replace(CLAIM, state=State.UNDER_NOTICE, **NOTICED),
    "challenged": replace(CLAIM, state=State.CHALLENGED, **NOTICED),
    "returned": replace(CLAIM, state=State.RETURNED, **CONFIRMED),
    "settled": replace(CLAIM, state=State.SETTLED, **DECIDED),
    "rejected": replace(CLAIM, state=State.REJECTED, **DECIDED),
    "reversed": replace(CLAIM, state=State.REVERSED, **DECIDED),
}
OBJECTION = Challenge(
    challenge_id="chl_1",
    contribution_id="ctb_1",
    raised_by="pty_NEIGHBOUR",
    reason="没有看见",
    state=ChallengeState.OPEN,
    raised_at=NOON,
)
STEPS = {
    "second entry": lambda claim, by: steps.second_entry(claim, by=by, near=NEAR),
    "confirm": lambda claim, by: steps.confirm(
        claim,
        by=by,
        near=NEAR,
        proof=Proof(evidence=Evidence.E2, as_counterpart=True),
        then=FIRST_RULEBOOK,
        now=FIRST_RULEBOOK,
    ),
    "return": lambda claim, by: steps.send_back(claim, by=by, near=NEAR, reason="缺照片"),
    "release": lambda claim, by: steps.release(claim, by=by, near=NEAR, cv=20_00, rulebook=FIRST_RULEBOOK),
    "challenge": lambda claim, by: challenged(claim, by=replace(by, at=NOON)),
    "dismiss": lambda claim, by: decide(claim, [OBJECTION], by=by, near=NEAR, upheld=False, reason="属实")[0],
    "uphold": lambda claim, by: decide(claim, [OBJECTION], by=by, near=NEAR, upheld=True, reason="不实")[0],
    "approve": lambda claim, by: steps.approve(claim, by=by, near=NEAR),
    "reject": lambda claim, by: steps.reject(claim, by=by, near=NEAR, reason="重复"),
}
ALLOWED = {
    ("submitted", "confirm"): State.UNDER_NOTICE,
    ("submitted", "return"): State.RETURNED,
    ("submitted", "reject"): State.REJECTED,
    ("by hand", "second entry"): State.SUBMITTED,
    ("by hand", "return"): State.RETURNED,
    ("by hand", "reject"): State.REJECTED,
    ("second", "confirm"): State.UNDER_NOTICE,
    ("second", "reject"): State.REJECTED,
    ("held", "release"): State.UNDER_NOTICE,
    ("held", "reject"): State.REJECTED,
    ("both", "confirm"): State.CONFIRMED,
    ("both", "release"): State.CONFIRMED,
    ("both", "reject"): State.REJECTED,
    ("noticed", "challenge"): State.CHALLENGED,
    ("noticed", "approve"): State.SETTLED,
    ("noticed", "reject"): State.REJECTED,
    ("challenged", "challenge"): State.CHALLENGED,
    ("challenged", "dismiss"): State.SETTLED,
    ("challenged", "uphold"): State.REJECTED,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_from_every_state_only_its_own_steps_lead_on(state, step):
    by = hand("pty_THIRD", at=AFTER_NOTICE)
    wanted = ALLOWED.get((state, step))
    if wanted is None:
        with pytest.raises(Refused):
            STEPS[step](STATES[state], by)
    else:
        assert STEPS[step](STATES[state], by).state is wanted


@pytest.mark.parametrize("name", ["pty_ANNA", "pty_ORGANISER", "pty_HOME", "pty_SCHOOL"])
@pytest.mark.parametrize(("state", "step"), [pair for pair in ALLOWED if pair[1] != "challenge"])
def test_nobody_who_gave_or_entered_it_or_is_close_takes_any_step(state, step, name):
    for by in (hand(name, at=AFTER_NOTICE), replace(hand("pty_ALIAS", at=AFTER_NOTICE), linked=frozenset({name}))):
        with pytest.raises(Refused):
            STEPS[step](STATES[state], by)


@pytest.mark.parametrize(("state", "step"), [pair for pair in ALLOWED if pair[0] not in {"submitted", "by hand"}])
def test_whoever_confirmed_decides_nothing_under_no_other_identity(state, step):
    if step == "challenge":
        return
    for by in (
        hand("pty_CONFIRMER", at=AFTER_NOTICE),
        replace(hand("pty_ALIAS", at=AFTER_NOTICE), linked=frozenset({"pty_CONFIRMER"})),
    ):
        with pytest.raises(Refused):
            STEPS[step](STATES[state], by)


def test_escalation_goes_on_from_when_a_step_was_due_and_ends_with_the_council():
    waiting = replace(CLAIM, due_at=NOON + timedelta(days=7))
    once = steps.escalate(waiting, rulebook=FIRST_RULEBOOK)
    twice = steps.escalate(once, rulebook=FIRST_RULEBOOK)
    assert [(one.escalation, one.due_at) for one in (once, twice)] == [
        (1, NOON + timedelta(days=14)),
        (2, NOON + timedelta(days=21)),
    ]
    noticed = steps.escalate(replace(STATES["noticed"], due_at=NOON + timedelta(days=6)), rulebook=FIRST_RULEBOOK)
    assert (noticed.escalation, noticed.state) == (2, State.UNDER_NOTICE)


def test_caution_keeps_it_from_its_notice():
    proof = Proof(evidence=Evidence.E2, as_counterpart=True)
    for careful in (Caution(held=True), Caution(wants_second=True)):
        claim = steps.confirm(
            CLAIM, by=hand("pty_C"), near=NEAR, proof=proof, then=FIRST_RULEBOOK, now=FIRST_RULEBOOK, caution=careful
        )
        assert (claim.state, claim.notice_ends_at) == (State.CONFIRMED, None)


DAY = date(2023, 3, 18)


def weeks(*minutes: int) -> dict[date, int]:
    """So many minutes in the week of the claim and the weeks before."""
    return {DAY - timedelta(days=7 * turn): one for turn, one in enumerate(minutes) if one}


@pytest.mark.parametrize(
    ("minutes", "held"),
    [
        (weeks(217, *[120] * 8), True),  # Mean 36.9, sigma 55.4, for which 60 stands: at most 216.9.
        (weeks(216, *[120] * 8), False),
        (weeks(480, *[120] * 7), False),  # Seven weeks are no habit yet.
        (weeks(120, *[120] * 26), False),
        (weeks(301, *[120] * 26), True),  # Mean 120, no spread: 60 minutes stand for it.
        (weeks(300, *[120] * 26), False),
        ({DAY - timedelta(days=turn): 480 for turn in range(5)}, False),
        ({DAY - timedelta(days=turn): 480 for turn in range(6)}, True),  # Over 40 hours of the month.
        ({DAY - timedelta(days=18 + turn): 480 for turn in range(6)} | {DAY: 60}, False),  # In the month before.
    ],
)
def test_hours_are_unusual_three_standard_deviations_over_ones_own_mean_or_beyond_the_month(minutes, held):
    assert unusual(CLAIM, minutes, month_minutes=40 * 60, rulebook=FIRST_RULEBOOK) is held


@pytest.mark.parametrize(
    ("fen", "held"),
    [
        (weeks(3_000_00), False),  # Nothing before: three times the least spread.
        (weeks(3_000_01), True),
        (weeks(3_500_00, *[500_00] * 26), False),  # Always 500: 3,000 over it.
        (weeks(3_500_01, *[500_00] * 26), True),
        (weeks(6_153_84, 10_000_00), False),  # Mean 384.62, sigma 1,923.08: at most 6,153.84.
        (weeks(6_153_85, 10_000_00), True),
        ({DAY - timedelta(days=turn): 600_00 for turn in range(6)}, True),  # In small pieces within the week.
        (
            {DAY - timedelta(days=7 * 27): 90_000_00} | {DAY: 3_000_01},
            True,
        ),  # What lies before the half year is no habit.
    ],
)
def test_value_is_unusual_three_standard_deviations_over_ones_own_mean(fen, held):
    claim = replace(CLAIM, contribution_type=Type.G2, minutes=0, fen=1)

    assert unusual_value(claim, fen, rulebook=FIRST_RULEBOOK) is held


@pytest.mark.parametrize(
    ("kind", "held"),
    [(Type.G1, True), (Type.G3, True), (Type.V1, True), (Type.F1W, True), (Type.F1, False), (Type.H1, False)],
)
def test_goods_loans_and_waived_money_are_watched_by_value(kind, held):
    claim = replace(CLAIM, contribution_type=kind)
    habit = Habit(minutes={}, fen={DAY: 9_000_00})

    assert caution(claim, habit, by=hand("pty_C"), month_minutes=2400, rulebook=FIRST_RULEBOOK).held is held


@pytest.mark.parametrize(
    ("confirmed", "wanted"),
    [
        ([], False),
        ([("pty_C", 99_99, 9)], False),  # Below 100 CV a share means nothing.
        ([("pty_C", 500_00, 2)], False),
        ([("pty_C", 40_00, 1), ("pty_OTHER", 90_00, 2)], False),  # (40 + 20) of 150: 40 %, not over it.
        ([("pty_C", 40_01, 1), ("pty_OTHER", 90_00, 2)], True),
        ([("pty_ALIAS", 40_01, 1), ("pty_OTHER", 90_00, 2)], True),
    ],
)
def test_over_40_percent_by_one_confirmer_wants_a_second(confirmed, wanted):
    by = replace(hand("pty_C"), linked=frozenset({"pty_ALIAS"}))
    claim = replace(CLAIM, cv=20_00, contribution_type=Type.H1)
    careful = caution(claim, Habit(minutes={}, confirmed=confirmed), by=by, month_minutes=2400, rulebook=FIRST_RULEBOOK)
    assert careful.wants_second is wanted
