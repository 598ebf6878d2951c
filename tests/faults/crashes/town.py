"""A small town on the crew's processes: what is there before the first death, and the day's work that is done again and again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from stdnum.cn import uscc

from chassis.actor import Actor, system
from chassis.clock import civil_day
from chassis.database import Transactions
from chassis.rpc import RefusedRemotely
from contracts.donations import kinds as giving
from contracts.donations import requests as donations
from contracts.donations.requests.statements import RawLine
from contracts.event import Event
from contracts.merchants import answers as merchant_answers
from contracts.merchants import ids as trades
from contracts.merchants import requests as merchants
from contracts.merchants.events import PanelServiceRendered
from contracts.merchants.requests.members import ApplicationRow
from contracts.points import kinds as earning
from contracts.points import requests as points
from contracts.points.kinds import PartyKind
from contracts.points.requests.parties import NewParty
from contracts.refused import Refused
from contracts.request import Request
from contracts.roles import Role
from contracts.rural_link import requests as rural
from contracts.rural_link.events import LotDonated
from contracts.sectors import Sector
from deploy.demo.people import made_id
from tests.faults.crashes.crew import Crew

COMMUNITY = "changlinpan"
FUND = "CLP-FUND"
TEXT = hashlib.sha256(b"agreement").hexdigest()
YESTERDAY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
PATIENCE_SECONDS = 60.0
GIFTS = 6
AGAIN = {"unavailable", "not-yet", "held-by-another", "request-in-progress"}
HEARD_LATER = {"party-not-found", "merchants.party_not_found", "rural_link.party_not_found"}
NOTICE_SECONDS = 4 * 24 * 3600


@dataclass
class Town:
    """Who asks for what. The same town does the same work under the same ids, whoever dies meanwhile."""

    crew: Crew
    days: int
    given: set[str] = field(default_factory=set)

    def id(self, prefix: str, *words: object) -> str:
        """An id that the client chooses: the same in every run."""
        made = made_id(prefix, *words)
        self.given.add(made)
        return made

    def actor(self, job: str, *roles: Role) -> Actor:
        """Somebody of the town."""
        return Actor(community=COMMUNITY, party_id=self.id("pty", job), roles=frozenset(roles))

    def ask(self, request: Request[Any], who: Actor, *, again: frozenset[str] = frozenset()) -> dict[str, Any]:
        """What a careful client does: the same key until the outcome is known."""
        key = hashlib.sha256(f"{who.party_id} {request!r}".encode()).hexdigest()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.crew.caller.call(request, who, key=key, timeout_seconds=2.0).answer
            except Refused as refusal:
                code = refusal.wire["code"] if isinstance(refusal, RefusedRemotely) else refusal.code
                if code not in AGAIN | again or time.monotonic() > deadline:
                    raise
                self.crew.mend()
                time.sleep(0.05)

    def say(self, service: str, *events: Event) -> None:
        """Let a service's outbox say this, as one of its commands would."""
        with Transactions(self.crew.databases[service].engine).begin(system(COMMUNITY)) as work:
            work.emit(*events)

    def settle(self) -> None:
        """Register everybody, and bring everything to the step that a day's work takes further."""
        jobs = ("operator", "organiser", "confirmer", "approver", "staff", "second staff", "officer")
        persons = [self._person(job) for job in (*jobs, *(f"resident {day}" for day in range(self.days)))]
        bodies = [self._body("federation", Sector.SOC), self._body("village", Sector.VIL)]
        bodies += [self._body(f"shop {day}", Sector.ENT) for day in range(self.days)]
        self._register("everybody", [*persons, *bodies])
        self._contributions()
        federation = donations.CreateFund(fund_code=FUND, name="社区基金", host_id=self.id("pty", "federation"))
        self.ask(federation, self._officer(), again=frozenset(HEARD_LATER))
        rows = tuple(self._application(day) for day in range(self.days))
        last = merchants.ApplyForMembership(**vars(rows[-1]))
        self.ask(last, self.actor("staff", Role.COMMUNITY_STAFF), again=frozenset(HEARD_LATER))
        if rows[:-1]:
            self.ask(merchants.ApplyInBulk(rows=rows[:-1]), self.actor("staff", Role.COMMUNITY_STAFF))
        for day in range(self.days):
            self.ask(self._draft(day), self.actor("staff", Role.COMMUNITY_STAFF), again=frozenset(HEARD_LATER))

    def work(self, day: int) -> None:
        """A day's work: commands in every service at once, and events from every outbox."""
        parts: tuple[Callable[[int], None], ...] = (
            self._in_points,
            self._in_donations,
            self._in_merchants,
            self._in_rural,
        )
        with ThreadPoolExecutor(len(parts)) as pool:
            for done in [pool.submit(part, day) for part in parts]:
                done.result()

    def _in_points(self, day: int) -> None:
        wanted = points.ApproveContribution(contribution_id=self.id("ctb", day))
        self.ask(wanted, self.actor("approver", Role.APPROVER))
        self._register(f"newcomers {day}", [self._person(f"newcomer {day}/{number}") for number in range(3)])

    def _in_donations(self, day: int) -> None:
        """Several at once, so that some of them wait and are answered together."""
        donor = self.actor(f"resident {day}", Role.RESIDENT)
        with ThreadPoolExecutor(GIFTS) as pool:
            gifts = list(pool.map(lambda number: self.ask(self._gift(day, number), donor), range(GIFTS)))
        lines = tuple(
            RawLine(
                channel_number=f"WX{day:04d}{number:04d}",
                paid_on=civil_day(YESTERDAY).isoformat(),
                amount="88.00",
                reference=gift["payment_reference"],
            )
            for number, gift in enumerate(gifts)
        )
        statement = donations.ImportStatement(
            statement_id=self.id("stm", day),
            fund_code=FUND,
            day=civil_day(YESTERDAY),
            declared_count=GIFTS,
            declared_total=GIFTS * 88_00,
            lines=lines,
        )
        self.ask(statement, self._officer())

    def _in_merchants(self, day: int) -> None:
        verify = merchants.VerifyMember(member_id=self.id("mem", day))
        self.ask(verify, self.actor("second staff", Role.COMMUNITY_STAFF))
        judges = [self.id("pty", f"resident {judge % self.days}") for judge in (day, day + 1)]
        self.say(
            "merchants",
            *(
                PanelServiceRendered(
                    community=COMMUNITY,
                    panel_id=self.id("pnl", day, number),
                    judge_id=judge,
                    minutes=90,
                    served_on=civil_day(YESTERDAY),
                    closed_by=self.id("pty", "staff"),
                )
                for number, judge in enumerate(judges)
            ),
        )

    def _in_rural(self, day: int) -> None:
        signer = Actor(
            community=COMMUNITY,
            party_id=self.id("pty", "staff"),
            roles=frozenset({Role.ORGANISATION_AGENT}),
            organisation_id=self.id("pty", "federation"),
        )
        self.ask(rural.SignAgreement(agreement_id=self.id("agr", day), text_sha256=TEXT, authority="授权书"), signer)
        self.say("rural_link", *(self._lot(day, number) for number in range(2)))

    def _lot(self, day: int, number: int) -> LotDonated:
        return LotDonated(
            community=COMMUNITY,
            donation_id=self.id("ldn", day, number),
            lot_id=self.id("lot", day, number),
            donor_id=self.id("pty", "village"),
            product="番茄",
            grams=5_000,
            cost=60_00,
            fund_code=FUND,
            donated_on=civil_day(YESTERDAY),
        )

    def _gift(self, day: int, number: int) -> donations.RecordGift:
        return donations.RecordGift(
            gift_id=self.id("gft", day, number),
            fund_code=FUND,
            amount=88_00,
            lane=giving.Lane.MUTUAL_HELP,
            choice=giving.GiftChoice.POINTS,
            channel=giving.PaymentChannel.TRANSFER,
            donor_id=self.id("pty", f"resident {day}"),
            waiver_number=f"WAIVER-{day}-{number}",
        )

    def _contributions(self) -> None:
        organiser = self.actor("organiser", Role.ACTIVITY_ORGANISER)
        for day in range(self.days):
            claim = points.SubmitContribution(
                contribution_id=self.id("ctb", day),
                party_id=self.id("pty", f"resident {day}"),
                contribution_type=earning.ContributionType.H1,
                activity="搬运桌椅",
                started_at=YESTERDAY,
                minutes=120,
            )
            self.ask(claim, organiser)
            confirmed = points.ConfirmContribution(
                contribution_id=claim.contribution_id, evidence=earning.Evidence.E2, as_counterpart=True
            )
            self.ask(confirmed, self.actor("confirmer", Role.CONFIRMER))
        self.ask(points.MoveClock(offset_seconds=NOTICE_SECONDS), self.actor("operator", Role.SYSTEM_OPERATOR))

    def _register(self, name: str, parties: list[NewParty]) -> None:
        staff = self.actor("staff", Role.COMMUNITY_STAFF)
        for start in range(0, len(parties), 150):
            self.ask(points.RegisterParties(parties=tuple(parties[start : start + 150])), staff)

    def _person(self, name: str) -> NewParty:
        return NewParty(party_id=self.id("pty", name), kind=PartyKind.PERSON, sector=Sector.RES, name=name)

    def _body(self, name: str, sector: Sector) -> NewParty:
        return NewParty(party_id=self.id("pty", name), kind=PartyKind.ORGANISATION, sector=sector, name=name)

    def _officer(self) -> Actor:
        return self.actor("officer", Role.FEDERATION_OFFICER)

    def _application(self, day: int) -> ApplicationRow:
        stem = f"91510108GEN{day:06d}"
        return ApplicationRow(
            member_id=self.id("mem", day),
            party_id=self.id("pty", f"shop {day}"),
            shop_name=f"生成商户{day}",
            licence=f"{stem}{uscc.calc_check_digit(stem)}",
            category=trades.Category.ENTERPRISE,
            permits=(merchant_answers.Permit(kind=trades.PermitKind.BUSINESS_LICENCE),),
        )

    def _draft(self, day: int) -> rural.DraftAgreement:
        today = civil_day(datetime.now(UTC))
        return rural.DraftAgreement(
            agreement_id=self.id("agr", day),
            title=f"协议 {day}",
            text_sha256=TEXT,
            parties=(self.id("pty", "federation"), self.id("pty", "village")),
            obligations=(),
            review_on=today + timedelta(days=100),
            ends_on=today + timedelta(days=300),
        )
