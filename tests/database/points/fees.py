"""What the tests of property-fee rewards share: an open programme, a request, a batch, answers, a whole street."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import AckResult, ContributionType, PartyKind
from contracts.roles import Role
from contracts.sectors import Sector
from services.points import rows
from services.points.annual_fees import store as fee_store
from services.points.annual_fees.rules import AnnualFee
from services.points.annual_fees.tables import annual_fees
from services.points.grants import store as grant_store
from services.points.grants.rules import Earning
from tests.support.bench import COMMUNITY, actor

PROGRAMME = "prg_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"


def opened(town, *, budget: int):
    """A programme at 10 %, open."""
    draft = requests.DraftProgramme(
        programme_id=PROGRAMME,
        company_id=town.ids["company"],
        name="物业费奖励",
        budget=budget,
        cap_percent=10,
        billing_periods=("2023", "2024"),
        criteria="志愿服务时长",
    )
    town.ask(draft, "staff")
    town.ask(requests.SignProgramme(programme_id=PROGRAMME), "officer")
    for home in ("home", "flat"):
        told(town, town.ids[home], 2_592_00)
    return town.ask(requests.ActivateProgramme(programme_id=PROGRAMME), "council")


def told(town, *households: object, years=("2023", "2024")) -> None:
    """The company has told these households' fees: household, fen, household, fen and so on."""
    pairs = list(zip(households[::2], households[1::2], strict=True))
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        in_force = fee_store.in_force(work, town.ids["company"], [home for home, _ in pairs], years)
        new = [
            AnnualFee(
                fee_id=new_id("afe"),
                company_id=town.ids["company"],
                household_id=home,
                year=year,
                annual_fee=fen,
                told_by=town.ids["officer"],
                told_at=work.now,
            )
            for home, fen in pairs
            for year in years
            if (home, year) not in in_force or in_force[home, year].annual_fee != fen
        ]
        rows.add_all(work, annual_fees, new)


def asking(town, home="home", **changes: object) -> requests.RequestReward:
    """For the rulebook's household, unless changed; the company has told the fee that is shown."""
    plain = {
        "reward_id": new_id("rwd"),
        "programme_id": PROGRAMME,
        "household_id": town.ids[home],
        "billing_period": "2023",
        "annual_fee": 2_592_00,
        "consent": True,
    }
    asked = requests.RequestReward(**(plain | changes))
    told(town, asked.household_id, asked.annual_fee)
    return asked


def sealed(town):
    """What waits, in a batch of March."""
    return town.ask(requests.SealBatch(programme_id=PROGRAMME, month="2023-03"), "staff")


def ack(town, batch, *acks: requests.LineAck, name="officer", **more: object):
    """The company answers."""
    return town.ask(requests.AcknowledgeLines(batch_number=batch.batch_number, acks=acks), name, **more)


def applied(line=1, fen=259_20, note="CN-1") -> requests.LineAck:
    """The discount was given."""
    return requests.LineAck(line_number=line, result=AckResult.APPLIED, applied=fen, credit_note=note)


def rejected(line=1) -> requests.LineAck:
    """The discount was not given."""
    return requests.LineAck(line_number=line, result=AckResult.REJECTED, reason="NO_BILL")


def two_hours(person: str) -> Earning:
    """Of ordinary work: 20 points."""
    return Earning(
        source_id=new_id("ctb"),
        party_id=person,
        contribution_type=ContributionType.H1,
        performed_on=date(2023, 3, 1),
        minutes=120,
    )


def street(town, households: int) -> list[str]:
    """So many households, each with a resident who has earned 20 points and asked for a discount of 10."""
    homes = [new_id("pty") for _ in range(households)]
    people = [new_id("pty") for _ in range(households)]
    wanted = [
        requests.NewParty(party_id=home, kind=PartyKind.HOUSEHOLD, sector=Sector.RES, name=f"5-{number}")
        for number, home in enumerate(homes)
    ] + [
        requests.NewParty(party_id=one, kind=PartyKind.PERSON, sector=Sector.RES, name=f"李{number}", household_id=home)
        for number, (one, home) in enumerate(zip(people, homes, strict=True))
    ]
    for start in range(0, len(wanted), 200):
        town.ask(requests.RegisterParties(parties=tuple(wanted[start : start + 200])), "staff")
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        grant_store.credit(work, [two_hours(one) for one in people])
    told(town, *(part for home in homes for part in (home, 100_00)))
    for one, home in zip(people, homes, strict=True):
        asked = replace(asking(town), reward_id=new_id("rwd"), household_id=home, annual_fee=100_00)
        town.bench.ask(asked, as_=actor(one, Role.RESIDENT))
    return people
