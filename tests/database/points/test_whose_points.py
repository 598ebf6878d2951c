"""Whose matter it is: the person's, whoever's acts for them, and that of the roles which the rulebook names (§1)."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import (
    ContributionType,
    ErasureGround,
    LapseTo,
    PartyKind,
    PersonalField,
    RedemptionState,
    Unit,
)
from contracts.roles import Role
from contracts.sectors import Sector
from tests.database.points.test_consents import guarded
from tests.support.bench import AskRefused, actor

SHOP = "other_shop"


@pytest.fixture
def rich(town):
    """The other shop has points."""
    town.earn(SHOP, 100_00)
    return town


def key_of(town, name: str, role: Role):
    """Somebody with a key of the other shop."""
    return actor(town.ids[name], role, organisation_id=town.ids[SHOP])


def resident(town, name="anna"):
    return actor(town.ids[name], Role.RESIDENT)


def let_act(town, name="anna") -> str:
    """From now on the person acts for the other shop."""
    agency_id = new_id("agc")
    granted = requests.GrantAgency(agency_id=agency_id, organisation_id=town.ids[SHOP], agent_id=town.ids[name])
    town.bench.ask(granted, as_=key_of(town, "stranger", Role.MERCHANT_AGENT))
    town.bench.ask(requests.AgreeAgency(agency_id=agency_id), as_=resident(town, name))
    return agency_id


def looks(town):
    """All that tells what the other shop has."""
    shop = town.ids[SHOP]
    return (
        requests.GetBalance(party_id=shop),
        requests.ListEntries(party_id=shop, unit=Unit.SP),
        requests.GetStatement(party_id=shop),
        requests.GetClawback(party_id=shop),
        requests.EstimateContribution(
            party_id=shop, contribution_type=ContributionType.G2, performed_on=town.now.date(), value=100_00
        ),
        requests.ListContributions(party_id=shop),
        requests.GetPartyIndex(party_id=shop),
        requests.GetLapseChoice(party_id=shop),
        requests.ListLapseNotices(party_id=shop),
    )


def changes(town, item_id: str):
    """All that disposes of what the other shop has."""
    shop = town.ids[SHOP]
    return (
        requests.ChooseLapse(to=LapseTo.NOTHING, party_id=shop),
        requests.GiveToPool(gift_id=new_id("pgf"), sp=1_00, party_id=shop),
        requests.GiveLapsing(gift_id=new_id("pgf"), party_id=shop),
        requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=10_00, party_id=shop),
        requests.QuoteRedemption(redemption_id=new_id("rdm"), item_id=item_id, party_id=shop),
    )


def code_of(town, asked, as_) -> str:
    with pytest.raises(AskRefused) as no:
        town.bench.ask(asked, as_=as_)
    return no.value.code


def test_who_acts_for_an_organisation_manages_its_points(rich):
    shop, item_id = rich.ids[SHOP], rich.offer()
    let_act(rich)
    for as_ in (resident(rich), key_of(rich, "stranger", Role.ORGANISATION_AGENT)):
        for asked in looks(rich):
            rich.bench.ask(asked, as_=as_)
    assert rich.bench.ask(requests.GetBalance(party_id=shop), as_=resident(rich)).sp == 100_00

    chosen = rich.bench.ask(requests.ChooseLapse(to=LapseTo.NOTHING, party_id=shop), as_=resident(rich))
    gift = rich.bench.ask(requests.GiveToPool(gift_id=new_id("pgf"), sp=30_00, party_id=shop), as_=resident(rich))
    redeemed = requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=10_00, party_id=shop)
    held = rich.bench.ask(redeemed, as_=resident(rich))
    assert rich.bench.ask(redeemed, as_=key_of(rich, "stranger", Role.MERCHANT_AGENT)) == held

    assert (chosen.party_id, chosen.to) == (shop, LapseTo.NOTHING)
    assert rich.ask(requests.GetLapseChoice(), "anna").to is LapseTo.POOL
    assert (gift.party_id, held.party_id) == (shop, shop)
    now = rich.balance(SHOP)
    assert (now.sp, now.sp_held, rich.balance("anna").sp) == (70_00, 10_00, 0)


def test_what_an_organisation_redeems_is_fetched_by_its_agents_and_handed_over_by_others(rich):
    item_id = rich.offer()
    let_act(rich)
    asked = requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=10_00, party_id=rich.ids[SHOP])
    rich.bench.ask(asked, as_=resident(rich))
    one = {"redemption_id": asked.redemption_id}

    code = rich.bench.ask(requests.GetRedemptionPass(**one), as_=resident(rich)).code
    assert [it.redemption_id for it in rich.ask(requests.ListRedemptions(), "anna").items] == [asked.redemption_id]
    assert rich.ask(requests.ListRedemptions(), "bela").items == ()
    assert code_of(rich, requests.GetRedemptionPass(**one), resident(rich, "bela")) == "points.redemption_not_found"
    fulfil = requests.FulfilRedemption(**one, code=code)
    agent_at_the_till = actor(rich.ids["anna"], Role.MERCHANT_CLERK, organisation_id=rich.ids["shop"])
    assert code_of(rich, fulfil, agent_at_the_till) == "points.own_redemption"
    assert rich.ask(fulfil, "clerk").redemption.state is RedemptionState.FULFILLED
    rated = requests.RateRedemption(**one, stars=5, comment=None)
    assert code_of(rich, rated, resident(rich, "bela")) == "points.redemption_not_found"
    assert rich.bench.ask(rated, as_=resident(rich)).stars == 5
    assert (rich.balance(SHOP).sp, rich.balance(SHOP).sp_held) == (90_00, 0)


def test_step_by_step_as_in_one(rich):
    item_id = rich.offer()
    let_act(rich)
    quoted = requests.QuoteRedemption(redemption_id=new_id("rdm"), item_id=item_id, party_id=rich.ids[SHOP])
    quote = rich.bench.ask(quoted, as_=resident(rich))
    one = {"redemption_id": quoted.redemption_id}

    assert (quote.redemption.party_id, quote.missing) == (rich.ids[SHOP], 0)
    for step in (requests.HoldPoints, requests.ReserveStock, requests.AskProvider):
        assert code_of(rich, step(**one), resident(rich, "bela")) == "points.redemption_not_found"
        rich.bench.ask(step(**one), as_=resident(rich))
    assert rich.balance(SHOP).sp_held == 10_00
    cancel = requests.CancelRedemption(**one, reason="不要了")
    assert code_of(rich, cancel, resident(rich, "bela")) == "points.redemption_not_found"
    rich.bench.ask(cancel, as_=resident(rich))
    assert rich.balance(SHOP).sp_held == 0


@pytest.mark.parametrize(
    "who", ["a clerk", "an employee", "a judge of its key", "an agent of another", "a former agent"]
)
def test_nobody_else_sees_or_touches_what_an_organisation_has(rich, who: str):
    item_id = rich.offer()
    agency_id = let_act(rich)
    rich.bench.ask(requests.EndAgency(agency_id=agency_id), as_=resident(rich))
    as_ = {
        "a clerk": key_of(rich, "dora", Role.MERCHANT_CLERK),
        "an employee": resident(rich, "carl"),
        "a judge of its key": key_of(rich, "dora", Role.TASTING_JUDGE),
        "an agent of another": actor(rich.ids["dora"], Role.MERCHANT_AGENT, organisation_id=rich.ids["shop"]),
        "a former agent": resident(rich),
    }[who]

    # To a clerk or an organiser some doors are shut to begin with.
    assert {code_of(rich, asked, as_) for asked in looks(rich)} <= {"points.party_not_found", "not-allowed"}
    assert {code_of(rich, asked, as_) for asked in changes(rich, item_id)} <= {"points.party_not_found", "not-allowed"}
    assert (rich.balance(SHOP).sp, rich.balance(SHOP).sp_held) == (100_00, 0)


def test_of_an_employer_nobody_disposes_by_being_employed(town):
    town.earn("shop", 100_00)
    for asked in (
        requests.GetBalance(party_id=town.ids["shop"]),
        requests.GiveToPool(gift_id=new_id("pgf"), sp=1_00, party_id=town.ids["shop"]),
    ):
        assert code_of(town, asked, resident(town, "carl")) == "points.party_not_found"


def test_a_guardian_manages_the_points_of_a_child_as_long_as_it_is_one(town):
    town.earn("dora", 10_00)
    dora = town.ids["dora"]
    looked = requests.GetBalance(party_id=dora)
    assert code_of(town, looked, resident(town, "carl")) == "points.party_not_found"
    guarded(town, "dora", "carl")

    assert town.bench.ask(looked, as_=resident(town, "carl")).sp == 10_00
    gift = requests.GiveToPool(gift_id=new_id("pgf"), sp=1_00, party_id=dora)
    assert town.bench.ask(gift, as_=resident(town, "carl")).party_id == dora
    # The child itself is not shut out, and nobody else is let in.
    assert town.bench.ask(looked, as_=resident(town, "dora")).sp == 9_00
    assert code_of(town, looked, resident(town, "anna")) == "points.party_not_found"
    town.bench.clock.advance(days=365 * 8)
    assert code_of(town, looked, resident(town, "carl")) == "points.party_not_found"


def test_an_auditor_reads_and_changes_nothing(town):
    auditor, anna = actor(town.ids["stranger"], Role.AUDITOR), town.ids["anna"]
    hours = town.hours()
    town.ask(hours, "organiser")

    assert town.bench.ask(requests.GetBalance(party_id=anna), as_=auditor).party_id == anna
    for asked in (
        requests.RecordRecheck(contribution_id=hours.contribution_id, passed=False, reason="不符"),
        requests.ChallengeContribution(
            challenge_id=new_id("chl"), contribution_id=hours.contribution_id, reason="不符"
        ),
        requests.WithdrawContribution(contribution_id=hours.contribution_id),
        requests.AskErasure(
            erasure_id=new_id("ers"), party_id=town.ids["stranger"], ground=ErasureGround.ASKED_BY_PERSON
        ),
        requests.GiveToPool(gift_id=new_id("pgf"), sp=1_00),
        requests.ChooseLapse(to=LapseTo.NOTHING),
    ):
        assert code_of(town, asked, auditor) == "not-allowed"


def test_an_auditor_unlocks_an_identity_with_a_reason_that_the_person_sees(town):
    told = requests.RecordPersonalData(party_id=town.ids["anna"], legal_name="张安娜", salt="s" * 32)
    town.ask(told, "anna")
    auditor = actor(town.ids["stranger"], Role.AUDITOR)
    reveal = requests.RevealPersonalData(
        look_id=new_id("lok"), party_id=town.ids["anna"], field=PersonalField.LEGAL_NAME, reason="核对一笔兑换"
    )

    assert town.bench.ask(reveal, as_=auditor).value == "张安娜"
    [look] = town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items
    assert (look.by, look.reason) == (town.ids["stranger"], "核对一笔兑换")
    for role in (Role.CONFIRMER, Role.APPROVER, Role.COUNCIL_MEMBER, Role.SYSTEM_OPERATOR):
        assert code_of(town, reveal, actor(town.ids["stranger"], role)) == "not-allowed"


def test_the_operator_registers_nobody_and_sees_nobody(town):
    operator = actor(town.ids["stranger"], Role.SYSTEM_OPERATOR)
    newcomer = requests.RegisterParty(
        party_id=new_id("pty"),
        kind=PartyKind.PERSON,
        sector=Sector.RES,
        name="李四",
        household_id=None,
        organisation_id=None,
    )
    for asked in (
        newcomer,
        requests.GetParty(party_id=town.ids["anna"]),
        requests.GetBalance(party_id=town.ids["stranger"]),
        requests.ListContributions(),
        requests.ListConsents(party_id=town.ids["stranger"]),
    ):
        assert code_of(town, asked, operator) == "not-allowed"
