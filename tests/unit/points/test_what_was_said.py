"""Under a known id only the same is the same: whatever else was said makes another fingerprint."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from contracts.points.kinds import (
    Channel,
    ContributionType,
    DocumentKind,
    Evidence,
    GoodsCondition,
    PriceSource,
    Strain,
)
from services.points.contributions.rules.claims import Document, Goods, Wanted
from services.points.contributions.rules.entering import claim_of
from services.points.contributions.rules.saying import said
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import FIRST_RULEBOOK

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
GOODS = Goods(item="大米", quantity=10, unit_fen=45_00, source=PriceSource.INVOICE)
INVOICE = Document(sha256="1" * 64, kind=DocumentKind.INVOICE)
SHEET = Document(sha256="2" * 64, kind=DocumentKind.SIGNED_SHEET)
WANTED = Wanted(
    contribution_id="ctb_1",
    party_id="pty_ANNA",
    contribution_type=ContributionType.G2,
    activity="重阳节慰问",
    started_at=NOON,
    goods=GOODS,
    documents=(INVOICE, SHEET),
)
OTHER: dict[str, Any] = {
    "contribution_id": "ctb_2",
    "party_id": "pty_BELA",
    "contribution_type": ContributionType.G3,
    "activity": "别的",
    "started_at": NOON + timedelta(minutes=1),
    "minutes": 30,
    "evidence": Evidence.E2,
    "qualification": "NURSE",
    "strain": Strain.HEAVY,
    "activity_id": "act_1",
    "level": 3,
    "on_behalf_of": "pty_SHOP",
    "off_duty": True,
    "entry_reason": "补录",
    "reference": "REF-1",
    "goods": None,
    "loan": "ROOM-20",
    "fen": 60_00,
    "documents": (INVOICE,),
    "replaces": "ctb_0",
    "from_sheet": True,
    "by_task": True,
}
OTHER_GOODS: dict[str, Any] = {
    "item": "面粉",
    "quantity": 11,
    "unit_fen": 45_01,
    "source": PriceSource.QUOTATIONS,
    "condition": GoodsCondition.WORN,
    "best_before": date(2023, 4, 1),
    "own": True,
}


def print_of(wanted: Wanted, *, by="pty_ANNA", channel=Channel.SELF, level=2) -> str:
    return said(wanted, by=by, channel=channel, level=wanted.level or level)


def test_every_field_is_tried_below():
    assert set(OTHER) == {field.name for field in fields(Wanted)}
    assert set(OTHER_GOODS) == {field.name for field in fields(Goods)}


@pytest.mark.parametrize("name", sorted(OTHER))
def test_anything_else_said_is_something_else(name: str):
    assert print_of(replace(WANTED, **{name: OTHER[name]})) != print_of(WANTED)


@pytest.mark.parametrize("name", sorted(OTHER_GOODS))
def test_other_goods_are_something_else(name: str):
    other = replace(WANTED, goods=replace(GOODS, **{name: OTHER_GOODS[name]}))

    assert print_of(other) != print_of(WANTED)


def test_somebody_elses_word_and_another_way_are_something_else():
    assert len({print_of(WANTED), print_of(WANTED, by="pty_BELA"), print_of(WANTED, channel=Channel.PAPER)}) == 3


def test_the_same_instant_the_same_documents_and_the_level_that_goes_without_saying_are_the_same():
    civil = NOON.astimezone(timezone(timedelta(hours=8)))
    again = replace(WANTED, started_at=civil, documents=(SHEET, INVOICE, INVOICE), level=2)

    assert print_of(again) == print_of(WANTED)


def test_a_contribution_from_before_is_compared_by_what_no_step_changes():
    by = Hand(party_id="pty_ANNA", ties=frozenset({"pty_ANNA"}), at=NOON)
    kept = claim_of(WANTED, by=by, channel=Channel.SELF, rulebook=FIRST_RULEBOOK)
    before = replace(kept, said=None, evidence=Evidence.E3, fen=1)

    assert before.same_as(kept)
    assert not before.same_as(replace(kept, off_duty=True))
    assert not kept.same_as(replace(kept, said="0" * 64))
