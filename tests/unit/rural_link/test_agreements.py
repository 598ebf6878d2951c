"""Three-party agreements (rulebook §21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.refused import NotFound
from contracts.rural_link.kinds import AgreementState
from services.rural_link.agreements import refusals, rules

TODAY = date(2023, 3, 18)
COMMUNITY, VILLAGE, ASSOCIATION = "长林盘社区", "彭州市濛阳街道桂桥村", "成都市和谐社区发展促进会"
DRAFT = rules.Agreement(
    agreement_id="agr_1",
    title="关于深入推动城乡社区互助网络建设活化和谐社区发展慈善基金的协议",
    text_sha256="a" * 64,
    parties=(COMMUNITY, VILLAGE, ASSOCIATION),
    obligations=(
        rules.Obligation(number=1, owner_id=VILLAGE, duty="每月供应蔬菜", due_on=date(2023, 4, 30), evidence="交接单"),
    ),
    review_on=date(2024, 2, 18),
    ends_on=date(2024, 3, 17),
)


def signature(party, *, by=None, text="a" * 64, on=TODAY):
    return rules.Signature(
        party_id=party, signed_by=by or f"agent of {party}", authority="法定代表人", text_sha256=text, signed_on=on
    )


def signed_by(agreement, given):
    return rules.sign(agreement, given, selves={given.signed_by})


def in_force():
    signed = DRAFT
    for party in DRAFT.parties:
        signed = signed_by(signed, signature(party))
    return signed


def test_the_third_signature_puts_it_in_force():
    two = signed_by(signed_by(DRAFT, signature(COMMUNITY)), signature(VILLAGE))

    assert rules.state_on(two, TODAY) is AgreementState.SIGNING
    three = signed_by(two, signature(ASSOCIATION))
    assert three.in_force_on == TODAY
    assert rules.state_on(three, TODAY) is AgreementState.IN_FORCE


@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        (signature(COMMUNITY, by="somebody else of the same party"), refusals.AlreadySigned),
        (signature(VILLAGE, by=f"agent of {COMMUNITY}"), refusals.SignedForAnother),
        (signature(VILLAGE, text="b" * 64), refusals.TextDiffers),
        (signature("黄老五食品股份有限公司"), NotFound),
        (signature(VILLAGE, on=date(2024, 3, 18)), refusals.WrongAgreementState),
    ],
)
def test_who_may_not_sign(second, refusal):
    with pytest.raises(refusal):
        signed_by(signed_by(DRAFT, signature(COMMUNITY)), second)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (replace(DRAFT, parties=(COMMUNITY,)), refusals.PartiesWrong),
        (replace(DRAFT, parties=(COMMUNITY, VILLAGE, VILLAGE)), refusals.PartiesWrong),
        (replace(DRAFT, parties=(COMMUNITY, ASSOCIATION)), refusals.OwnerNotParty),
        (replace(DRAFT, review_on=TODAY), refusals.DatesWrong),
        (replace(DRAFT, review_on=date(2024, 3, 18)), refusals.DatesWrong),
        (replace(DRAFT, obligations=DRAFT.obligations * 51), refusals.TooManyObligations),
    ],
)
def test_what_cannot_be_laid_out(draft, refusal):
    with pytest.raises(refusal):
        rules.check_draft(draft, today=TODAY)


def test_the_review_is_due_thirty_days_before_its_date():
    assert not rules.review_due(in_force(), today=date(2024, 1, 18))
    assert rules.review_due(in_force(), today=date(2024, 1, 19))
    assert not rules.review_due(DRAFT, today=date(2024, 1, 19))
    assert not rules.review_due(in_force(), today=date(2024, 3, 18))


def test_only_its_owner_meets_an_obligation_and_only_in_force():
    met = rules.meet(in_force(), number=1, by=VILLAGE, evidence_sha256="c" * 64, today=TODAY)

    assert met.met_on == TODAY
    with pytest.raises(NotFound):
        rules.meet(in_force(), number=1, by=ASSOCIATION, evidence_sha256="c" * 64, today=TODAY)
    with pytest.raises(refusals.WrongAgreementState):
        rules.meet(DRAFT, number=1, by=VILLAGE, evidence_sha256="c" * 64, today=TODAY)
    with pytest.raises(refusals.ObligationMetBefore):
        rules.meet(replace(in_force(), obligations=(met,)), number=1, by=VILLAGE, evidence_sha256="c" * 64, today=TODAY)
