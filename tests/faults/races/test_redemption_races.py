"""Two hundred at once for the last place, a household's limit, one redemption's end, and one code on many devices (C-01, C-03, C-05)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.answers import ItemLimits, ItemTerms
from contracts.points.kinds import ItemKind, OfflineOutcome, PartyKind, RedemptionState
from contracts.points.requests import NewParty
from contracts.sectors import Sector
from tests.database.points.saga import Saga, patient, refused
from tests.database.points.town import at_once
from tests.faults.counts import many
from tests.faults.races.conftest import Replicated

AT_ONCE = 200
ROUNDS = many(1, 50)
PLACES = 10
FAMILIES = 20
CAP = 3


def saga(replicas: Replicated, turn: int, name: str, item_id: str) -> Saga:
    """Somebody at one replica or the other."""
    return Saga(replicas.replica(turn), name=name, item_id=item_id)


def families(replicas: Replicated, *, points: int) -> list[str]:
    """Twenty households of ten who have so many centi-points each; answers the people's nicknames."""
    town = replicas.town
    names = [f"member {number}" for number in range(AT_ONCE)]
    for name in (*names, *(f"family {number}" for number in range(FAMILIES))):
        town.ids[name] = replicas.other.ids[name] = new_id("pty")
    for number in range(FAMILIES):
        home = town.ids[f"family {number}"]
        house = NewParty(party_id=home, kind=PartyKind.HOUSEHOLD, sector=Sector.RES, name=f"9-{number}")
        members = tuple(
            NewParty(party_id=town.ids[name], kind=PartyKind.PERSON, sector=Sector.RES, name=name, household_id=home)
            for name in names[number::FAMILIES]
        )
        town.ask(requests.RegisterParties(parties=(house, *members)), "staff")
    town.bench.tell(*(town.give(name, points * 20, choice=GiftChoice.POINTS) for name in names))
    return names


@pytest.mark.timeout(900)
def test_two_hundred_reserve_ten_places_at_one_time(replicas: Replicated):
    people = replicas.gather(AT_ONCE, points=90_00)
    for _ in range(ROUNDS):
        at = replicas.town.now + timedelta(days=1)
        slots = (requests.NewSlot(starts_at=at, capacity=PLACES),)
        item = Saga(replicas.town).offer(kind=ItemKind.SERVICE, price=10, stock=1_000, slots=slots)
        quoted = []
        for turn, name in enumerate(people):
            one = saga(replicas, turn, name, item)
            quoted.append((one, one.quote(slot_at=at)))
        at_once([patient(partial(one.by_me, requests.HoldPoints, rdm)) for one, rdm in quoted])

        codes = at_once([patient(partial(one.by_me, requests.ReserveStock, rdm)) for one, rdm in quoted])

        assert Counter(codes) == {"ok": PLACES, "points.slot_full": AT_ONCE - PLACES}
        [slot] = replicas.town.ask(requests.ListSlots(item_id=item), "staff").slots
        assert (slot.left, replicas.stock(item)) == (0, 1_000 - PLACES)
    quoted[0][0].assert_sound()
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_a_households_limit_is_not_stepped_over_by_its_people_together(replicas: Replicated):
    """Each of them alone would be within it: a write skew that only the item's lock prevents."""
    people = families(replicas, points=90_00)
    for _ in range(ROUNDS):
        item = Saga(replicas.town).offer(price=10, stock=1_000, limits=ItemLimits(per_household=CAP))
        calls = [
            partial(
                replicas.replica(turn).ask, requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10), name
            )
            for turn, name in enumerate(people)
        ]

        codes = at_once([patient(call) for call in calls])

        assert Counter(codes) == {"ok": FAMILIES * CAP, "points.limit_reached": AT_ONCE - FAMILIES * CAP}
        had = "SELECT count(*) AS n FROM redemptions WHERE item_id = :item GROUP BY household_id"
        assert [row.n for row in replicas.town.bench.rows(had, item=item)] == [CAP] * FAMILIES
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_fulfilled_given_up_and_lapsed_by_two_hundred_calls_ends_once(replicas: Replicated):
    [name] = replicas.gather(1, points=ROUNDS * 10 + 10)
    item = Saga(replicas.town).offer(price=10, stock=1_000)
    for _ in range(ROUNDS):
        wanted = requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10)
        held = replicas.town.ask(wanted, name)
        replicas.town.bench.clock.at = held.expires_at - timedelta(seconds=1)
        rdm = held.redemption_id
        calls = []
        for turn in range(AT_ONCE // 2):
            town = replicas.replica(turn)
            use = requests.FulfilRedemption(redemption_id=rdm, code=held.code)
            give_up = requests.CancelRedemption(redemption_id=rdm, reason="不要了")
            calls += [lambda town=town, use=use: town.ask(use, "clerk")]
            calls += [lambda town=town, give_up=give_up: town.ask(give_up, name)]

        codes = at_once([patient(call) for call in calls])

        assert codes.count("ok") == 1
        assert set(codes) <= {"ok", "points.already_fulfilled", "points.already_cancelled"}
        replicas.town.bench.clock.at = held.expires_at
        replicas.town.bench.run_sweeps()
        state = replicas.town.ask(requests.GetRedemption(redemption_id=rdm), "staff").state
        assert state in {RedemptionState.FULFILLED, RedemptionState.CANCELLED}
    Saga(replicas.town).assert_sound()
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_one_code_on_two_hundred_devices_is_spent_once_and_costs_the_reserve_once(replicas: Replicated):
    [name] = replicas.gather(1, points=ROUNDS * 10)
    item = Saga(replicas.town).offer(price=10, stock=1_000, terms=ItemTerms(cost=1_00))
    for _ in range(ROUNDS):
        held = replicas.town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10), name)
        found: list[tuple[OfflineOutcome, int]] = []

        uses = [
            requests.NewOfflineUse(
                use_id=new_id("use"),
                redemption_id=held.redemption_id,
                code=held.code,
                device=f"till-{turn}",
                used_at=replicas.town.now,
            )
            for turn in range(AT_ONCE)
        ]

        def report(turn: int, uses=uses, found=found) -> None:
            town = replicas.replica(turn)
            asked = requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=(uses[turn],))
            found.extend((one.outcome, one.loss) for one in town.ask(asked, "clerk").uses)

        codes = at_once([patient(partial(report, turn)) for turn in range(AT_ONCE)])

        assert codes == ["ok"] * AT_ONCE
        assert Counter(outcome for outcome, _ in found) == {
            OfflineOutcome.FULFILLED: 1,
            OfflineOutcome.USED_BEFORE: AT_ONCE - 1,
        }
        assert sum(loss for _, loss in found) == 1_00
        assert refused(lambda held=held: Saga(replicas.town, name=name).fulfil(held.redemption_id)) == (
            "points.already_fulfilled"
        )
    assert replicas.town.balance(name).sp == 0
    replicas.assert_closed()
