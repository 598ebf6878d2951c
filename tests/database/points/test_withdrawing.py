"""Whoever gave it takes back what was put forward wrong; drafts keep all that was filled in, and go when they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.answers import Document
from contracts.points.events import ContributionWithdrawn, PartyErased
from contracts.points.kinds import (
    Channel,
    ContributionState,
    DocumentKind,
    DutyState,
    Evidence,
    GoodsCondition,
    GoodsType,
    PriceSource,
    Task,
)
from contracts.roles import Role
from tests.database.points.test_evidence import goods
from tests.database.points.test_personal import erasing
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor

NOT_FOUND = "points.contribution_not_found"
NOT_WAITING = "points.not_waiting_for_confirmation"
SHEET = Document(sha256="2" * 64, kind=DocumentKind.SIGNED_SHEET)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def withdrawing(asked) -> requests.WithdrawContribution:
    return requests.WithdrawContribution(contribution_id=asked.contribution_id)


def test_an_hour_typed_wrongly_is_taken_back_and_put_forward_right(town):
    wrong = town.hours()
    town.ask(wrong, "anna")
    right = replace(wrong, contribution_id=new_id("ctb"), minutes=60)

    overlapping = code_of(lambda: town.ask(right, "anna"))
    withdrawn = town.ask(withdrawing(wrong), "anna")
    again = town.ask(withdrawing(wrong), "anna")
    [settled] = town.settle(right)

    assert overlapping == "points.time_overlaps"
    assert (withdrawn.state, withdrawn.due_at) == (ContributionState.WITHDRAWN, None)
    assert again == withdrawn
    assert settled.cv == 10_00
    assert [type(event) for event in town.bench.said()].count(ContributionWithdrawn) == 1


def test_only_whoever_gave_it_takes_it_back_and_only_before_it_is_confirmed(town):
    asked = town.hours()
    town.ask(asked, "organiser")

    for name in ("bela", "organiser", "confirmer", "staff"):
        assert code_of(lambda name=name: town.ask(withdrawing(asked), name)) == NOT_FOUND
    town.confirm(asked.contribution_id)
    assert code_of(lambda: town.ask(withdrawing(asked), "anna")) == NOT_WAITING


def test_what_was_taken_back_is_confirmed_and_rejected_by_nobody(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.ask(withdrawing(asked), "anna")

    assert code_of(lambda: town.confirm(asked.contribution_id)) == NOT_WAITING
    reject = requests.RejectContribution(contribution_id=asked.contribution_id, reason="无")
    assert code_of(lambda: town.ask(reject, "approver")) == "points.already_decided"


def test_taken_back_and_confirmed_at_once_one_of_them_is_too_late(town):
    asked = town.hours()
    town.ask(asked, "anna")

    outcomes = at_once(
        [lambda: town.ask(withdrawing(asked), "anna"), lambda: town.confirm(asked.contribution_id, Evidence.E2)]
    )

    assert sorted(outcomes) == ["ok", NOT_WAITING]


def test_whoever_was_to_confirm_it_has_it_off_the_desk(town):
    duty = requests.AppointDuty(duty_id=new_id("dty"), party_id=town.ids["confirmer"], task=Task.CONFIRM)
    town.ask(duty, "staff")
    agreed = town.ask(requests.AgreeDuty(duty_id=duty.duty_id), "council")
    asked = town.hours()
    town.ask(asked, "anna")
    before = town.ask(requests.ListWork(), "confirmer").items

    town.ask(withdrawing(asked), "anna")

    assert agreed.state is DutyState.ACTIVE
    assert [one.contribution_id for one in before] == [asked.contribution_id]
    assert town.ask(requests.ListWork(), "confirmer").items == ()


def test_a_line_on_paper_that_was_taken_back_is_keyed_again(town):
    paper = {"channel": Channel.PAPER, "reference": "SHEET-7:1", "entry_reason": "手工签到单", "documents": (SHEET,)}
    keyed = town.hours(**paper)
    town.ask(keyed, "staff")
    again = replace(keyed, contribution_id=new_id("ctb"), minutes=60)

    taken = code_of(lambda: town.ask(again, "staff"))
    town.ask(withdrawing(keyed), "anna")

    assert taken == "points.reference_taken"
    assert town.ask(again, "staff").state is ContributionState.SUBMITTED


def test_what_came_again_and_was_taken_back_may_come_again(town):
    asked = town.hours()
    town.ask(asked, "anna")
    town.ask(requests.ReturnContribution(contribution_id=asked.contribution_id, reason="缺照片"), "confirmer")
    mistyped = replace(asked, contribution_id=new_id("ctb"), replaces=asked.contribution_id, minutes=60)
    right = replace(mistyped, contribution_id=new_id("ctb"), minutes=120)
    town.ask(mistyped, "anna")

    town.ask(withdrawing(mistyped), "anna")

    assert town.ask(right, "anna").state is ContributionState.SUBMITTED


def second_hand(town) -> requests.SubmitGoods:
    return goods(
        town,
        contribution_type=GoodsType.G3,
        item="书桌",
        unit_price=300_00,
        condition=GoodsCondition.GOOD,
        source=PriceSource.QUOTATIONS,
        documents=goods(town).documents[1:],
        entry_reason="补录",
        reference="G3-1",
        draft=True,
    )


def test_a_draft_keeps_all_that_was_filled_in_for_its_writer_alone(town):
    draft = second_hand(town)
    kept = town.ask(draft, "anna")
    look = requests.GetContributionEvidence(contribution_id=draft.contribution_id)

    shown = town.ask(look, "anna")

    assert kept.state is ContributionState.DRAFT
    assert shown.goods == answers.ContributedGoods(
        item=draft.item,
        quantity=draft.quantity,
        unit_price=draft.unit_price,
        source=draft.source,
        condition=draft.condition,
        best_before=None,
        own_goods=False,
    )
    assert set(shown.documents) == set(draft.documents)
    assert (shown.entry_reason, shown.reference) == ("补录", "G3-1")
    for name in ("bela", "confirmer", "staff"):
        assert code_of(lambda name=name: town.ask(look, name)) == NOT_FOUND
    town.ask(replace(draft, draft=False), "anna")
    assert town.ask(look, "confirmer").goods == shown.goods


def test_a_draft_is_thrown_away_by_its_writer_alone(town):
    draft = second_hand(town)
    kept = town.ask(draft, "anna")
    throw = requests.DeleteDraft(contribution_id=draft.contribution_id)

    assert code_of(lambda: town.ask(throw, "bela")) == NOT_FOUND
    assert town.ask(throw, "anna") == kept
    assert code_of(lambda: town.ask(throw, "anna")) == NOT_FOUND
    assert town.ask(requests.ListContributions(state=ContributionState.DRAFT), "anna").items == ()
    put = town.hours()
    town.ask(put, "anna")
    assert code_of(lambda: town.ask(requests.DeleteDraft(contribution_id=put.contribution_id), "anna")) == NOT_FOUND


def test_drafts_from_before_their_evidence_was_kept_are_still_read(town):
    draft = second_hand(town)
    kept = town.ask(draft, "anna")
    town.bench.rows("UPDATE contribution_drafts SET content = content->'contribution'")

    assert town.ask(requests.GetContribution(contribution_id=draft.contribution_id), "anna") == kept
    look = requests.GetContributionEvidence(contribution_id=draft.contribution_id)
    assert code_of(lambda: town.ask(look, "anna")) == NOT_FOUND


def test_an_erased_persons_drafts_are_gone_and_nobody_elses(town):
    hers = second_hand(town)
    for_her = town.hours(started_at=town.now - timedelta(hours=9), draft=True)
    others = town.hours("carl", draft=True)
    for asked, name in ((hers, "anna"), (for_her, "organiser"), (others, "organiser")):
        town.ask(asked, name)
    older = "UPDATE contribution_drafts SET content = content->'contribution' WHERE saved_by = :by"
    town.bench.rows(older, by=town.ids["organiser"])
    erasure = town.ask(erasing(town), "anna")
    town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "staff")
    [told] = [event for event in town.bench.said() if isinstance(event, PartyErased)]

    for _ in range(2):
        town.bench.tell(told)

    assert told.community == COMMUNITY
    left = town.bench.rows("SELECT contribution_id FROM contribution_drafts")
    assert [one.contribution_id for one in left] == [others.contribution_id]


def test_no_role_throws_away_anothers_draft(town):
    draft = town.hours(draft=True)
    town.ask(draft, "anna")
    throw = requests.DeleteDraft(contribution_id=draft.contribution_id)

    everything = actor(town.ids["carl"], *Role)

    assert code_of(lambda: town.bench.ask(throw, as_=everything)) == NOT_FOUND
