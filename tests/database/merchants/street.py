"""A street with shops, residents, and the people who run the alliance: what the tests of merchants start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stdnum.cn import uscc

from chassis.actor import Actor
from contracts.merchants import answers, requests
from contracts.merchants.ids import AgeBand, Authority, Category, PermitKind, Verification
from contracts.points.events import PartyRegistered
from contracts.roles import Role
from contracts.sectors import Sector
from tests.support.bench import COMMUNITY, Bench, actor

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SEED = "welfare-3d-2023-03-17-592"


def made(prefix: str, number: int) -> str:
    """An id: the same number, the same id; larger numbers sort later."""
    digits = ""
    for _ in range(6):
        digits = LETTERS[number % 32] + digits
        number //= 32
    return f"{prefix}_01GVSCDEFGHJKMNPQRST{digits}"


def licence(number: int) -> str:
    """A generated unified social credit code with a valid check digit."""
    stem = f"9151010000000{number:04d}"
    return stem + uscc.calc_check_digit(stem)


PAPERS = (
    answers.Permit(kind=PermitKind.BUSINESS_LICENCE),
    answers.Permit(kind=PermitKind.FOOD_PERMIT, valid_until=date(2025, 1, 1)),
)
CLAUSES = tuple(requests.ClauseText(title=f"第{n}条", text=f"生成的条文 {n}") for n in range(1, 11))


@dataclass
class Street:
    """Ask as whoever it takes."""

    bench: Bench
    staff: Actor = field(default_factory=lambda: actor(made("pty", 1), Role.COMMUNITY_STAFF))
    second_staff: Actor = field(default_factory=lambda: actor(made("pty", 2), Role.COMMUNITY_STAFF))
    council: Actor = field(default_factory=lambda: actor(made("pty", 3), Role.COUNCIL_MEMBER))
    chief: Actor = field(default_factory=lambda: actor(made("pty", 4), Role.TASTING_CHIEF))
    nobody: Actor = field(default_factory=lambda: actor(None))

    def __post_init__(self) -> None:
        """The people who run the alliance are known."""
        self.know(*(self.party(number) for number in range(1, 5)))

    def know(self, *parties: PartyRegistered) -> None:
        self.bench.tell(*parties)

    def party(
        self, number: int, *, person: bool = True, home: int | None = None, of: int | None = None
    ) -> PartyRegistered:
        return PartyRegistered(
            community=COMMUNITY,
            party_id=made("pty", number),
            sector=Sector.RES if person else Sector.MER,
            is_person=person,
            household_id=None if home is None else made("pty", home),
            organisation_id=None if of is None else made("pty", of),
            public_name=f"生成{number}",
            registered_on=date(2023, 3, 1),
        )

    def agent(self, shop: int) -> Actor:
        """Shop n is party 1000+n, its agent party 2000+n."""
        return actor(made("pty", 2000 + shop), Role.MERCHANT_AGENT, organisation_id=made("pty", 1000 + shop))

    def open_shop(self, shop: int) -> None:
        """Make a shop and its agent known."""
        self.know(self.party(1000 + shop, person=False), self.party(2000 + shop, of=1000 + shop))

    def application(self, shop: int, **other: Any) -> requests.ApplyForMembership:
        given = {
            "member_id": made("mem", shop),
            "party_id": made("pty", 1000 + shop),
            "shop_name": f"生成商户{shop}",
            "licence": licence(shop),
            "category": Category.FOOD,
            "permits": PAPERS,
        }
        return requests.ApplyForMembership(**(given | other))

    def apply(self, shop: int) -> answers.Member:
        self.open_shop(shop)
        return self.bench.ask(self.application(shop), as_=self.agent(shop))

    def verify(self, shop: int) -> answers.Member:
        self.apply(shop)
        return self.bench.ask(requests.VerifyMember(member_id=made("mem", shop)), as_=self.staff)

    def publish(self, number: int = 1, **changed: str) -> answers.Initiative:
        """Publish a version; `c3="…"` changes the text of clause 3."""
        clauses = tuple(
            requests.ClauseText(title=clause.title, text=changed.get(f"c{place}", clause.text))
            for place, clause in enumerate(CLAUSES, start=1)
        )
        asked = requests.PublishInitiative(number=number, title="生成的倡议", clauses=clauses)
        return self.bench.ask(asked, as_=self.council)

    def assent(self, shop: int, *numbers: int, **other: Any) -> requests.AssentToClauses:
        """Tick these clauses of the version in force, all of them if none is named."""
        initiative = self.bench.ask(requests.GetInitiative(), as_=self.nobody)
        given = {
            "member_id": made("mem", shop),
            "ticks": tuple(
                requests.ClauseTick(clause_number=clause.number, clause_hash=clause.text_hash)
                for clause in initiative.clauses
                if not numbers or clause.number in numbers
            ),
            "signer_id": made("pty", 2000 + shop),
            "authority": Authority.LEGAL_REPRESENTATIVE,
            "verification": Verification.SMS,
            "witness_id": made("pty", 2),
        }
        return requests.AssentToClauses(**(given | other))

    def sign(self, shop: int) -> answers.Assents:
        self.verify(shop)
        return self.bench.ask(self.assent(shop), as_=self.agent(shop))

    def plaque(self, shop: int) -> answers.Member:
        self.sign(shop)
        asked = requests.IssuePlaque(member_id=made("mem", shop), plaque_serial=f"CLP-{shop:04d}")
        return self.bench.ask(asked, as_=self.staff)


@dataclass
class Tasting:
    """A panel on the street: `shops` shops with two dishes each, `residents` volunteers."""

    street: Street
    shops: int = 3
    residents: int = 5
    seats: int = 4
    card_size: int = 4
    panel_id: str = made("pnl", 1)
    activity_id: str | None = None

    def ask(self, request: Any, *, as_: Actor, key: str | None = None) -> Any:
        return self.street.bench.ask(request, as_=as_, key=key)

    def resident(self, number: int) -> str:
        return made("pty", 3000 + number)

    def judge(self, party_id: str) -> Actor:
        return actor(party_id, Role.RESIDENT, Role.TASTING_JUDGE)

    @property
    def judges(self) -> list[str]:
        found = self.ask(requests.ListJudges(panel_id=self.panel_id), as_=self.street.nobody)
        return [judge.party_id for judge in found.items]

    def call(self) -> Tasting:
        self.street.publish()
        for shop in range(1, self.shops + 1):
            self.street.plaque(shop)
        asked = requests.CallPanel(
            panel_id=self.panel_id,
            name="生成的品鉴",
            held_on=date(2023, 3, 18),
            seed_source="福彩3D 2023-03-17",
            seats=self.seats,
            card_size=self.card_size,
            activity_id=self.activity_id,
        )
        self.ask(asked, as_=self.street.chief)
        return self

    def enrol(self, shop: int, dish: int) -> requests.EnrolDish:
        return requests.EnrolDish(
            panel_id=self.panel_id,
            dish_id=made("dsh", 10 * shop + dish),
            member_id=made("mem", shop),
            name=f"生成菜{shop}-{dish}",
            portions=30,
        )

    def volunteer(self, number: int) -> requests.VolunteerAsJudge:
        return requests.VolunteerAsJudge(
            panel_id=self.panel_id,
            party_id=self.resident(number),
            age_band=list(AgeBand)[number % 3],
            building=f"B{number % 4}",
        )

    def gather(self) -> Tasting:
        """Everybody enrolled and volunteered."""
        self.call()
        for shop in range(1, self.shops + 1):
            for dish in (1, 2):
                self.ask(self.enrol(shop, dish), as_=self.street.agent(shop))
        self.street.know(*(self.street.party(3000 + number, home=4000 + number) for number in range(self.residents)))
        for number in range(self.residents):
            self.ask(self.volunteer(number), as_=actor(self.resident(number), Role.RESIDENT))
        return self

    def draw(self) -> Tasting:
        self.gather()
        self.ask(requests.DrawJudges(panel_id=self.panel_id, public_seed=SEED), as_=self.street.chief)
        return self

    def deal(self) -> Tasting:
        self.draw()
        self.ask(requests.DealPanel(panel_id=self.panel_id), as_=self.street.chief)
        return self

    def card(self, judge: str) -> list[str]:
        found = self.ask(requests.GetCard(panel_id=self.panel_id), as_=self.judge(judge))
        return [entry.code for entry in found.entries]

    def ballot(self, code: str, *, half_points: int = 15, **other: Any) -> requests.CastBallot:
        given = {"colour": half_points, "aroma": half_points, "taste": half_points}
        return requests.CastBallot(panel_id=self.panel_id, code=code, **(given | other))

    def cast_all(self) -> Tasting:
        """Every judge scores every plate, dealt by their own severity and the plate's own code."""
        for place, judge in enumerate(self.judges):
            for code in self.card(judge):
                self.ask(self.ballot(code, half_points=8 + (int(code) + place) % 8), as_=self.judge(judge))
        return self

    def close(self) -> Tasting:
        self.ask(requests.ClosePanel(panel_id=self.panel_id), as_=self.street.chief)
        return self

    def count(self) -> Tasting:
        self.street.bench.run_sweeps()
        return self

    def publish(self) -> answers.PanelResult:
        found: answers.PanelResult = self.ask(requests.PublishTally(panel_id=self.panel_id), as_=self.street.staff)
        return found
