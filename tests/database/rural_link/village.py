"""A village, its buyers and its lots on the bench: what the stories of this folder begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.ids import new_id
from contracts.points.events import PartyRegistered
from contracts.roles import Role
from contracts.rural_link import answers, lot_requests, requests
from contracts.rural_link.kinds import DocumentKind, PartnerKind, ProduceCategory
from contracts.sectors import Sector
from tests.support.bench import COMMUNITY, Bench, actor

TODAY = date(2023, 3, 18)


def party(name: str, sector: Sector, *, is_person: bool = False, community: str = COMMUNITY) -> PartyRegistered:
    """Somebody points registered."""
    return PartyRegistered(
        community=community,
        party_id=new_id("pty"),
        sector=sector,
        is_person=is_person,
        household_id=None,
        organisation_id=None,
        public_name=name,
        registered_on=TODAY,
    )


@dataclass
class Village:
    """桂桥村 with its agent, a resident who buys, and staff."""

    bench: Bench
    organisation: PartyRegistered = field(default_factory=lambda: party("彭州市濛阳街道桂桥村", Sector.VIL))
    resident: PartyRegistered = field(default_factory=lambda: party("王*", Sector.RES, is_person=True))
    partner_id: str = field(default_factory=lambda: new_id("ptn"))

    def __post_init__(self) -> None:
        """Everybody is known, and the village is a partner."""
        self.agent = actor(new_id("pty"), Role.VILLAGE_AGENT, organisation_id=self.organisation.party_id)
        self.staff = actor(new_id("pty"), Role.COMMUNITY_STAFF)
        self.buyer = actor(self.resident.party_id, Role.RESIDENT)
        self.bench.tell(self.organisation, self.resident)
        self.bench.ask(self.registration(), as_=self.staff)

    def registration(self, **changes: Any) -> requests.RegisterPartner:
        """How staff take the village in."""
        usual = {
            "partner_id": self.partner_id,
            "party_id": self.organisation.party_id,
            "kind": PartnerKind.VILLAGE,
            "name": "桂桥村",
            "place": "彭州市濛阳街道桂桥村",
            "categories": (ProduceCategory.VEGETABLES, ProduceCategory.LIVESTOCK_MEAT),
        }
        return requests.RegisterPartner(**(usual | changes))

    def draft(self, **changes: Any) -> lot_requests.DraftLot:
        """A lot of lettuce."""
        usual = {
            "lot_id": new_id("lot"),
            "partner_id": self.partner_id,
            "category": ProduceCategory.VEGETABLES,
            "product": "莴笋",
        }
        return lot_requests.DraftLot(**(usual | changes))

    def commission(self, lot_id: str, **changes: Any) -> lot_requests.CommissionLot:
        """Forty kilograms of it."""
        usual = {
            "lot_id": lot_id,
            "lot_number": f"GQ-{lot_id[-8:]}",
            "grower_name": "李明华",
            "plot": "三组东田",
            "variety": "香莴笋",
            "harvested_on": TODAY,
            "grams": 40_000,
        }
        return lot_requests.CommissionLot(**(usual | changes))

    def paper(self, **changes: Any) -> lot_requests.StatedDocument:
        """The promise that comes with it."""
        usual = {
            "kind": DocumentKind.COMMITMENT_CERTIFICATE,
            "number": "CN-510182-0318",
            "product": "莴笋",
            "grams": 40_000,
            "place": "彭州市濛阳街道桂桥村",
            "issued_on": TODAY,
            "promisor": "李明华",
            "contact": "李明华 13800138000",
        }
        return lot_requests.StatedDocument(**(usual | changes))

    def publication(self, lot_id: str, **changes: Any) -> lot_requests.PublishLot:
        """Sixty packs of half a kilogram."""
        usual = {"lot_id": lot_id, "price": 450, "pack_grams": 500, "packs": 60, "grower_shown_as": "李大哥"}
        return lot_requests.PublishLot(**(usual | changes))

    def drafted(self) -> answers.Lot:
        """A lot that is announced."""
        return self.bench.ask(self.draft(), as_=self.agent)

    def commissioned(self, **changes: Any) -> answers.Lot:
        """A lot that is harvested."""
        return self.bench.ask(self.commission(self.drafted().lot_id, **changes), as_=self.agent)

    def certified(self) -> answers.Lot:
        """A lot that passed the gate."""
        lot_id = self.commissioned().lot_id
        return self.bench.ask(lot_requests.CertifyLot(lot_id=lot_id, documents=(self.paper(),)), as_=self.agent)

    def published(self, **changes: Any) -> answers.Lot:
        """A lot that may be ordered."""
        return self.bench.ask(self.publication(self.certified().lot_id, **changes), as_=self.agent)

    def placement(self, lot_id: str, *, packs: int = 1, order_id: str | None = None) -> requests.PlaceOrder:
        """The resident's order."""
        return requests.PlaceOrder(
            order_id=order_id or new_id("ord"), lot_id=lot_id, buyer_id=self.resident.party_id, packs=packs
        )

    def ordered(self, lot_id: str, *, packs: int = 1) -> answers.Order:
        """The resident ordered."""
        return self.bench.ask(self.placement(lot_id, packs=packs), as_=self.buyer)

    def delivered(self, lot_id: str, *, packs: int = 1) -> answers.Order:
        """The resident has it."""
        order_id = self.ordered(lot_id, packs=packs).order_id
        self.bench.ask(requests.ConfirmOrder(order_id=order_id), as_=self.agent)
        return self.bench.ask(requests.DeliverOrder(order_id=order_id), as_=self.agent)

    def lot(self, lot_id: str) -> answers.Lot:
        """How the lot stands now."""
        return self.bench.ask(lot_requests.GetLot(lot_id=lot_id), as_=self.staff)

    def facts(self) -> dict[str, tuple[int, int, int, int, int]]:
        """The operators' lines: facts, their grams, postings, their grams, unmatched."""
        report = self.bench.ask(requests.GetOperationsReport(), as_=self.staff)
        return {
            line.name: (
                line.facts,
                int(line.facts_amount),
                line.postings,
                int(line.postings_amount),
                line.unmatched,
            )
            for line in report.facts
        }
