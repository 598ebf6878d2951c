"""Everybody whom the tests of points need, and the long ways that many tests share."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from chassis.actor import Actor, system
from chassis.clock import CIVIL
from chassis.ids import new_id
from contracts.donations.events import GiftConfirmed
from contracts.donations.kinds import GiftChoice, Lane
from contracts.points import answers, requests
from contracts.points.kinds import ContributionState, ContributionType, Evidence, HoursType, ItemKind, PartyKind
from contracts.points.requests import NewParty
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.grants import store as grant_store
from services.points.grants.rules import Earning
from tests.support.bench import COMMUNITY, AskRefused, Bench, actor

PERSONS = (
    "anna",
    "bela",
    "carl",
    "dora",
    "staff",
    "organiser",
    "confirmer",
    "second_confirmer",
    "approver",
    "clerk",
    "officer",
    "stranger",
)
ROLES = {
    "staff": (Role.COMMUNITY_STAFF,),
    "organiser": (Role.ACTIVITY_ORGANISER,),
    "confirmer": (Role.CONFIRMER,),
    "second_confirmer": (Role.CONFIRMER,),
    "approver": (Role.APPROVER,),
    "clerk": (Role.MERCHANT_CLERK,),
    "officer": (Role.PROPERTY_BILLING_OFFICER,),
    "council": (Role.COUNCIL_MEMBER,),
}


@dataclass
class Town:
    """One bench with parties by nickname. anna and bela live in one household; carl works at the shop."""

    bench: Bench
    ids: dict[str, str] = field(default_factory=dict)

    def register(self) -> None:
        """Everybody, in one batch."""
        persons = (*PERSONS, "council")
        for name in (*persons, "home", "flat", "shop", "company", "other_shop"):
            self.ids[name] = new_id("pty")
        organisations = [self._party(name, PartyKind.ORGANISATION, Sector.MER) for name in ("shop", "other_shop")]
        company = self._party("company", PartyKind.ORGANISATION, Sector.PRO)
        households = [
            self._party(name, PartyKind.HOUSEHOLD, Sector.RES, shown=f"3-2-{name}") for name in ("home", "flat")
        ]
        people = [self._party(name, PartyKind.PERSON, Sector.RES) for name in persons]
        everybody = (*organisations, company, *households, *people)
        self.ask(requests.RegisterParties(parties=everybody), "staff")

    def ask(self, request, name, *, key=None, if_version=None):
        """Ask as one of the town."""
        return self.bench.ask(request, as_=self.actor(name), key=key, if_version=if_version)

    def actor(self, name: str) -> Actor:
        """A person of the town with the roles of their name; residents otherwise."""
        organisation = {"clerk": "shop", "officer": "company"}.get(name)
        return actor(
            self.ids.get(name, name),
            *ROLES.get(name, (Role.RESIDENT,)),
            organisation_id=self.ids[organisation] if organisation else None,
        )

    def balance(self, name: str) -> answers.Balance:
        """What somebody has."""
        return self.ask(requests.GetBalance(party_id=self.ids[name]), "staff")

    def hours(self, name="anna", **changes: object) -> requests.SubmitContribution:
        """Two ordinary hours that ended an hour ago."""
        plain = {
            "contribution_id": new_id("ctb"),
            "party_id": self.ids[name],
            "contribution_type": HoursType.H1,
            "activity": "搬桌子",
            "started_at": self.now - timedelta(hours=3),
            "minutes": 120,
        }
        return requests.SubmitContribution(**(plain | changes))

    @property
    def last_night(self) -> datetime:
        """22:00 of the evening before, by the civil clock."""
        evening = self.now.astimezone(CIVIL).replace(hour=22, minute=0, second=0, microsecond=0)
        return evening - timedelta(days=1)

    def qualify(self, name: str, code: str, **changes: object) -> str:
        """Somebody states what they may do, and the confirmer has seen the document."""
        plain = {
            "qualification_id": new_id("qlf"),
            "party_id": self.ids[name],
            "code": code,
            "document": "证书（演示）",
            "valid_until": None,
        }
        stated = requests.StateQualification(**(plain | changes))
        self.ask(stated, "staff")
        self.ask(requests.VerifyQualification(qualification_id=stated.qualification_id), "confirmer")
        return stated.qualification_id

    def confirm(self, contribution_id: str, evidence=Evidence.E2) -> answers.Contribution:
        """By the confirmer, whom it was for."""
        confirm = requests.ConfirmContribution(contribution_id=contribution_id, evidence=evidence, as_counterpart=True)
        return self.ask(confirm, "confirmer")

    def confirm_fully(self, contribution_id: str) -> answers.Contribution:
        """By the confirmer, and whoever else has to look at it before its notice."""
        confirmed = self.confirm(contribution_id)
        if confirmed.state is ContributionState.CONFIRMED and confirmed.held:
            confirmed = self.ask(requests.ReleaseContribution(contribution_id=contribution_id), "council")
        if confirmed.state is ContributionState.CONFIRMED:
            again = requests.ConfirmContribution(
                contribution_id=contribution_id, evidence=Evidence.E2, as_counterpart=True
            )
            confirmed = self.ask(again, "second_confirmer")
        return confirmed

    def approve(self, contribution_id: str, **more: object) -> answers.Contribution:
        """By the approver."""
        return self.ask(requests.ApproveContribution(contribution_id=contribution_id), "approver", **more)

    def settle(self, *asked: requests.SubmitContribution) -> list[answers.Contribution]:
        """Through all steps, with the notice over."""
        for one in asked:
            self.ask(one, "organiser")
            self.confirm_fully(one.contribution_id)
        self.bench.clock.advance(days=3)
        return [self.approve(one.contribution_id) for one in asked]

    def give(
        self, name: str | None, fen: int, *, choice=GiftChoice.RECEIPT, lane=Lane.MUTUAL_HELP, **changes: object
    ) -> GiftConfirmed:
        """A confirmed gift of money, not yet told."""
        plain = {
            "community": COMMUNITY,
            "gift_id": new_id("gft"),
            "donor_id": self.ids[name] if name else None,
            "amount": fen,
            "choice": choice,
            "lane": lane,
            "fund_code": "CLP",
            "project_code": None,
            "confirmed_on": date(2023, 3, 18),
        }
        return GiftConfirmed(**(plain | changes))

    def earn(self, name: str, sp: int) -> None:
        """Centi-points out of the air: a gift inside the community with the receipt waived, ¥20 a point."""
        self.bench.tell(self.give(name, sp * 20, choice=GiftChoice.POINTS))

    def work(self, name: str, sp: int) -> None:
        """Centi-points for ordinary hours, 10 points an hour, up to 400 a month: as many months as it takes."""
        with self.bench.transactions.begin(system(COMMUNITY)) as work:
            for month in range(1, 100):
                if not sp:
                    break
                earned = min(sp, 400_00)
                sp -= earned
                earning = Earning(
                    source_id=new_id("ctb"),
                    party_id=self.ids.get(name, name),
                    contribution_type=ContributionType.H1,
                    performed_on=date(2000 + month // 12, 1 + month % 12, 1),
                    minutes=earned * 60 // 10_00,
                )
                [grant] = grant_store.credit(work, [earning])
                assert grant.sp == earned, "whole quarters of an hour, below the cap"

    def put_in_force(self, proposed: requests.ProposeRateCard | requests.ProposeLoanTable) -> answers.RateProposal:
        """A rate card or a loan table, proposed by one council member and agreed by another."""
        self.ask(proposed, "council")
        agreed = requests.DecideRateProposal(proposal_id=proposed.proposal_id, accept=True)
        return self.bench.ask(agreed, as_=actor(self.ids["stranger"], Role.COUNCIL_MEMBER))

    def offer(self, *, price=10_00, stock=3, kind=ItemKind.GOODS) -> str:
        """An item of the shop, proposed by staff and approved by the approver."""
        item_id = new_id("itm")
        proposed = requests.ProposeItem(
            item_id=item_id, provider_id=self.ids["shop"], name="一碗面", kind=kind, price=price, stock=stock
        )
        self.ask(proposed, "staff")
        self.ask(requests.ApproveItem(item_id=item_id), "approver")
        return item_id

    @property
    def now(self) -> datetime:
        """The bench's instant."""
        return self.bench.clock.now()

    def _party(self, name: str, kind: PartyKind, sector: Sector, *, shown: str | None = None) -> NewParty:
        household = self.ids["home"] if name in {"anna", "bela"} else self.ids["flat"] if name == "dora" else None
        organisation = {"carl": "shop", "clerk": "shop", "officer": "company"}.get(name)
        return NewParty(
            party_id=self.ids[name],
            kind=kind,
            sector=sector,
            name=shown or f"张{name}",
            household_id=household,
            organisation_id=self.ids[organisation] if organisation else None,
        )


def at_once(calls) -> list[str]:
    """Run the calls in threads that start together; what each came to."""
    outcomes: list[str] = []
    start = threading.Barrier(len(calls))

    def run(call) -> None:
        start.wait()
        try:
            call()
            outcomes.append("ok")
        except AskRefused as refused:
            outcomes.append(refused.code)
        except Exception as error:
            # A thread dies silently; what nobody expected must not look like nothing.
            outcomes.append(repr(error))
            raise

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
