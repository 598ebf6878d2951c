"""Growers who were forgotten: their names go from what is known and shown; the papers stay as the law wants them."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from chassis.actor import system
from contracts.points.events import PartyErased
from contracts.rural_link import lot_requests, requests
from contracts.sectors import Sector
from services.rural_link.parties import store
from tests.database.rural_link.village import party
from tests.support.bench import COMMUNITY, actor


def erased(party_id: str) -> PartyErased:
    return PartyErased(community=COMMUNITY, party_id=party_id, erased_on=date(2023, 3, 20))


def test_told_before_the_registration_or_after_or_twice_no_name_is_kept(village):
    for order in permutations(range(3)):
        registered = party("李*", Sector.VIL, is_person=True)
        told = (registered, erased(registered.party_id), erased(registered.party_id))
        for place in order:
            village.bench.tell(told[place])

        with village.bench.transactions.begin(system(COMMUNITY)) as work:
            assert store.names_of(work, [registered.party_id]) == {registered.party_id: "已注销"}
            assert store.require_party(work, registered.party_id).public_name == "已注销"
    assert village.bench.rows("SELECT FROM known_parties WHERE public_name = '李*'") == []


def test_the_lots_of_a_grower_who_was_forgotten_tell_no_name_and_the_papers_keep_theirs(village):
    lot = village.published()
    look = lot_requests.TraceLot(lot_id=lot.lot_id)

    village.bench.tell(erased(village.organisation.party_id))

    trace = village.bench.ask(look, as_=actor(None))
    assert (trace.grower, trace.partner_name) == ("已注销", "已注销")
    assert not [name for name in ("李明华", "李大哥", "桂桥村村委") if name in repr(trace)]
    kept = village.lot(lot.lot_id)
    assert [document.promisor for document in kept.documents] == ["李明华"]
    assert kept.harvest.grower_name == "已注销"
    partner = village.bench.ask(requests.GetPartner(partner_id=village.partner_id), as_=actor(None))
    assert partner.name == "已注销"
    told = village.bench.rows("SELECT answer FROM requests WHERE answer LIKE '%\"grower%' OR answer LIKE '%李大哥%'")
    assert told
    assert not [row for row in told if '"grower_name":"李明华"' in row.answer or "李大哥" in row.answer]


def test_another_persons_erasure_touches_no_lot(village):
    lot = village.published()

    village.bench.tell(erased(village.resident.party_id))

    trace = village.bench.ask(lot_requests.TraceLot(lot_id=lot.lot_id), as_=actor(None))
    assert (trace.grower, trace.partner_name) == ("李大哥", "桂桥村")
