"""The best grade that a contribution has, and whose word makes it better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.points.kinds import Channel, Evidence
from services.points.contributions import refusals
from services.points.contributions.rules.proving import Proof, check_grade, provable
from tests.unit.points.test_contributions import CLAIM, hand

E0, E1, E2, E3 = Evidence
HOST = "pty_HOST"


@pytest.mark.parametrize(
    ("channel", "recorded", "best"),
    [
        (Channel.SELF, E3, E0),
        (Channel.ORGANISER, E0, E1),
        (Channel.ORGANISER, E2, E1),
        (Channel.BACK_OFFICE, E1, E1),
        (Channel.IMPORT, E3, E1),
        (Channel.ACTIVITY, E2, E2),
    ],
)
def test_a_way_of_coming_in_proves_so_much(channel, recorded, best):
    claim = replace(CLAIM, channel=channel, evidence=recorded)
    assert provable(claim, documented=False) is best
    assert provable(claim, documented=True) is E3


@pytest.mark.parametrize(
    ("reference", "recorded", "best"),
    [
        ("QD-2023-00001/3", E0, E0),
        ("QD-2023-00001/3", E1, E1),
        ("QD-2023-00001/3", E2, E2),
        ("QD-2023-00001/3", E3, E2),
        ("SHEET-7:1", E0, E0),
        ("SHEET-7:1", E2, E1),
        ("QD-2023-00001", E2, E1),
        (None, E3, E1),
    ],
)
def test_signatures_prove_on_a_sheet_of_ours_and_are_a_list_on_any_other(reference, recorded, best):
    claim = replace(CLAIM, channel=Channel.PAPER, reference=reference, evidence=recorded)
    assert provable(claim, documented=False) is best
    assert provable(claim, documented=True) is E3


def test_a_higher_grade_needs_the_counterparts_word():
    claim = replace(CLAIM, channel=Channel.ORGANISER)
    by = hand("pty_CONFIRMER")

    assert check_grade(claim, Proof(evidence=E1), by=by) is False
    with pytest.raises(refusals.EvidenceNotProved):
        check_grade(claim, Proof(evidence=E2), by=by)
    assert check_grade(claim, Proof(evidence=E2, as_counterpart=True), by=by) is True
    assert check_grade(claim, Proof(evidence=E1, as_counterpart=True), by=by) is False, "nothing stands on that word"
    with pytest.raises(refusals.DocumentMissing):
        check_grade(claim, Proof(evidence=E3, as_counterpart=True), by=by)


def test_of_an_activity_only_those_who_hold_it_are_the_counterpart():
    proof = Proof(evidence=E2, as_counterpart=True, hosts={HOST})
    with pytest.raises(refusals.NotTheCounterpart):
        check_grade(CLAIM, proof, by=hand("pty_CONFIRMER"))
    assert check_grade(CLAIM, proof, by=hand("pty_CONFIRMER", HOST)) is True
