"""Everybody whom the tests of donations need, and the long ways that many tests share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chassis.actor import Actor
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.kinds import (
    AppraisalBasis,
    GiftChoice,
    GoodsKind,
    Lane,
    Measure,
    PaymentChannel,
    ProjectKind,
    Visibility,
)
from contracts.donations.requests import RawLine
from contracts.points.events import PartyRegistered
from contracts.roles import Role
from contracts.sectors import Sector
from contracts.shape import decimal_text
from tests.support.bench import COMMUNITY, Bench, actor

FUND = "clp-fund"
MONTHLY = "monthly"
CAMP = "camp"
PUBLIC = "public"
AGREED = "agreed"
PEOPLE = {
    "anna": (Role.RESIDENT,),
    "bela": (Role.RESIDENT,),
    "carrier": (Role.RESIDENT,),
    "staff": (Role.COMMUNITY_STAFF,),
    "appraiser": (Role.CONFIRMER,),
    "second_appraiser": (Role.FUND_COMMITTEE_MEMBER,),
    "keeper": (Role.APPROVER,),
    "officer": (Role.FEDERATION_OFFICER,),
    "second_officer": (Role.FEDERATION_OFFICER,),
    "treasurer": (Role.FUND_TREASURER,),
    "auditor": (Role.AUDITOR,),
    "annas_husband": (Role.CONFIRMER,),
    "baker": (Role.MERCHANT_AGENT,),
    "bakers_staff": (Role.CONFIRMER, Role.COMMUNITY_STAFF, Role.APPROVER),
}
BODIES = {"charity": Sector.SOC, "bakery": Sector.MER, "village": Sector.VIL, "home": Sector.RES}
EMPLOYERS = {"officer": "charity", "second_officer": "charity", "baker": "bakery", "bakers_staff": "bakery"}
HOME = ("anna", "annas_husband")
NOBODY: Actor = Actor(community=COMMUNITY)


@dataclass
class Town:
    """One bench with parties by nickname, one fund, a monthly project, a camp, and a public fundraising."""

    bench: Bench
    ids: dict[str, str] = field(default_factory=lambda: {name: new_id("pty") for name in (*PEOPLE, *BODIES)})
    number: int = 0

    def open(self) -> None:
        """Make everybody known and open the fund with its projects."""
        self.bench.tell(*(self.registered(name) for name in self.ids))
        self.ask(requests.CreateFund(fund_code=FUND, name="长林盘社区慈善基金", host_id=self.ids["charity"]), "officer")
        for code, kind in ((MONTHLY, ProjectKind.MONTHLY_GIVING), (CAMP, ProjectKind.STUDY_CAMP)):
            self.ask(project(code, kind=kind), "officer")
        filed = {"plan_number": "PLAN-2023-7", "plan_filed_on": date(2023, 2, 1), "lane": Lane.PUBLIC_FUNDRAISING}
        self.ask(replace(project(PUBLIC), **filed), "officer")
        self.ask(replace(project(AGREED), lane=Lane.DIRECTED), "officer")

    def registered(self, name: str) -> PartyRegistered:
        """The announcement of one party."""
        employer = EMPLOYERS.get(name)
        return PartyRegistered(
            community=COMMUNITY,
            party_id=self.ids[name],
            sector=BODIES.get(name, Sector.RES),
            is_person=name in PEOPLE,
            household_id=self.ids["home"] if name in HOME else None,
            organisation_id=self.ids[employer] if employer else None,
            public_name=f"{name[0]}*",
            registered_on=date(2023, 3, 1),
        )

    def actor(self, name: str, *, community: str = COMMUNITY) -> Actor:
        """A person of the town."""
        if not name:
            return NOBODY
        employer = EMPLOYERS.get(name)
        return actor(
            self.ids[name],
            *PEOPLE[name],
            organisation_id=self.ids[employer] if employer else None,
            community=community,
        )

    def ask(self, request: Any, name: str, *, key: str | None = None, if_version: int | None = None) -> Any:
        """Ask as one of the town; an empty name is somebody without a key."""
        return self.bench.ask(request, as_=self.actor(name), key=key, if_version=if_version)

    def asking_gift(self, donor: str | None = "anna", amount: int = 50_00, **more: Any) -> requests.RecordGift:
        """What records a gift with a receipt to the unrestricted part."""
        asked = requests.RecordGift(
            gift_id=new_id("gft"),
            fund_code=FUND,
            amount=amount,
            lane=Lane.MUTUAL_HELP,
            choice=GiftChoice.RECEIPT,
            channel=PaymentChannel.ONLINE,
            donor_id=None if donor is None else self.ids[donor],
            visibility=Visibility.ANONYMOUS if donor is None else Visibility.PUBLIC,
        )
        return replace(asked, **more)

    def promise(self, donor: str = "anna", amount: int = 50_00, **more: Any) -> answers.Gift:
        """A recorded gift."""
        return self.ask(self.asking_gift(donor, amount, **more), donor)

    def paid(self, donor: str = "anna", amount: int = 50_00, **more: Any) -> answers.Gift:
        """A gift whose money has come."""
        gift = self.promise(donor, amount, **more)
        self.bank(self.line(gift.payment_reference, gift.amount))
        return self.ask(requests.GetGift(gift_id=gift.gift_id), donor)

    def line(self, reference: str, fen: int, **more: str) -> RawLine:
        """One line of the bank, with a channel number of its own."""
        self.number += 1
        raw = RawLine(
            channel_number=f"4200{self.number:06d}",
            paid_on="2023-03-18",
            amount=decimal_text(fen),
            reference=reference,
            payer="张三丰",
        )
        return replace(raw, **more)

    def statement(self, *lines: RawLine, **more: Any) -> requests.ImportStatement:
        """What imports these lines, with control totals that fit."""
        amounts = [line.amount for line in lines if line.amount.replace(".", "").isdigit()]
        asked = requests.ImportStatement(
            statement_id=new_id("stm"),
            fund_code=FUND,
            day=date(2023, 3, 18),
            declared_count=len(lines),
            declared_total=sum(round(float(amount) * 100) for amount in amounts),
            lines=lines,
        )
        return replace(asked, **more)

    def bank(self, *lines: RawLine) -> answers.Statement:
        """Import these lines."""
        return self.ask(self.statement(*lines), "officer")

    def open_line(self, fen: int = 30_00) -> str:
        """The id of a line that fits nothing."""
        [result] = self.bank(self.line("生日快乐", fen)).results
        assert result.line_id
        return result.line_id

    def asking_goods(self, donor: str = "bakery", quantity: int = 100, **more: Any) -> requests.OfferGoods:
        """What offers bread."""
        asked = requests.OfferGoods(
            goods_id=new_id("gds"),
            donor_id=self.ids[donor],
            fund_code=FUND,
            kind=GoodsKind.NEW,
            title="面包",
            measure=Measure.PIECES,
            quantity=quantity,
            wants_receipt=False,
        )
        return replace(asked, **more)

    def appraisal(self, goods_id: str, price: int, **more: Any) -> requests.AppraiseGoods:
        """What says that goods are worth their price."""
        asked = requests.AppraiseGoods(
            goods_id=goods_id, price=price, kept_percent=100, basis=AppraisalBasis.INVOICE, document="INV-1"
        )
        return replace(asked, **more)

    def stored(self, quantity: int = 100, price: int = 300_00) -> answers.Goods:
        """Bread on the shelf."""
        goods = self.ask(self.asking_goods(quantity=quantity), "baker")
        self.ask(self.appraisal(goods.goods_id, price), "appraiser")
        self.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper")
        self.ask(requests.ReceiveGoods(goods_id=goods.goods_id, quantity=quantity, grams=quantity * 80), "keeper")
        return self.ask(requests.StoreGoods(goods_id=goods.goods_id, place="A-1"), "keeper")

    def asking_packs(self, contents: Sequence[tuple[str, int]], packs: int, **more: Any) -> requests.PackGiftPacks:
        """What packs goods that `carrier` hands out."""
        asked = requests.PackGiftPacks(
            run_id=new_id("pkr"),
            fund_code=FUND,
            title="农产品体验包",
            packs=packs,
            contents=tuple(requests.BillLine(goods_id=goods_id, each=each) for goods_id, each in contents),
            carriers=(self.ids["carrier"],),
        )
        return replace(asked, **more)

    def totals(self) -> answers.PublicTotals:
        """What everybody may see."""
        return self.ask(requests.GetPublicTotals(fund_code=FUND), "")

    def balance(self) -> answers.FundBalance:
        """What the fund holds."""
        return self.ask(requests.GetFundBalance(fund_code=FUND), "auditor")

    def unmatched(self) -> dict[str, int]:
        """The facts of the operations report that do not match, by name, and anything wrong with the books."""
        report = self.ask(requests.GetOperationsReport(), "auditor")
        assert all(books.sum_of_balances == 0 == books.accounts_off for books in report.trial_balances)
        return {fact.name: fact.unmatched for fact in report.facts if fact.unmatched}


def project(code: str, *, kind: ProjectKind = ProjectKind.OTHER) -> requests.OpenProject:
    """What opens a project that runs the whole year."""
    return requests.OpenProject(
        project_code=code,
        fund_code=FUND,
        name=f"项目{code}",
        kind=kind,
        lane=Lane.MUTUAL_HELP,
        starts_on=date(2023, 3, 1),
        ends_on=date(2024, 3, 1),
    )
