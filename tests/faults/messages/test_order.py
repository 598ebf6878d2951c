"""M-04: events of a party arrive in any order, repeated, or before what they need: the state in the end is the same, nothing stays parked."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.donations.events import InKindAccepted, InKindReturned
from contracts.donations.kinds import GiftChoice, GoodsKind
from contracts.donations.removal_kinds import RemovalCause
from contracts.event import Event
from contracts.merchants.events import PanelServiceRendered
from contracts.points import requests
from contracts.points.events import PartyRegistered
from contracts.points.kinds import PartyKind
from contracts.refused import NotYet
from contracts.rural_link.events import LotDonated
from contracts.sectors import Sector
from services.donations.service import DonationsService
from services.merchants.service import MerchantsService
from services.points.service import PointsService
from services.rural_link.service import RuralLinkService
from tests.database.donations.town import FUND
from tests.database.donations.town import Town as DonationsTown
from tests.database.points.town import Town as PointsTown
from tests.faults.counts import many
from tests.support.bench import COMMUNITY, Bench

DAY = date(2023, 3, 18)
Step = Callable[[], object]


@dataclass
class Arrivals:
    """Does what arrives; what comes too early waits and is tried again after whatever comes next, as the retry queues do."""

    parked: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """One arrives."""
        waiting, self.parked = [*self.parked, step], []
        for one in waiting:
            try:
                one()
            except NotYet:
                self.parked.append(one)


def orders(things: Sequence[Any], *, most: int) -> Iterator[Sequence[Any]]:
    """Every order of the things, or so many of them at random."""
    every = list(itertools.permutations(things))
    return iter(every if len(every) <= most else random.Random(20230318).sample(every, most))


def telling(bench: Bench, event: Event) -> Step:
    """Tell it under an id of its own, the same at every attempt."""
    event_id = new_id("evt")
    return lambda: bench.tell(event, event_ids=[event_id])


@pytest.fixture
def points_town(bench_of: Callable[[type], Bench]) -> PointsTown:
    """Points, with staff."""
    town = PointsTown(bench_of(PointsService))
    town.register()
    return town


@pytest.mark.parametrize("early", [False, True], ids=["known before", "known at some time"])
def test_what_a_person_earned_is_the_same_in_every_order(points_town: PointsTown, early: bool):
    ends = set()
    for turn, order in enumerate(orders(range(8), most=many(24, 1000))):
        name, arrivals = f"person{turn}", Arrivals()
        points_town.ids[name] = new_id("pty")
        steps = steps_of(points_town, name)
        if not early:
            steps[0]()
        for number in order:
            if early or number:
                arrivals.take(steps[number])
        # What went back waits for what was given, and that for the person.
        for _ in range(2):
            arrivals.take(lambda: None)
        balance = points_town.balance(name)
        granted = points_town.bench.count("grants") // (turn + 1)
        ends.add((balance.cv, balance.sp, len(arrivals.parked), granted, told_of(points_town, name)))

    assert len(ends) == 1
    cv, sp, parked, grants, told = ends.pop()
    assert (cv, sp, parked, grants) == (12_00, 3_00, 0, 2)
    # Of a day eight hours count, and beyond the month's hours the council looks first.
    assert told == (
        ("G2", "under_notice", 66_67, None),
        ("H4", "confirmed", 0, 0),
        ("H4", "under_notice", 0, 480),
    )


def told_of(town: PointsTown, name: str) -> tuple[tuple[Any, ...], ...]:
    """What became of what other services told of the person."""
    found = town.bench.rows(
        "SELECT contribution_type, state, fen, counted_minutes FROM contributions WHERE party_id = :party"
        " ORDER BY contribution_type, state",
        party=town.ids[name],
    )
    return tuple(tuple(row) for row in found)


def steps_of(town: PointsTown, name: str) -> list[Step]:
    """Registration, and what is said of the person by others; the last is the first gift once more."""
    waived = town.give(name, 60_00, choice=GiftChoice.POINTS)
    goods = InKindAccepted(
        community=COMMUNITY,
        gift_id=new_id("gds"),
        donor_id=town.ids[name],
        goods_kind=GoodsKind.NEW,
        appraised=100_00,
        receipted=False,
        accepted_on=DAY,
        received_by=town.ids["staff"],
    )
    part = InKindReturned(
        community=COMMUNITY,
        gift_id=goods.gift_id,
        removal_id=new_id("grm"),
        donor_id=goods.donor_id,
        cause=RemovalCause.FAULTY,
        quantity=3,
        appraised=33_33,
        returned_on=DAY,
    )
    # Together more than a month's hours that earn points: who comes first must not matter.
    service = [
        PanelServiceRendered(
            community=COMMUNITY,
            panel_id=new_id("pnl"),
            judge_id=town.ids[name],
            minutes=1400,
            served_on=DAY,
            closed_by=town.ids["staff"],
        )
        for _ in range(2)
    ]
    party = town._party(name, PartyKind.PERSON, Sector.RES)
    events = [waived, town.give(name, 60_00), goods, part, *service, waived]
    return [
        lambda: town.ask(requests.RegisterParties(parties=(party,)), "staff"),
        *(telling(town.bench, event) for event in events),
    ]


def test_a_donated_lot_is_one_gift_in_kind_in_every_order(bench_of: Callable[[type], Bench]):
    town = DonationsTown(bench_of(DonationsService))
    town.open()
    ends = set()
    for turn, order in enumerate(orders(range(5), most=many(40, 120))):
        name = f"village{turn}"
        town.ids[name] = new_id("pty")
        known = replace(town.registered("village"), party_id=town.ids[name])
        lots = [lot_of(town, name, grams) for grams in (30_000, 5_000)]
        # Known twice, two lots, and one of them told again under another id.
        events = [known, replace(known, public_name="later"), *lots, lots[0]]
        steps = [telling(town.bench, event) for event in events]
        arrivals = Arrivals()
        for number in order:
            arrivals.take(steps[number])
        arrivals.take(lambda: None)
        rows = town.bench.rows(
            "SELECT kind, state, cost FROM goods WHERE donor_id = :donor ORDER BY cost", donor=town.ids[name]
        )
        ends.add((tuple(map(tuple, rows)), len(arrivals.parked)))

    assert len(ends) == 1
    goods, parked = ends.pop()
    assert (len(goods), parked) == (2, 0)


def lot_of(town: DonationsTown, name: str, grams: int) -> LotDonated:
    return LotDonated(
        community=COMMUNITY,
        donation_id=new_id("ldn"),
        lot_id=new_id("lot"),
        donor_id=town.ids[name],
        product="土豆",
        grams=grams,
        cost=grams * 3 // 10,
        fund_code=FUND,
        donated_on=DAY,
    )


@pytest.mark.parametrize("service", [MerchantsService, RuralLinkService, DonationsService])
def test_parties_are_known_in_every_order_and_however_they_are_batched(
    bench_of: Callable[[type], Bench], service: type
):
    bench = bench_of(service)
    ends = set()
    for turn, order in enumerate(orders(range(4), most=24)):
        community = f"c{turn}"
        parties = [party(number, community) for number in (1, 2, 3)]
        events = [*parties, parties[0]]
        ids = [new_id("evt") for _ in events]
        cut = turn % 4
        for batch in (order[:cut], order[cut:]):
            if batch:
                bench.tell(*(events[number] for number in batch), event_ids=[ids[number] for number in batch])
        rows = bench.rows("SELECT * FROM known_parties WHERE community = :c ORDER BY party_id", c=community)
        ends.add(tuple(tuple(value for value in row if value != community) for row in rows))

    assert len(ends) == 1
    assert len(ends.pop()) == 3


def party(number: int, community: str) -> PartyRegistered:
    return PartyRegistered(
        community=community,
        party_id=f"pty_{number:026d}",
        sector=Sector.RES,
        is_person=True,
        household_id=None,
        organisation_id=None,
        public_name="王*",
        registered_on=DAY,
    )
