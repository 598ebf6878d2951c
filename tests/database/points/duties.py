"""Who is on duty in a town, and what somebody is told who asks for too much."""

from __future__ import annotations

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import PartyKind
from contracts.sectors import Sector
from tests.support.bench import AskRefused


def code(call) -> str:
    try:
        call()
    except AskRefused as refused:
        return refused.code
    return "ok"


def persons(town, *names: str) -> None:
    for name in names:
        town.ids[name] = new_id("pty")
    new = [
        requests.NewParty(party_id=town.ids[name], kind=PartyKind.PERSON, sector=Sector.RES, name=f"演示{name}")
        for name in names
    ]
    town.ask(requests.RegisterParties(parties=tuple(new)), "staff")


def on_duty(town, name, task) -> str:
    duty_id = new_id("dty")
    town.ask(requests.AppointDuty(duty_id=duty_id, party_id=town.ids[name], task=task), "staff")
    town.ask(requests.AgreeDuty(duty_id=duty_id), "council")
    return duty_id
