"""The fee on which a discount's cap stands is the company's word, by API or by sheet (rulebook §9's worked example)."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import FeeRowState, FeeSheetKind, FeeSheetState, RewardState
from contracts.roles import Role
from tests.database.points.fees import PROGRAMME
from tests.database.points.saga import one_identity, refused
from tests.database.points.test_fee_sheets import counts, pieces, rows_of, sent
from tests.database.points.town import at_once
from tests.support.bench import actor

UNTOLD, DIFFERS = "points.annual_fee_untold", "points.annual_fee_differs"
FEE = 2_592_00


@pytest.fixture
def opened(town):
    """A programme at 10 %, open; the company has said nothing of anybody's fee."""
    draft = requests.DraftProgramme(
        programme_id=PROGRAMME,
        company_id=town.ids["company"],
        name="物业费奖励",
        budget=1_000_00,
        cap_percent=10,
        billing_periods=("2023", "2024-01"),
        criteria="志愿服务时长",
    )
    town.ask(draft, "staff")
    town.ask(requests.SignProgramme(programme_id=PROGRAMME), "officer")
    town.work("anna", 300_00)
    return town.ask(requests.ActivateProgramme(programme_id=PROGRAMME), "council")


def fee(home="home", year="2023", annual_fee=FEE) -> requests.NewAnnualFee:
    return requests.NewAnnualFee(household_number=f"3-2-{home}", year=year, annual_fee=annual_fee)


def tell(town, *fees: requests.NewAnnualFee, name="officer"):
    return town.ask(requests.TellAnnualFees(programme_id=PROGRAMME, fees=fees), name)


def officer(town, name: str):
    return actor(town.ids[name], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["company"])


def wanted(town, kind=requests.RequestReward, **changes: object):
    plain = {
        "reward_id": new_id("rwd"),
        "programme_id": PROGRAMME,
        "household_id": town.ids["home"],
        "billing_period": "2023",
        "annual_fee": FEE,
    }
    if kind is requests.RequestReward:
        plain["consent"] = True
    return kind(**(plain | changes))


def hurdles(town, annual_fee=FEE) -> list[str | None]:
    asked = requests.GetRewardOptions(programme_id=PROGRAMME, household_id=town.ids["home"], annual_fee=annual_fee)
    return [one.hurdle for one in town.ask(asked, "anna").options]


def sheet(*parts: list[list[str]], **more: str):
    return pieces(requests.TakeAnnualFeeSheet, *parts, programme_id=PROGRAMME, **more)


def known(town, home="home", year="2023", name="anna") -> int:
    asked = requests.GetAnnualFee(programme_id=PROGRAMME, household_id=town.ids[home], year=year)
    return town.ask(asked, name).annual_fee


def test_the_worked_example_stands_on_what_the_company_told(town, opened):
    assert hurdles(town) == [UNTOLD, UNTOLD]
    assert refused(lambda: town.ask(wanted(town), "anna")) == UNTOLD
    assert refused(lambda: town.ask(wanted(town, requests.OfferReward), "anna")) == UNTOLD
    assert (tell(town, fee()).told, hurdles(town)) == (1, [None, UNTOLD])

    reward = town.ask(wanted(town), "anna")

    assert (reward.annual_fee, reward.discount) == (FEE, 259_20)
    assert town.balance("anna").sp_available == 40_80
    tell(town, fee(year="2024"))
    month = town.ask(wanted(town, billing_period="2024-01"), "anna")
    assert month.discount == 21_60, "a twelfth"


def test_a_resident_does_not_name_a_higher_fee(town, opened):
    tell(town, fee())

    assert refused(lambda: town.ask(wanted(town, annual_fee=25_920_00), "anna")) == DIFFERS
    assert refused(lambda: town.ask(wanted(town, requests.OfferReward, annual_fee=25_920_00), "anna")) == DIFFERS
    assert hurdles(town, 25_920_00) == [DIFFERS, UNTOLD]
    assert refused(lambda: town.ask(wanted(town, household_id=town.ids["flat"]), "anna")) == (
        "points.household_not_found"
    ), "nobody learns another's fee"
    assert town.bench.count("rewards") == 0


def test_told_again_it_changes_nothing_and_another_fee_counts_from_then_on(town, opened):
    assert (tell(town, fee(), fee("flat")).told, tell(town, fee(), fee("flat")).unchanged) == (2, 2)
    offer = town.ask(wanted(town, requests.OfferReward), "anna")
    accepted = wanted(town, requests.OfferReward, billing_period="2024-01")
    tell(town, fee(year="2024"))
    town.ask(accepted, "anna")
    town.ask(requests.AcceptReward(reward_id=accepted.reward_id, consent=True), "anna")
    town.bench.clock.advance(days=1)

    done = tell(town, fee(annual_fee=1_000_00), fee(year="2024", annual_fee=1_00))

    assert (done.told, known(town)) == (2, 1_000_00)
    accept = requests.AcceptReward(reward_id=offer.reward_id, consent=True)
    assert refused(lambda: town.ask(accept, "anna")) == "points.offer_over", "worked out on a fee that is none"
    kept = town.ask(requests.GetReward(reward_id=accepted.reward_id), "anna")
    assert (kept.state, kept.discount) == (RewardState.ACCEPTED, 21_60), "what was accepted stands"
    assert town.ask(wanted(town, annual_fee=1_000_00), "anna").discount == 100_00
    assert town.bench.count("annual_fees") == 5, "each word stays on record"


def test_a_fee_is_told_by_the_companys_people_and_not_of_their_own_household(town, opened):
    one_identity(town, "carl", "anna")
    asked = requests.TellAnnualFees(programme_id=PROGRAMME, fees=(fee("flat"), fee()))

    for name in ("anna", "bela", "carl"):
        assert refused(lambda name=name: town.bench.ask(asked, as_=officer(town, name))) == "points.own_line"
    stranger = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["shop"])
    assert refused(lambda: town.bench.ask(asked, as_=stranger)) == "points.programme_not_found"
    for name in ("staff", "anna", "council"):
        assert refused(lambda name=name: town.ask(asked, name)) == "not-allowed"
    assert town.bench.count("annual_fees") == 0


def test_all_or_none_is_told(town, opened):
    tell_all = lambda *fees: refused(lambda: tell(town, *fees))  # noqa: E731 - three words for three ways

    assert tell_all() == "points.annual_fees_unfit"
    assert tell_all(fee(), fee(annual_fee=1)) == "points.annual_fees_unfit"
    assert tell_all(
        *(fee(year=f"20{number:02d}") for number in range(100)),
        *(fee("flat", f"20{n:02d}") for n in range(100)),
        fee("x"),
    ) == ("points.annual_fees_unfit")
    assert tell_all(fee(), fee("nowhere")) == "points.household_number_unknown"
    assert tell_all(fee(annual_fee=0)) == "invalid"
    assert town.bench.count("annual_fees") == 0


def test_who_sees_a_fee(town, opened):
    tell(town, fee())
    for name in ("anna", "bela", "officer", "staff"):
        assert known(town, name=name) == FEE
    auditor = actor(town.ids["dora"], Role.AUDITOR)
    asked = requests.GetAnnualFee(programme_id=PROGRAMME, household_id=town.ids["home"], year="2023")
    assert town.bench.ask(asked, as_=auditor).annual_fee == FEE
    assert refused(lambda: town.ask(asked, "dora")) == "points.household_not_found"
    assert refused(lambda: town.ask(asked, "council")) == "not-allowed"
    assert refused(lambda: known(town, year="2024")) == UNTOLD
    elsewhere = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["shop"])
    assert refused(lambda: town.bench.ask(asked, as_=elsewhere)) == "points.household_not_found"


def test_by_sheet_every_row_that_is_fit_counts(town, opened):
    rows = [
        ["3-2-home", "2023", "2592.00"],
        ["3-2-flat", "2023", "1000"],
        ["9-9-999", "2023", "1.00"],
        ["3-2-home", "2023", "9.00"],
        ["3-2-flat", "23", "0"],
        ["", "2024", "1.00"],
    ]

    done = sent(town, sheet(rows[:3], rows[3:]))

    assert (done.kind, done.state, counts(done)) == (FeeSheetKind.FEES, FeeSheetState.TAKEN, (2, 0, 0, 4))
    assert (done.batch_number, done.month) == (None, None)
    assert (known(town), known(town, "flat", name="dora")) == (FEE, 1_000_00)
    faults = [[fault.code for fault in row.faults] for row in rows_of(town, done, FeeRowState.REFUSED)]
    assert faults == [
        ["points.household_number_unknown"],
        ["points.import_row_repeated"],
        ["points.import_cell_malformed", "points.import_cell_malformed"],
        ["points.import_cell_missing"],
    ]
    assert town.ask(wanted(town), "anna").discount == 259_20


def test_the_same_sheet_again_and_the_own_row_in_it(town, opened):
    asked = sheet([["3-2-home", "2023", "2592.00"], ["3-2-flat", "2023", "1000.00"]])
    for one in asked:
        by_anna = town.bench.ask(one, as_=officer(town, "anna"))
    assert counts(by_anna) == (1, 0, 0, 1)
    [row] = rows_of(town, by_anna, FeeRowState.REFUSED)
    assert [fault.code for fault in row.faults] == ["points.own_line"]
    assert sent(town, asked) == by_anna, "the same bytes on the same day are one file"

    done = sent(town, sheet([["3-2-home", "2023", "2592.00"], ["3-2-flat", "2023", "1000.00"]], salt="by a colleague"))

    assert counts(done) == (1, 1, 0, 0)
    town.bench.clock.advance(days=1)
    assert counts(sent(town, asked)) == (0, 2, 0, 0), "on another day it is looked at anew"
    assert town.bench.count("annual_fees") == 2
    other = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["shop"])
    assert refused(lambda: town.bench.ask(asked[0], as_=other)) == "points.programme_not_found"
    assert refused(lambda: town.ask(asked[0], "staff")) == "not-allowed"


def test_told_from_two_sides_at_once_one_fee_is_in_force(town, opened):
    codes = at_once([lambda annual_fee=amount: tell(town, fee(annual_fee=annual_fee)) for amount in (1_00, 2_00) * 3])

    assert set(codes) == {"ok"}
    in_force = known(town)
    assert in_force in {1_00, 2_00}
    assert refused(lambda: town.ask(wanted(town, annual_fee=3_00 - in_force), "anna")) == DIFFERS


def test_what_was_told_is_never_changed(town, opened):
    tell(town, fee())
    for statement in ("UPDATE annual_fees SET annual_fee = 1", "DELETE FROM annual_fees"):
        with pytest.raises(Exception, match="permission denied"):
            town.bench.rows(statement)
