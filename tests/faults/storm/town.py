"""Who is there in the storm, and the awards they are given: hours approved by command, gifts credited by event."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from chassis.clock import CIVIL, civil_day
from deploy.demo.people import made_id
from tests.faults.storm.client import Client, Refused

RESIDENTS = 480
HOURS_SHARE = 0.3
GIFTS_TOGETHER = 20
FUND = "CLP-FUND"
AT_ONCE = 8
BATCH = 150
CLAIM_MINUTES = 60
CLAIMS_A_DAY = 6
DAYS = 6
KNOWN_SECONDS_MAX = 60.0
NOTICE_SECONDS = 4 * 24 * 3600
JOBS = {
    "organiser": "activity_organiser",
    "confirmer": "confirmer",
    "approver": "approver",
    "staff": "community_staff",
    "officer": "federation_officer",
    "auditor": "auditor",
}


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One award, and what the client was told of it. `cv` and `sp` are known where the answer says them."""

    source_id: str
    tries: int
    cv: str | None = None
    sp: str | None = None
    amount: str | None = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """Work for one client that ends in so many awards."""

    sources: tuple[str, ...]
    do: Callable[[], list[Receipt]]


@dataclass
class Town:
    """Everybody, with their keys."""

    client: Client
    admin_key: str
    second_admin_key: str
    tokens: dict[str, str] = field(default_factory=dict)

    def settle(self, *, hours: int) -> None:
        """Register everybody, open a fund, and bring so many hours as far as the end of their public notice."""
        self.tokens["staff"] = self._keys({"staff": "community_staff"})["staff"]
        people = [_party(job, "person", "RES") for job in JOBS]
        people += [_party(f"resident {number}", "person", "RES") for number in range(RESIDENTS)]
        people.append(_party("federation", "organisation", "SOC"))
        for start in range(0, len(people), BATCH):
            batch = {"parties": people[start : start + BATCH]}
            self.client.post(self.tokens["staff"], "/v1/parties/batch", batch, key=f"parties {start}")
        self.tokens |= self._keys({job: role for job, role in JOBS.items() if job != "staff"})
        fund = {"fund_code": FUND, "name": "社区基金", "host_id": made_id("pty", "federation")}
        self._until_known(lambda: self.client.post(self.tokens["officer"], "/v1/funds", fund, key="fund"))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._claim, range(hours)))
        clock = {"offset_seconds": NOTICE_SECONDS}
        self.client.post(self.admin_key, "/v1/operations/clock", clock, key="after the notice")

    def tasks(self, *, awards: int, chance: random.Random) -> list[Task]:
        """All awards, in an order that the seed decides."""
        hours = hours_of(awards)
        found = [Task(sources=(made_id("ctb", n),), do=self._approval(n)) for n in range(hours)]
        for start in range(0, awards - hours, GIFTS_TOGETHER):
            numbers = range(start, min(start + GIFTS_TOGETHER, awards - hours))
            found.append(Task(sources=tuple(made_id("gft", n) for n in numbers), do=self._gifts(numbers)))
        chance.shuffle(found)
        return found

    def report(self) -> dict[str, Any]:
        """The platform's own report."""
        return self.client.get(self.tokens["auditor"], "/v1/operations/report")

    def _approval(self, number: int) -> Callable[[], list[Receipt]]:
        def do() -> list[Receipt]:
            claim = made_id("ctb", number)
            told = self.client.post(self.tokens["approver"], f"/v1/contributions/{claim}/approval", key=f"a {claim}")
            return [Receipt(source_id=claim, tries=told.tries, cv=told.answer["cv"], sp=told.answer["sp"])]

        return do

    def _gifts(self, numbers: Sequence[int]) -> Callable[[], list[Receipt]]:
        """Each gift is recorded by itself; then one statement says that the money of all has come, and points hears of each."""

        def do() -> list[Receipt]:
            recorded = [self._gift(number) for number in numbers]
            lines = [_line(number, told.answer) for number, told in zip(numbers, recorded, strict=True)]
            body = {
                "statement_id": made_id("stm", numbers[0]),
                "day": _today(),
                "declared_count": len(lines),
                "declared_total": str(sum(Decimal(line["amount"]) for line in lines)),
                "lines": lines,
            }
            told = self.client.post(
                self.tokens["officer"], f"/v1/funds/{FUND}/statements", body, key=f"s {body['statement_id']}"
            )
            outcomes = {result["outcome"] for result in told.answer["results"]}
            assert outcomes == {"matched"}, told.answer
            return [
                Receipt(source_id=made_id("gft", number), tries=max(one.tries, told.tries), amount=line["amount"])
                for number, one, line in zip(numbers, recorded, lines, strict=True)
            ]

        return do

    def _gift(self, number: int) -> Any:
        receipt = number % 2 == 0
        body = {
            "gift_id": made_id("gft", number),
            "fund_code": FUND,
            "donor_id": made_id("pty", f"resident {number % RESIDENTS}"),
            "amount": f"{10 + number % 7}.00",
            "lane": "B",
            "choice": "receipt" if receipt else "points",
            "waiver_number": None if receipt else f"WAIVER-{number}",
            "channel": "transfer",
            "visibility": "anonymous",
        }
        return self.client.post(self.tokens["staff"], "/v1/gifts", body, key=f"g {number}")

    def _claim(self, number: int) -> None:
        person, turn = number % RESIDENTS, number // RESIDENTS
        midnight = datetime.now(CIVIL).replace(hour=0, minute=0, second=0, microsecond=0)
        began = midnight - timedelta(days=1 + turn // CLAIMS_A_DAY) + timedelta(hours=8 + turn % CLAIMS_A_DAY)
        claim = made_id("ctb", number)
        body = {
            "contribution_id": claim,
            "party_id": made_id("pty", f"resident {person}"),
            "contribution_type": "H1",
            "activity": "搬运桌椅",
            "started_at": began.astimezone(UTC).isoformat(),
            "minutes": CLAIM_MINUTES,
        }
        self.client.post(self.tokens["organiser"], "/v1/contributions", body, key=f"c {claim}")
        confirmed = {"evidence": "E2", "as_counterpart": True}
        self.client.post(
            self.tokens["confirmer"], f"/v1/contributions/{claim}/confirmation", confirmed, key=f"d {claim}"
        )

    def _keys(self, jobs: dict[str, str]) -> dict[str, str]:
        asked = [
            {
                "key_id": made_id("key", job),
                "label": job,
                "party_id": made_id("pty", job),
                "roles": [role],
                "communities": [self.client.community],
            }
            for job, role in jobs.items()
        ]
        told = self.client.post(self.admin_key, "/v1/keys/batch", {"keys": asked}, key=f"keys {sorted(jobs)}")
        agreed = self.client.post(
            self.second_admin_key,
            "/v1/keys/agreements",
            {"key_ids": [key["key_id"] for key in asked]},
            key=f"agreed {sorted(jobs)}",
        )
        halves = zip(jobs, told.answer["keys"], agreed.answer["keys"], strict=True)
        return {job: first["first_half"] + second["second_half"] for job, first, second in halves}

    def _until_known(self, ask: Callable[[], Any]) -> None:
        """Donations hears of the federation by event."""
        deadline = time.monotonic() + KNOWN_SECONDS_MAX
        while True:
            try:
                ask()
            except Refused as refusal:
                if "party-not-found" not in str(refusal) or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return


def hours_of(awards: int) -> int:
    """How many of the awards are hours; a person has only so many in a fortnight."""
    return min(round(awards * HOURS_SHARE), RESIDENTS * DAYS * CLAIMS_A_DAY)


def _party(name: str, kind: str, sector: str) -> dict[str, Any]:
    return {"name": name, "party_id": made_id("pty", name), "kind": kind, "sector": sector}


def _line(number: int, gift: dict[str, Any]) -> dict[str, str]:
    return {
        "channel_number": f"WX{number:08d}",
        "paid_on": _today(),
        "amount": gift["amount"],
        "reference": gift["payment_reference"],
    }


def _today() -> str:
    return civil_day(datetime.now(UTC)).isoformat()
