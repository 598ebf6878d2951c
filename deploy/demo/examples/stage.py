"""A small community of its own for worked examples: who takes which step there, and how something that was given is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from chassis.clock import CIVIL
from deploy.demo.api import Api, Refused, Somebody
from deploy.demo.people import Party, made_id
from deploy.demo.town import Town

HALL = "HALL-100"
"""Lent for ¥100 an hour: 10 CV and 5 SP."""
CV_OF_AN_HOUR = 10
MORNING, CLOCK = time(9), time(10)
"""When what is given begins, and where the clock stands on the days on which it is put forward."""

# Each job with its employer and roles; nobody has two, and the council is not the office's own.
JOBS: dict[str, tuple[str, tuple[str, ...]]] = {
    "staff": ("office", ("community_staff",)),
    "approver": ("office", ("approver",)),
    "auditor": ("office", ("auditor",)),
    "organiser": ("hosts", ("activity_organiser",)),
    "confirmer": ("hosts", ("confirmer",)),
    "council": ("hosts", ("council_member",)),
    "agent": ("hosts", ("organisation_agent",)),
}
EMPLOYERS = {"office": ("算例居委会", "GOV"), "hosts": ("算例社会组织", "SOC")}


@dataclass(frozen=True, kw_only=True)
class Given:
    """Something that is put forward, and how well its confirmer says it is proved. `held`: so much at once that the council looks at it first."""

    path: str
    body: dict[str, Any]
    proof: dict[str, Any]
    held: bool = False

    @property
    def contribution_id(self) -> str:
        """Whose steps these are."""
        return str(self.body["contribution_id"])


def at(day: date, hour: time = MORNING) -> datetime:
    """An instant of a civil day."""
    return datetime.combine(day, hour, CIVIL)


def party(community: str, name: str, sector: str, employer: Party | None = None) -> Party:
    """Somebody of an example: a resident or an employee is a person, whoever else an organisation."""
    return Party(
        name=name,
        party_id=made_id("pty", community, name),
        kind="person" if employer or sector == "RES" else "organisation",
        sector=sector,
        organisation_id=employer.party_id if employer else None,
    )


def stage(api: Api, first: Somebody, second: Somebody) -> Town:
    """A town with nobody in it yet."""
    return Town(api, first, second, organisations={}, merchants=[], residents=[])


def do(town: Town, who: Somebody, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Change something; where a play goes on with another one, that it was done before is as good. Raises Refused.

    Answers are kept for 35 days of the platform's clock, which passes over years here: later the same is asked anew, and refused.
    """
    try:
        return town.api.post(who, path, body)
    except Refused:
        if not town.api.finishing:
            raise
        return {}


def open_stage(town: Town, parties: Sequence[Party]) -> None:
    """Register whoever takes part, and give keys to those who take steps; after the clock was set."""
    community = town.api.community
    employers = {job: party(community, *who) for job, who in EMPLOYERS.items()}
    clerks = {job: party(community, f"算例{job}", "SOC", employers[at_]) for job, (at_, _) in JOBS.items()}
    founder = town.keys([(clerks["staff"], JOBS["staff"][1])])[0]
    # As at the festival: answered from store, this play goes on with a broken-off one.
    town.api.finishing = town.api.replayed
    town.staff["staff"] = founder
    everybody = [one.to_wire() for one in (*employers.values(), *clerks.values(), *parties)]
    do(town, founder, "/v1/parties/batch", {"parties": everybody})
    town.organisations = employers
    hired = town.keys([(clerks[job], roles) for job, (_, roles) in JOBS.items()])
    town.staff = dict(zip(JOBS, hired, strict=True))


def loan(town: Town, giver: Party, day: date, minutes: int, **more: Any) -> Given:
    """A hall lent from the morning of a day on (V1), as the organiser lists it: that is evidence enough (E1)."""
    body = {
        "contribution_id": town.id("ctb", giver.party_id, day),
        "party_id": giver.party_id,
        "item": HALL,
        "activity": f"{giver.name}的厅",
        "started_at": at(day).isoformat(),
        "minutes": minutes,
        **more,
    }
    return Given(path="/v1/loan-contributions", body=body, proof={"evidence": "E1"})


def work(town: Town, giver: Party, day: date, minutes: int, **more: Any) -> Given:
    """A person's hours, which somebody confirms whom they were for."""
    body = {
        "contribution_id": town.id("ctb", giver.party_id, day, *more.values()),
        "party_id": giver.party_id,
        "contribution_type": "H1",
        "activity": "算例志愿服务",
        "started_at": at(day).isoformat(),
        "minutes": minutes,
        **more,
    }
    return Given(path="/v1/contributions", body=body, proof={"evidence": "E2", "as_counterpart": True})


def goods(town: Town, giver: Party, day: date, *, quantity: int, price: str, invoice: bytes) -> Given:
    """Goods without a receipt (G2), by their invoice (E3)."""
    kept = town.api.upload_file(town.staff["organiser"], "/v1/documents", invoice, "application/pdf")
    body = {
        "contribution_id": town.id("ctb", giver.party_id, "goods", day),
        "party_id": giver.party_id,
        "contribution_type": "G2",
        "activity": "算例物资",
        "item": "生活用品",
        "quantity": quantity,
        "unit_price": price,
        "source": "invoice",
        "given_at": at(day).isoformat(),
        "documents": [{"sha256": kept["sha256"], "kind": "invoice"}],
    }
    return Given(path="/v1/goods-contributions", body=body, proof={"evidence": "E3"}, held=quantity > 1)


def put_forward(town: Town, given: Sequence[Given]) -> None:
    """Entered by the organiser, confirmed by a second person; the notice runs."""
    organiser, confirmer = town.staff["organiser"], town.staff["confirmer"]
    _do_all(town, [(organiser, one.path, one.body) for one in given])
    confirmed = _do_all(
        town, [(confirmer, f"/v1/contributions/{one.contribution_id}/confirmation", one.proof) for one in given]
    )
    held = [one for one in given if one.held]
    states = [one.get("state") for one in confirmed]
    town.holds("held for review", states.count("confirmed"), len(held))
    council = town.staff["council"]
    released = _do_all(town, [(council, f"/v1/contributions/{one.contribution_id}/release", {}) for one in held])
    states = [state for state in states if state != "confirmed"] + [one.get("state") for one in released]
    town.holds("under notice", set(states), {"under_notice"})


def settle(town: Town, given: Sequence[Given]) -> None:
    """Approved by a third person after the notice."""
    approver = town.staff["approver"]
    settled = _do_all(town, [(approver, f"/v1/contributions/{one.contribution_id}/approval", {}) for one in given])
    town.holds("settled", {one.get("state") for one in settled}, {"settled"})


def _do_all(town: Town, asked: Sequence[tuple[Somebody, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    if not town.api.finishing:
        return town.api.post_many(asked)
    return [do(town, *one) for one in asked]
