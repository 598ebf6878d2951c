"""Everything that can be given, put forward by every way: time, goods, loans, money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.kinds import (
    Channel,
    ContributionState,
    ContributionType,
    DocumentKind,
    Evidence,
    GoodsCondition,
    GoodsType,
    MoneyType,
    PartyKind,
    PriceSource,
)
from contracts.refused import Refused
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.contributions import submitting
from services.points.contributions.rules import Wanted
from services.points.parties import store as party_store
from tests.database.points.papers import fingerprint, upload
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor

INVOICE = Document(sha256=fingerprint("invoice"), kind=DocumentKind.INVOICE)
LIST = Document(sha256="b" * 64, kind=DocumentKind.PRICE_LIST)
RECEIPT = Document(sha256="c" * 64, kind=DocumentKind.DONATION_RECEIPT)
QUOTES = tuple(Document(sha256=digit * 64, kind=DocumentKind.QUOTATION) for digit in "de")
BANK = Document(sha256=fingerprint("bank"), kind=DocumentKind.BANK_LINE)
WAIVER = Document(sha256=fingerprint("waiver"), kind=DocumentKind.RECEIPT_WAIVER)
SHEET = Document(sha256=fingerprint("sheet"), kind=DocumentKind.SIGNED_SHEET)


@pytest.fixture(autouse=True)
def files(town):
    """What is named here was uploaded."""
    upload(town, "invoice", "bank", "waiver", "sheet")


def goods(town, name="anna", **changes: object):
    plain = {
        "contribution_id": new_id("ctb"),
        "party_id": town.ids[name],
        "contribution_type": GoodsType.G2,
        "activity": "重阳节慰问",
        "item": "大米 5 公斤",
        "quantity": 10,
        "unit_price": 45_00,
        "source": PriceSource.INVOICE,
        "given_at": town.now - timedelta(hours=1),
        "documents": (INVOICE,),
    }
    return requests.SubmitGoods(**(plain | changes))


def loan(town, name="anna", **changes: object):
    plain = {
        "contribution_id": new_id("ctb"),
        "party_id": town.ids[name],
        "item": "ROOM-20",
        "activity": "二楼活动室",
        "started_at": town.now - timedelta(hours=5),
        "minutes": 180,
    }
    return requests.SubmitLoan(**(plain | changes))


def money(town, name="anna", **changes: object):
    plain = {
        "contribution_id": new_id("ctb"),
        "party_id": town.ids[name],
        "contribution_type": MoneyType.F1,
        "activity": "社区互助",
        "amount": 60_00,
        "given_at": town.now - timedelta(hours=1),
        "entry_reason": "银行柜台现金存入",
        "reference": "BANK-2023-0001",
        "documents": (BANK,),
    }
    return requests.SubmitMoney(**(plain | changes))


def refused(town, asked, name) -> str:
    with pytest.raises(AskRefused) as no:
        town.ask(asked, name)
    return no.value.code


def through(town, contribution_id, evidence=Evidence.E2):
    town.confirm(contribution_id, evidence)
    town.bench.clock.advance(days=7)
    return town.approve(contribution_id)


@pytest.mark.parametrize(
    ("changes", "fen", "cv", "sp"),
    [
        ({}, 450_00, 45_00, 22_50),
        ({"contribution_type": GoodsType.G1, "documents": (INVOICE, RECEIPT)}, 450_00, 45_00, 0),
        ({"contribution_type": GoodsType.G3, "condition": GoodsCondition.LIKE_NEW}, 225_00, 22_50, 11_25),
        ({"contribution_type": GoodsType.G3, "condition": GoodsCondition.WORN}, 135_00, 13_50, 6_75),
        ({"contribution_type": GoodsType.G4, "best_before": date(2023, 4, 30)}, 225_00, 22_50, 0),
        ({"contribution_type": GoodsType.G4, "best_before": date(2023, 3, 19)}, 45_00, 4_50, 0),
        ({"source": PriceSource.PRICE_LIST, "documents": (LIST,)}, 450_00, 45_00, 22_50),
        ({"source": PriceSource.QUOTATIONS, "documents": QUOTES}, 450_00, 45_00, 22_50),
    ],
)
def test_goods_earn_by_their_appraised_value(town, changes, fen, cv, sp):
    asked = goods(town, **changes)
    put = town.ask(asked, "organiser")
    settled = through(town, asked.contribution_id, Evidence.E3 if INVOICE in asked.documents else Evidence.E2)

    assert (put.value, put.cv, put.sp, put.minutes) == (fen, cv, sp, 0)
    assert (settled.state, settled.cv, settled.sp) == (ContributionState.SETTLED, cv, sp)
    assert (town.balance("anna").cv, town.balance("anna").sp, town.balance("anna").minutes) == (cv, sp, 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"documents": (INVOICE, RECEIPT)}, "points.receipt_means_no_points"),
        ({"source": PriceSource.PRICE_LIST, "documents": (INVOICE, LIST)}, "points.better_source_exists"),
        ({"source": PriceSource.QUOTATIONS, "documents": QUOTES[:1]}, "points.document_missing"),
        ({"documents": ()}, "points.document_missing"),
        ({"contribution_type": GoodsType.G3}, "points.document_missing"),
        ({"contribution_type": GoodsType.G4, "best_before": date(2023, 3, 18)}, "points.nothing_counts"),
        ({"own_goods": True, "source": PriceSource.PRICE_LIST, "documents": (LIST,)}, "points.at_cost_only"),
    ],
)
def test_goods_that_are_not_told_properly_are_not_taken(town, changes, code):
    assert refused(town, goods(town, **changes), "anna") == code
    assert town.bench.count("contributions") == 0


def test_the_donor_never_appraises_and_the_lowest_price_counts(town):
    asked = goods(town)
    town.ask(asked, "anna")
    price = requests.AppraiseContributedGoods(
        contribution_id=asked.contribution_id, unit_price=40_00, source=PriceSource.INVOICE
    )
    with pytest.raises(AskRefused) as waiting:
        town.confirm(asked.contribution_id)
    own = []
    for name in ("anna", "bela"):
        with pytest.raises(AskRefused) as no:
            town.bench.ask(price, as_=actor(town.ids[name], Role.COMMUNITY_STAFF, Role.CONFIRMER))
        own.append(no.value.code)
    appraised = town.ask(price, "staff")

    assert waiting.value.code == "points.not_appraised"
    assert own == ["points.own_goods"] * 2
    assert (appraised.value, appraised.cv) == (400_00, 40_00)
    with pytest.raises(AskRefused) as appraiser:
        town.bench.ask(
            requests.ConfirmContribution(
                contribution_id=asked.contribution_id, evidence=Evidence.E2, as_counterpart=True
            ),
            as_=actor(town.ids["staff"], Role.CONFIRMER),
        )
    assert appraiser.value.code == "points.own_contribution"
    assert through(town, asked.contribution_id).cv == 40_00


def test_dear_pieces_need_two_appraisers_an_independent_document_and_seven_days(town):
    asked = goods(town, quantity=1, unit_price=2_000_01)
    town.ask(asked, "organiser")
    price = requests.AppraiseContributedGoods(
        contribution_id=asked.contribution_id, unit_price=2_000_01, source=PriceSource.INVOICE
    )
    with pytest.raises(AskRefused) as one_is_missing:
        town.confirm(asked.contribution_id, Evidence.E3)
    again = refused(town, price, "organiser")
    town.ask(price, "staff")
    confirmed = town.confirm(asked.contribution_id, Evidence.E3)

    assert (one_is_missing.value.code, again) == ("points.not_appraised", "points.own_goods")
    assert confirmed.notice_ends_at == town.now + timedelta(days=7)

    weak = goods(town, quantity=1_000, unit_price=2_00_01, documents=(LIST,), source=PriceSource.PRICE_LIST)
    town.ask(weak, "organiser")
    with pytest.raises(AskRefused) as undocumented:
        town.confirm(weak.contribution_id, Evidence.E3)
    assert undocumented.value.code == "points.document_missing"
    assert town.confirm(weak.contribution_id, Evidence.E2).state is ContributionState.RETURNED


def test_a_room_of_20_square_metres_counts_30_yuan_an_hour(town):
    rates = town.bench.ask(requests.GetLoanTable(month="2023-03"), as_=actor(None))
    asked = loan(town, "clerk", minutes=100)
    asked = replace(asked, party_id=town.ids["shop"])
    agent = actor(town.ids["clerk"], Role.MERCHANT_AGENT, organisation_id=town.ids["shop"])
    put = town.bench.ask(asked, as_=agent)
    twice = replace(asked, contribution_id=new_id("ctb"), started_at=asked.started_at + timedelta(minutes=90))
    with pytest.raises(AskRefused) as overlapping:
        town.bench.ask(twice, as_=agent)
    town.bench.ask(replace(twice, activity="三楼活动室"), as_=agent)
    settled = through(town, asked.contribution_id, Evidence.E1)

    assert {rate.code: rate.hourly for rate in rates.items}["ROOM-20"] == 30_00
    assert (put.value, put.cv, put.sp, put.minutes, put.loan_table) == (45_00, 4_50, 2_25, 100, 1)
    assert overlapping.value.code == "points.time_overlaps"
    assert (settled.cv, town.balance("shop").minutes) == (4_50, 0)
    assert refused(town, loan(town, item="YACHT"), "anna") == "points.loan_unknown"
    assert refused(town, loan(town, minutes=14), "anna") == "points.nothing_counts"


def test_lending_a_room_takes_nobodys_time(town):
    town.ask(loan(town), "anna")
    assert town.ask(town.hours(), "anna").state is ContributionState.SUBMITTED


def test_money_is_entered_by_the_office_with_its_bank_line_and_by_two_persons_only(town):
    asked = money(town)
    put = town.ask(asked, "staff")
    with pytest.raises(AskRefused) as alone:
        town.confirm(asked.contribution_id, Evidence.E3)
    second = requests.SecondEntry(contribution_id=asked.contribution_id)
    own = []
    for name in ("staff", "anna"):
        with pytest.raises(AskRefused) as no:
            town.bench.ask(second, as_=actor(town.ids[name], Role.COMMUNITY_STAFF))
        own.append(no.value.code)
    with pytest.raises(AskRefused) as kin:
        town.bench.ask(second, as_=actor(town.ids["bela"], Role.COMMUNITY_STAFF))
    town.ask(second, "council")
    with pytest.raises(AskRefused) as the_second:
        town.bench.ask(
            requests.ConfirmContribution(contribution_id=asked.contribution_id, evidence=Evidence.E3),
            as_=actor(town.ids["council"], Role.CONFIRMER),
        )
    settled = through(town, asked.contribution_id, Evidence.E3)

    assert (put.manual, put.seconded_by, alone.value.code) == (True, None, "points.second_person_missing")
    assert (own, kin.value.code) == (["points.own_contribution"] * 2, "points.too_close")
    assert the_second.value.code == "points.own_contribution"
    assert (settled.cv, settled.sp, settled.seconded_by) == (6_00, 0, town.ids["council"])
    assert refused(town, second, "organiser") == "points.second_person_not_needed"
    assert refused(town, money(town), "staff") == "points.reference_taken"
    assert refused(town, money(town), "anna") == "not-allowed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"documents": ()}, "points.document_missing"),
        ({"contribution_type": MoneyType.F1W}, "points.document_missing"),
        (
            {"contribution_type": MoneyType.F1W, "documents": (BANK, WAIVER, RECEIPT)},
            "points.receipt_means_no_points",
        ),
    ],
)
def test_money_without_its_papers_is_not_taken(town, changes, code):
    assert refused(town, money(town, **changes), "staff") == code


def test_money_with_its_receipt_waived_earns_spendable_points(town):
    asked = money(town, contribution_type=MoneyType.F1W, documents=(BANK, WAIVER))
    town.ask(asked, "staff")
    town.ask(requests.SecondEntry(contribution_id=asked.contribution_id), "organiser")
    assert through(town, asked.contribution_id, Evidence.E3).sp == 3_00


@pytest.mark.parametrize("kind", [kind for kind in ContributionType if kind.value.startswith("F")])
def test_money_is_nobodys_claim_by_any_other_way(town, kind):
    wanted = Wanted(
        contribution_id=new_id("ctb"),
        party_id=town.ids["anna"],
        contribution_type=kind,
        activity="捐款",
        started_at=town.now,
        fen=100_00,
        entry_reason="补录",
        reference="BANK-1",
    )
    for channel in Channel:
        with town.bench.transactions.begin(town.actor("staff")) as work:
            [no] = submitting.submit(work, [wanted], by=party_store.hand_of(work), channel=channel)
        assert isinstance(no, Refused)
        assert no.code == "points.money_comes_with_its_payment"


def test_what_is_entered_late_or_by_hand_says_why_and_waits_for_a_second_person(town):
    late = town.hours(started_at=town.now - timedelta(days=8))
    by_hand = town.hours(channel=Channel.BACK_OFFICE)

    assert refused(town, late, "anna") == "points.entry_reason_missing"
    assert refused(town, by_hand, "staff") == "points.entry_reason_missing"
    assert refused(town, by_hand, "organiser") == "points.channel_not_yours"
    assert refused(town, replace(by_hand, channel=Channel.IMPORT), "staff") == "points.channel_not_yours"
    put = town.ask(replace(late, entry_reason="住院"), "anna")
    with pytest.raises(AskRefused) as alone:
        town.confirm(late.contribution_id)
    assert (put.manual, alone.value.code) == (True, "points.second_person_missing")
    assert town.ask(town.hours(started_at=town.now - timedelta(days=7)), "anna").manual is False


def test_what_is_typed_from_paper_has_serial_scan_reason_and_a_second_person_and_counts_once(town):
    typed = {"channel": Channel.PAPER, "reference": "SHEET-7:1", "entry_reason": "手工签到单", "documents": (SHEET,)}
    sheet = town.hours(**typed)

    assert refused(town, replace(sheet, reference=None), "staff") == "points.document_missing"
    assert refused(town, replace(sheet, documents=()), "staff") == "points.document_missing"
    assert refused(town, replace(sheet, entry_reason=None), "staff") == "points.entry_reason_missing"
    put = town.ask(sheet, "staff")
    assert (put.channel, put.manual, put.seconded_by) == (Channel.PAPER, True, None)
    assert refused(town, town.hours("carl", **typed), "staff") == "points.reference_taken"

    listed = town.ask(requests.ListManualEntries(), "stranger").items
    assert [(one.contribution_id, one.entry_reason) for one in listed] == [(put.contribution_id, "手工签到单")]
    second = requests.SecondEntry(contribution_id=put.contribution_id)
    assert refused(
        town,
        requests.ConfirmContribution(contribution_id=put.contribution_id, evidence=Evidence.E2, as_counterpart=True),
        "confirmer",
    ) == ("points.second_person_missing")
    assert refused(town, second, "staff") == "points.own_contribution"
    assert town.ask(second, "organiser").seconded_by == town.ids["organiser"]
    assert town.confirm(put.contribution_id).state is ContributionState.UNDER_NOTICE


def test_paid_time_is_the_organisations_and_never_counts_twice(town):
    paid = town.hours("carl", on_behalf_of=town.ids["shop"])
    put = town.ask(paid, "organiser")

    assert (put.party_id, put.performed_by) == (town.ids["shop"], town.ids["carl"])
    assert refused(town, town.hours("carl"), "carl") == "points.time_overlaps"
    assert refused(town, town.hours("anna", on_behalf_of=town.ids["shop"]), "organiser") == (
        "points.not_of_this_organisation"
    )
    # Nobody of the organisation, and not the person, decides about it.
    for name, code in (("carl", "points.own_contribution"), ("clerk", "points.too_close")):
        with pytest.raises(AskRefused) as no:
            town.bench.ask(
                requests.ConfirmContribution(
                    contribution_id=paid.contribution_id, evidence=Evidence.E2, as_counterpart=True
                ),
                as_=actor(town.ids[name], Role.CONFIRMER, organisation_id=town.ids["shop"]),
            )
        assert no.value.code == code
    assert through(town, paid.contribution_id).cv == 20_00
    assert (town.balance("shop").cv, town.balance("carl").cv) == (20_00, 0)


def test_community_staff_earn_nothing_for_their_job(town):
    town.ids |= {"office": new_id("pty"), "worker": new_id("pty")}
    office = requests.NewParty(
        party_id=town.ids["office"], kind=PartyKind.ORGANISATION, sector=Sector.GOV, name="居委会"
    )
    worker = requests.NewParty(
        party_id=town.ids["worker"],
        kind=PartyKind.PERSON,
        sector=Sector.GOV,
        name="李工",
        organisation_id=town.ids["office"],
    )
    town.ask(requests.RegisterParties(parties=(office, worker)), "staff")
    asked = town.hours("worker")

    assert refused(town, asked, "organiser") == "points.staff_earn_nothing"
    paid = replace(asked, on_behalf_of=town.ids["office"], off_duty=True)
    assert refused(town, paid, "organiser") == "points.staff_earn_nothing"
    assert town.ask(replace(asked, off_duty=True), "organiser").state is ContributionState.SUBMITTED


def test_one_reference_at_once_counts_once(town):
    wanted = [money(town, name) for name in ("anna", "bela", "carl", "dora")]
    codes = at_once([lambda asked=asked: town.ask(asked, "staff") for asked in wanted])
    assert codes.count("ok") == 1
    assert set(codes) <= {"ok", "points.reference_taken", "points.contribution_id_taken"}
