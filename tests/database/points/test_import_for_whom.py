"""What a sheet says of whom time was given for, of jobs, of a merchant's own goods, and what it never says of itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import (
    IMPORT_COLUMNS,
    ContributionState,
    ContributionType,
    Evidence,
    HoursType,
    PartyKind,
    RowState,
    Strain,
)
from contracts.points.requests import NewParty
from contracts.sectors import Sector
from tests.database.points.charity import HOURS, published, shift
from tests.database.points.importing import approve, row, rows_of, sent

TITLES = {column.name: column.title for column in IMPORT_COLUMNS}
INVOICE = f"invoice:{'1' * 64}"
LIST = f"price_list:{'2' * 64}"
GOODS = {"contribution_type": "G2", "minutes": "", "item": "大米", "quantity": "10", "unit_price": "45"}


def entered(town, *rows: list[object]):
    """What became of the rows, all of them sound: contributions in their order."""
    found = sent(town, *rows)
    assert [one.faults for one in rows_of(town, found)] == [()] * len(rows)
    approve(town, found)
    for _ in range(2):
        town.bench.run_sweeps()
    ids = [one.contribution_id for one in rows_of(town, found, RowState.ENTERED)]
    return [town.ask(requests.GetContribution(contribution_id=one), "staff") for one in ids]


def faults(town, *rows: list[object]) -> list[tuple[str, str]]:
    """The first fault of each row: its column and its code."""
    return [(one.faults[0].column, one.faults[0].code) for one in rows_of(town, sent(town, *rows))]


def started(at) -> str:
    """An instant as the sheet writes it."""
    return (at + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")


def test_the_list_of_a_companys_volunteers_credits_the_company(town):
    [paid, own] = entered(town, row(town, "carl", on_behalf_of=town.ids["shop"]), row(town, "anna", 3))

    assert (paid.party_id, paid.performed_by) == (town.ids["shop"], town.ids["carl"])
    assert (own.party_id, own.performed_by) == (town.ids["anna"], town.ids["anna"])


def test_nobody_is_entered_for_whom_they_do_not_act(town):
    stranger = row(town, "anna", on_behalf_of=town.ids["shop"])
    goods = row(town, "carl", 3, **GOODS, price_source="发票", documents=INVOICE, on_behalf_of=town.ids["shop"])
    unknown = row(town, "carl", 4, on_behalf_of=new_id("pty"))
    nobody = row(town, new_id("pty"), 5, on_behalf_of=town.ids["shop"])

    assert faults(town, stranger, goods, unknown, nobody) == [
        (TITLES["on_behalf_of"], "points.not_of_this_organisation"),
        (TITLES["on_behalf_of"], "points.not_of_this_organisation"),
        (TITLES["on_behalf_of"], "points.party_not_found"),
        (TITLES["party_id"], "points.party_not_found"),
    ]


def test_whoever_a_public_body_employs_is_entered_for_what_was_not_their_job(town):
    town.ids |= {"office": new_id("pty"), "worker": new_id("pty")}
    office = NewParty(party_id=town.ids["office"], kind=PartyKind.ORGANISATION, sector=Sector.GOV, name="居委会")
    worker = NewParty(
        party_id=town.ids["worker"],
        kind=PartyKind.PERSON,
        sector=Sector.GOV,
        name="李工",
        organisation_id=town.ids["office"],
    )
    town.ask(requests.RegisterParties(parties=(office, worker)), "staff")
    off_duty = TITLES["off_duty"]

    assert (
        faults(town, row(town, "worker"), row(town, "worker", 3, hours_ago=8, off_duty="否"))
        == [(off_duty, "points.staff_earn_nothing")] * 2
    )
    [entered_now] = entered(town, row(town, "worker", off_duty="是"))
    assert entered_now.state is ContributionState.SUBMITTED
    evidence = town.ask(requests.GetContributionEvidence(contribution_id=entered_now.contribution_id), "staff")
    assert evidence.off_duty


def test_own_goods_come_at_cost_and_never_at_the_shelf_price(town):
    shelf = row(town, "shop", **GOODS, price_source="公开价目", documents=LIST, own_goods="是")
    assert faults(town, shelf) == [(TITLES["price_source"], "points.at_cost_only")]

    [cost] = entered(town, row(town, "shop", **GOODS, price_source="发票", documents=INVOICE, own_goods="是"))
    assert cost.value == 450_00
    evidence = town.ask(requests.GetContributionEvidence(contribution_id=cost.contribution_id), "staff")
    assert evidence.goods.own_goods


@pytest.mark.parametrize("name", ["off_duty", "own_goods"])
def test_yes_or_no_is_one_of_the_two(town, name: str):
    cells = GOODS | {"price_source": "发票", "documents": INVOICE} if name == "own_goods" else {}

    assert faults(town, row(town, **cells, **{name: "也许"})) == [
        (TITLES[name], "points.import_cell_not_among_choices")
    ]


def test_heavy_is_what_the_activity_of_the_row_was_listed_as_and_nothing_else(town):
    begins = town.now + 24 * HOURS
    heavy = shift(begins, hours_type=HoursType.H3, strain=Strain.HEAVY)
    fair = published(town, heavy, shift(begins + 2 * HOURS))
    other = published(town)
    town.bench.clock.at = fair.planned_end + 4 * HOURS
    cells = {"contribution_type": "H3", "activity_id": fair.activity_id, "started_at": started(begins + HOURS / 4)}

    refused = faults(
        town,
        row(town, "anna", **(cells | {"activity_id": ""})),
        row(town, "bela", 3, **(cells | {"activity_id": other.activity_id})),
        row(town, "dora", 4, **(cells | {"activity_id": new_id("act")})),
        # Longer than the shift, it was not all heavy.
        row(town, "carl", 5, **(cells | {"minutes": "180"})),
    )
    assert refused == [(TITLES["started_at"], "points.not_listed")] * 4
    [listed] = entered(town, row(town, "anna", **cells))
    assert (listed.contribution_type, listed.evidence) == (ContributionType.H3, Evidence.E1)
