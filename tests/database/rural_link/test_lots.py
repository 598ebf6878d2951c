"""Lots from draft to offer, and what stops them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import ProgrammingError

from chassis.ids import new_id
from contracts.roles import Role
from contracts.rural_link import lot_requests
from contracts.rural_link.events import (
    LotCertified,
    LotCommissioned,
    LotDonated,
    LotHeld,
    LotPublished,
    LotRecalled,
    LotReleased,
)
from contracts.rural_link.kinds import LotState, MassUnit, ProduceCategory, RecordedOutflow
from contracts.sectors import Sector
from tests.database.rural_link.village import TODAY, Village, party
from tests.support.bench import AskRefused, actor


def test_a_lot_passes_the_gate_and_is_offered_to_anybody(village):
    lot = village.published()

    assert lot.state is LotState.PUBLISHED
    assert (lot.left_grams, lot.offer.packs_left, lot.documents[0].contact_masked) == (40_000, 60, "李明华 138****8000")
    (offer,) = village.bench.ask(lot_requests.ListOffers(), as_=actor(None)).items
    assert (offer.lot_id, offer.partner_name, offer.packs_left) == (lot.lot_id, "桂桥村", 60)
    assert village.bench.said_types()[-3:] == [LotCommissioned, LotCertified, LotPublished]


def test_no_telephone_number_is_kept_anywhere(village):
    village.published()

    for table in ("lot_documents", "requests", "outbox", "steps"):
        rows = village.bench.rows(f"SELECT {table}::text AS written FROM {table}")
        assert rows
        assert not [row for row in rows if "13800138000" in row.written]


def test_a_lot_without_its_papers_is_not_offered(village):
    lot_id = village.commissioned().lot_id

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(lot_requests.CertifyLot(lot_id=lot_id, documents=()), as_=village.agent)
    assert refused.value.code == "rural_link.documents_missing"
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(village.publication(lot_id), as_=village.agent)
    assert refused.value.code == "rural_link.wrong_lot_state"
    assert village.bench.ask(lot_requests.ListOffers(), as_=actor(None)).items == ()


def test_what_was_harvested_is_locked_by_the_database_itself(village):
    lot_id = village.published().lot_id

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(
            lot_requests.ReviseLot(lot_id=lot_id, category=ProduceCategory.VEGETABLES, product="白菜"),
            as_=village.agent,
        )
    assert refused.value.code == "rural_link.lot_locked"
    for table in (
        "harvests",
        "offers",
        "lot_documents",
        "steps",
        "outflows",
        "donation_offers",
        "lot_donations",
        "lot_returns",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            village.bench.rows(f"UPDATE {table} SET lot_id = lot_id")
        with pytest.raises(ProgrammingError, match="permission denied"):
            village.bench.rows(f"DELETE FROM {table}")


@pytest.mark.parametrize("act", ["draft", "commission", "hold", "count", "get"])
def test_another_village_can_neither_act_nor_look(village, act):
    other = Village(village.bench)
    lot_id = village.drafted().lot_id
    acts = {
        "draft": village.draft(),
        "commission": village.commission(lot_id),
        "hold": lot_requests.HoldLot(lot_id=lot_id, reason="异味"),
        "count": lot_requests.CountLot(lot_id=lot_id, outflow_id=new_id("out"), on_hand_grams=0),
        "get": lot_requests.GetLot(lot_id=lot_id),
    }

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(acts[act], as_=other.agent)

    # A partner is public, a draft is not.
    assert refused.value.code == ("rural_link.not_your_partner" if act == "draft" else "not-found")
    assert village.lot(lot_id).version == 1


def test_another_community_sees_nothing(village):
    lot_id = village.published().lot_id
    staff = replace(village.staff, community="elsewhere")

    for request in (lot_requests.GetLot(lot_id=lot_id), lot_requests.TraceLot(lot_id=lot_id)):
        with pytest.raises(AskRefused) as refused:
            village.bench.ask(request, as_=staff)
        assert refused.value.kind == "not_found"
    assert village.bench.ask(lot_requests.ListLots(), as_=staff).items == ()


def test_a_draft_sent_twice_is_one_draft_and_another_under_its_id_is_refused(village):
    draft = village.draft()
    first = village.bench.ask(draft, as_=village.agent)

    assert village.bench.ask(draft, as_=village.agent) == first
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(replace(draft, product="白菜"), as_=village.agent)
    assert refused.value.code == "rural_link.lot_id_taken"
    assert village.bench.count("lots") == 1


def test_a_lot_number_leads_to_one_lot(village):
    number = village.commissioned().harvest.lot_number
    second = village.drafted().lot_id

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(village.commission(second, lot_number=number), as_=village.agent)

    assert refused.value.code == "rural_link.lot_number_taken"
    assert village.lot(second).state is LotState.DRAFT


def test_a_stale_version_changes_nothing(village):
    lot = village.drafted()

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(village.commission(lot.lot_id), as_=village.agent, if_version=lot.version + 1)

    assert refused.value.code == "stale-version"
    assert village.bench.count("harvests") == 0


def test_staff_release_or_recall_what_a_village_held(village):
    lot_id = village.published().lot_id
    hold = lot_requests.HoldLot(lot_id=lot_id, reason="异味")
    release = lot_requests.ReleaseLot(lot_id=lot_id, reason="复检合格")

    assert village.bench.ask(hold, as_=village.agent).held_because == "异味"
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(release, as_=village.agent)
    assert refused.value.code == "not-allowed"
    assert village.bench.ask(release, as_=village.staff).state is LotState.PUBLISHED
    village.bench.ask(hold, as_=village.agent)
    recalled = village.bench.ask(lot_requests.RecallLot(lot_id=lot_id, reason="农残超标"), as_=village.staff)
    assert recalled.state is LotState.RECALLED
    assert village.bench.said_types()[-4:] == [LotHeld, LotReleased, LotHeld, LotRecalled]
    *_, first, released, again, _ = village.bench.said()
    assert 0 < first.lot_version < released.lot_version < again.lot_version


def row(number: int, **changes: Any) -> lot_requests.LotRow:
    usual = {
        "lot_id": new_id("lot"),
        "lot_number": f"GQ-{number}",
        "category": ProduceCategory.VEGETABLES,
        "product": "莴笋",
        "grower_name": "李明华",
        "plot": "三组东田",
        "variety": "香莴笋",
        "harvested_on": TODAY,
        "amount": 4_000,
        "unit": MassUnit.JIN,
    }
    return lot_requests.LotRow(**(usual | changes))


def test_a_sheet_of_two_hundred_rows_becomes_two_hundred_lots_once(village):
    sheet = lot_requests.PostLots(partner_id=village.partner_id, rows=tuple(row(n) for n in range(200)))

    posted = village.bench.ask(sheet, as_=village.agent)
    again = village.bench.ask(sheet, as_=village.agent)

    assert again == posted
    assert [lot.left_grams for lot in posted.items] == [20_000] * 200
    assert (village.bench.count("lots"), village.bench.count("steps")) == (200, 200)
    assert village.bench.said_types().count(LotCommissioned) == 200


def test_one_wrong_row_keeps_the_whole_sheet_out(village):
    taken = village.commissioned().harvest.lot_number
    sheet = lot_requests.PostLots(
        partner_id=village.partner_id, rows=(row(1), row(2, category=ProduceCategory.EGGS), row(3, lot_number=taken))
    )

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(sheet, as_=village.agent)

    assert refused.value.details["rows"] == [
        {"row": 2, "field": "category", "code": "rural_link.category_not_grown"},
        {"row": 3, "field": "lot_number", "code": "rural_link.lot_number_taken"},
    ]
    assert village.bench.count("lots") == 1


def test_forty_kilograms_close_through_the_front_door(village):
    """40.0 kg = 30.0 (60 packs × 0.5) + 8.0 (dishes) + 1.6 loss + 0.4 on hand."""
    lot_id = village.published().lot_id
    for _ in range(3):
        village.delivered(lot_id, packs=20)
    for kind, grams in ((RecordedOutflow.TRANSFORMED, 8_000), (RecordedOutflow.LOSS, 1_600)):
        outflow = lot_requests.RecordOutflow(
            lot_id=lot_id, outflow_id=new_id("out"), kind=kind, grams=grams, reason="美食节"
        )
        for _ in range(2):  # A second time changes nothing.
            village.bench.ask(outflow, as_=village.agent)

    count = lot_requests.CountLot(lot_id=lot_id, outflow_id=new_id("out"), on_hand_grams=400)
    counted = village.bench.ask(count, as_=village.agent)

    assert (counted.state, counted.left_grams, counted.promised_grams) == (LotState.PUBLISHED, 400, 0)
    assert village.bench.ask(count, as_=village.agent) == counted
    assert village.facts()["lots_in_balance"] == (1, 40_000, 1, 40_000, 0)
    assert village.facts()["orders_delivered_traced"] == (3, 30_000, 3, 30_000, 0)


def test_more_out_than_in_holds_the_lot_and_keeps_the_fact(village):
    lot_id = village.published().lot_id
    outflow = lot_requests.RecordOutflow(
        lot_id=lot_id, outflow_id=new_id("out"), kind=RecordedOutflow.LOSS, grams=41_000, reason="称重单"
    )

    held = village.bench.ask(outflow, as_=village.agent)

    assert (held.state, held.left_grams, held.offer.packs_left) == (LotState.HELD, -1_000, 0)
    assert village.bench.said()[-1].automatic is True
    assert village.facts()["lots_in_balance"] == (1, 40_000, 1, 40_000, 0)
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(lot_requests.ReleaseLot(lot_id=lot_id, reason="算了"), as_=village.staff)
    assert refused.value.code == "rural_link.still_out_of_balance"


def test_part_of_a_lot_becomes_a_gift_once_staff_accepted_it(village):
    lot_id = village.published().lot_id
    offer = lot_requests.DonateFromLot(
        donation_id=new_id("ldn"),
        lot_id=lot_id,
        grams=15_000,
        cost=9_000,
        fund_code="CLP-FUND",
        activity_id=new_id("act"),
    )
    accept = lot_requests.AcceptLotDonation(donation_id=offer.donation_id)

    offered = village.bench.ask(offer, as_=village.agent)
    assert village.bench.ask(offer, as_=village.agent) == offered
    assert (offered.donated_on, LotDonated in village.bench.said_types()) == (None, False)
    with ThreadPoolExecutor(4) as clerks:
        accepted = list(clerks.map(lambda _: village.bench.ask(accept, as_=village.staff), range(4)))

    assert len(set(accepted)) == 1
    (said,) = [event for event in village.bench.said() if isinstance(event, LotDonated)]
    assert (said.donor_id, said.grams, said.cost) == (village.organisation.party_id, 15_000, 9_000)
    assert said.activity_id == offer.activity_id
    # 25 kg are left, which is fifty packs.
    assert village.lot(lot_id).offer.packs_left == 50
    assert village.facts()["lot_donations_traced"] == (1, 15_000, 1, 15_000, 0)
    assert village.facts()["lots_in_balance"][4] == 0
    assert village.bench.ask(lot_requests.ListLotDonations(), as_=village.agent).items == (accepted[0],)


def test_who_may_not_give_or_take(village):
    other = Village(village.bench)
    lot_id = village.published().lot_id
    offer = lot_requests.DonateFromLot(
        donation_id=new_id("ldn"), lot_id=lot_id, grams=15_000, cost=9_000, fund_code="CLP-FUND"
    )
    accept = lot_requests.AcceptLotDonation(donation_id=offer.donation_id)
    village.bench.ask(offer, as_=village.agent)
    both = replace(village.agent, roles=frozenset({Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF}))

    for request, by, code in (
        (replace(offer, grams=14_000), village.agent, "rural_link.donation_id_taken"),
        (replace(offer, donation_id=new_id("ldn"), grams=40_001), village.agent, "rural_link.not_enough_left"),
        (replace(offer, donation_id=new_id("ldn")), other.agent, "not-found"),
        (accept, village.agent, "not-allowed"),
        (accept, both, "rural_link.accepting_own_offer"),
        (accept, replace(village.staff, community="elsewhere"), "not-found"),
        (replace(offer, donation_id=new_id("ldn"), cost=13_501), village.agent, "rural_link.cost_above_price"),
    ):
        with pytest.raises(AskRefused) as refused:
            village.bench.ask(request, as_=by)
        assert refused.value.code == code
    assert (village.bench.count("donation_offers"), village.bench.count("lot_donations")) == (1, 0)
    assert village.bench.ask(lot_requests.ListLotDonations(), as_=other.agent).items == ()


def test_the_operators_see_a_lot_whose_counter_lies(village):
    lot_id = village.published().lot_id
    village.ordered(lot_id, packs=3)

    village.bench.rows("UPDATE lots SET left_grams = left_grams + 1 WHERE lot_id = :lot_id", lot_id=lot_id)

    assert village.facts()["lots_in_balance"] == (1, 40_000, 0, 40_001, 1)


def test_only_rural_parties_become_partners_and_each_once(village):
    enterprise = party("黄老五食品股份有限公司", Sector.ENT)
    village.bench.tell(enterprise)
    refusals = {
        "rural_link.not_a_rural_party": village.registration(partner_id=new_id("ptn"), party_id=enterprise.party_id),
        "rural_link.already_partner": village.registration(partner_id=new_id("ptn")),
        "rural_link.partner_id_taken": village.registration(name="桂桥"),
        "rural_link.categories_missing": village.registration(partner_id=new_id("ptn"), categories=()),
        "party-not-found": village.registration(partner_id=new_id("ptn"), party_id=new_id("pty")),
    }

    for code, request in refusals.items():
        with pytest.raises(AskRefused) as refused:
            village.bench.ask(request, as_=village.staff)
        assert refused.value.code == code
    assert village.bench.ask(village.registration(), as_=village.staff).name == "桂桥村"
    assert village.bench.count("partners") == 1


def test_a_party_told_twice_or_late_is_known_once(village):
    event = party("阿坝黑水县", Sector.VIL)

    village.bench.tell(event, event, event_ids=["evt_a", "evt_b"])
    village.bench.tell(event, event_ids=["evt_a"])

    assert (
        village.bench.rows("SELECT count(*) AS n FROM known_parties WHERE party_id = :id", id=event.party_id)[0].n == 1
    )


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MERCHANT_AGENT, Role.AUDITOR, Role.SYSTEM_OPERATOR])
def test_no_other_role_posts_a_lot(village, role):
    stranger = actor(new_id("pty"), role, organisation_id=village.organisation.party_id)

    with pytest.raises(AskRefused) as refused:
        village.bench.ask(village.draft(), as_=stranger)

    assert refused.value.code == "not-allowed"
    assert village.bench.count("lots") == 0
