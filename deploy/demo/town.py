"""The town on its festival day: who is there, with which keys, what time it is, and what the client was told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.demo import people
from deploy.demo.api import Api, NotSo, Somebody
from deploy.demo.people import FACTS, Party, made_id

FESTIVAL = datetime(2023, 3, 18, 1, 0, tzinfo=UTC)  # 9 o'clock in Chengdu
BATCH = 150
"""Whole households of three."""

# Each job with its employer and roles.
JOBS: dict[str, tuple[str, tuple[str, ...]]] = {
    "staff": ("host", ("community_staff",)),
    "second_staff": ("host", ("community_staff",)),
    "organiser": ("organiser", ("activity_organiser",)),
    "confirmer": ("organiser", ("confirmer",)),
    "approver": ("host", ("approver",)),
    "council": ("host", ("council_member",)),
    "second_council": ("organiser", ("council_member",)),
    "chief": ("host", ("tasting_chief",)),
    "auditor": ("federation", ("auditor",)),
    "federation": ("federation", ("federation_officer",)),
    "second_federation": ("federation", ("federation_officer",)),
    "treasurer": ("organiser", ("fund_treasurer",)),
    "billing": ("property_company", ("property_billing_officer",)),
    "host_agent": ("host", ("organisation_agent",)),
    "organiser_agent": ("organiser", ("organisation_agent",)),
    "property_agent": ("property_company", ("organisation_agent",)),
}


@dataclass
class Town:
    """What an act needs. Everything that happens goes through `api`."""

    api: Api
    admin: Somebody
    second_admin: Somebody
    organisations: dict[str, Party] = field(default_factory=people.organisations)
    merchants: list[Party] = field(default_factory=people.merchants)
    residents: list[Party] = field(default_factory=people.residents)
    staff: dict[str, Somebody] = field(default_factory=dict)
    rows: list[tuple[str, str]] = field(default_factory=list)
    expected: dict[tuple[str, str], tuple[int, str | None]] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    issued: dict[str, Somebody] = field(default_factory=dict)
    now: datetime = FESTIVAL
    offset: int | None = None
    """Of the platform's clock against the machine's, in seconds; None: never moved."""

    def id(self, prefix: str, *words: object) -> str:
        """A deterministic id for a new thing: `town.id("gft", "gift", 17)`."""
        return made_id(prefix, *words)

    def org(self, job: str) -> Party:
        """An organisation by its part in the festival: host, organiser, federation, students, property_company."""
        return self.organisations[FACTS["organisations"][job]]

    def open(self) -> None:
        """Set the clock, register everybody, give the staff their keys."""
        self.offset = self.api.get(self.admin, "/v1/operations/clock")["offset_seconds"] or None
        self.set_time(FESTIVAL)
        clerks = {job: people.employee(job, self.org(employer)) for job, (employer, _) in JOBS.items()}
        founder = self.keys([(clerks["staff"], JOBS["staff"][1])])[0]
        # Every play asks for this key in the same words: answered from store, it finishes an earlier one.
        self.api.finishing = self.api.replayed
        others = [*self.organisations.values(), *self.merchants, *people.households(), *clerks.values()]
        # Residents by themselves: a batch of them holds whole households, because nobody is registered where somebody lives.
        for group in (others, self.residents):
            for start in range(0, len(group), BATCH):
                batch = [party.to_wire() for party in group[start : start + BATCH]]
                self.api.post(founder, "/v1/parties/batch", {"parties": batch})
        hired = self.keys([(clerks[job], roles) for job, (_, roles) in JOBS.items()])
        self.staff = dict(zip(JOBS, hired, strict=True))
        self.say("登记的参与方 parties", len(others) + len(self.residents))

    def keys(self, wanted: Sequence[tuple[Party, tuple[str, ...]]]) -> list[Somebody]:
        """Keys for people (who act for the organisation they belong to), with their roles; acts that ask for the same share one."""
        named = {made_id("key", party.party_id, *roles): (party, roles) for party, roles in wanted}
        asked = [self._key(key_id, *whose) for key_id, whose in named.items() if key_id not in self.issued]
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            # Each operator is told one half of a key: nobody but its holder has a whole one.
            proposed = self.api.post(self.admin, "/v1/keys/batch", {"keys": batch})["keys"]
            key_ids = [key["key_id"] for key in batch]
            agreed = self.api.post(self.second_admin, "/v1/keys/agreements", {"key_ids": key_ids})["keys"]
            for key_id, first, second in zip(key_ids, proposed, agreed, strict=True):
                party, roles = named[key_id]
                self.issued[key_id] = Somebody(
                    name=party.name,
                    party_id=party.party_id,
                    token=first["first_half"] + second["second_half"],
                    roles=roles,
                    organisation_id=party.organisation_id,
                )
        return [self.issued[made_id("key", party.party_id, *roles)] for party, roles in wanted]

    def _key(self, key_id: str, party: Party, roles: tuple[str, ...]) -> dict[str, Any]:
        return {
            "key_id": key_id,
            "label": party.name,
            "party_id": party.party_id,
            "organisation_id": party.organisation_id,
            "roles": list(roles),
            "communities": [self.api.community],
        }

    def agent_of(self, employer: Party, *roles: str) -> Somebody:
        """Somebody who acts for an organisation; call it before the people are needed, and register him with `register`."""
        agent = people.employee(f"代表{employer.name}", employer)
        self.register([agent])
        return self.keys([(agent, roles)])[0]

    def agents_of(self, employers: Sequence[Party], *roles: str) -> list[Somebody]:
        """One agent each for several organisations."""
        agents = [people.employee(f"代表{employer.name}", employer) for employer in employers]
        self.register(agents)
        return self.keys([(agent, roles) for agent in agents])

    def register(self, parties: Sequence[Party]) -> None:
        """Register more parties."""
        for start in range(0, len(parties), BATCH):
            batch = [party.to_wire() for party in parties[start : start + BATCH]]
            self.api.post(self.staff["staff"], "/v1/parties/batch", {"parties": batch})

    def set_time(self, at: datetime) -> None:
        """Move the clock of the whole platform; never back, where an earlier play had come further: what happened stays past."""
        offset = round((at - datetime.now(UTC)).total_seconds())
        self.offset = offset if self.offset is None else max(offset, self.offset)
        self.api.post(self.admin, "/v1/operations/clock", {"offset_seconds": self.offset})
        self.now = at

    def pass_time(self, **parts: float) -> None:
        """Let time pass: `town.pass_time(days=3)`."""
        self.set_time(self.now + timedelta(**parts))

    def eventually(self, look: Any, what: str, *, within_seconds: float = 30.0) -> Any:
        """Look until it is there (truthy) and return it."""
        deadline = time.monotonic() + within_seconds
        while not (found := look()):
            if time.monotonic() > deadline:
                message = f"did not happen within {within_seconds:.0f} s: {what}"
                raise TimeoutError(message)
            time.sleep(0.1)
        return found

    def quiet(self) -> None:
        """Wait until no event waits in any outbox."""
        look = lambda: self.report()["quiet"]  # noqa: E731 - one use
        self.eventually(look, "all outboxes empty")

    def report(self) -> dict[str, Any]:
        """The platform's own report."""
        return self.api.get(self.staff["auditor"], "/v1/operations/report")

    def say(self, what: str, result: object) -> None:
        """A line of the festival's table."""
        self.rows.append((what, str(result)))

    def holds(self, what: str, found: object, wanted: object) -> None:
        """Stop where the town is not as it should be; a play that finishes an earlier one looks later than that one would have. Raises NotSo."""
        if found != wanted and not self.api.finishing:
            message = f"{what}: {found} instead of {wanted}"
            raise NotSo(message)

    def expect(self, service: str, fact: str, count: int, amount: str | None = None) -> None:
        """What the client was told, to be held against the service's own report (its facts by name)."""
        self.expected[service, fact] = (count, amount)
