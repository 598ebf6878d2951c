"""The six parties of rulebook §10 in a town: their gifts credited, the people reached counted, the needs published."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import ContributionType, NeedGroup, PartyKind, ReversalReason
from contracts.points.requests import NeedShare, NewParty
from contracts.sectors import Sector
from services.points.grants import store as grants
from services.points.grants.rules import Earning
from services.points.reversals import store as reversals
from services.points.reversals.rules import Reversal
from tests.database.points.town import Town
from tests.support.bench import COMMUNITY
from tests.unit.points import six_parties

FEN_OF_CV = 1_000
FIRST_MONTH = date(2022, 4, 15)


@dataclass
class Six:
    """The example, and what tests add to it. Parties and activities by their names in the rulebook."""

    town: Town
    acts: dict[str, str] = field(default_factory=dict)

    def settle(self) -> None:
        """Everything of the example, some weeks ago."""
        self.publish_needs()
        for name, sector in six_parties.SECTORS.items():
            self.register(name, sector)
        for name in six_parties.GIVEN:
            self.announce(name)
            self.count(name, six_parties.SERVED[name])
        earnings = []
        for party, months in six_parties.MONTHS.items():
            mine = [name for name, given in six_parties.GIVEN.items() if party in given]
            for turn, name in enumerate(mine):
                cv = six_parties.GIVEN[name][party]
                # Of the first activity one CV in each month but the last, in which all else was given.
                early = months - 1 if turn == 0 else 0
                earnings += [self.earning(party, name, 1, month=month) for month in range(early)]
                earnings.append(self.earning(party, name, cv - early, month=months - 1))
        self.credit(*earnings)

    def register(self, name: str, sector: Sector) -> None:
        """An organisation, or for residents a person."""
        self.town.ids[name] = new_id("pty")
        kind = PartyKind.PERSON if sector is Sector.RES else PartyKind.ORGANISATION
        party = NewParty(party_id=self.town.ids[name], kind=kind, sector=sector, name=f"第{name}方")
        self.town.ask(requests.RegisterParties(parties=(party,)), "staff")

    def publish_needs(self) -> None:
        """The shares and sizes of the example."""
        shares = tuple(
            NeedShare(
                group=group,
                percent=round(six_parties.NEEDS[group.value].share * 100),
                size=six_parties.NEEDS[group.value].size,
            )
            for group in NeedGroup
        )
        profile_id = new_id("ned")
        self.town.ask(requests.ProposeNeedProfile(profile_id=profile_id, source="例", shares=shares), "staff")
        self.town.ask(requests.ApproveNeedProfile(profile_id=profile_id), "council")

    def announce(self, name: str) -> None:
        """An activity that was held."""
        self.acts[name] = new_id("act")
        now = self.town.now
        self.town.bench.rows(
            """INSERT INTO activities (community, activity_id, name, place, about, needs, planned_start, planned_end,
                                       sign_up_closes_at, state, drafted_by, drafted_at, published_by, published_at, version)
               VALUES (:community, :id, :name, '广场', '一起做事', ARRAY['elders'], :start, :end, :start, 'published',
                       'pty_one', :start, 'pty_two', :start, 1)""",
            community=COMMUNITY,
            id=self.acts[name],
            name=f"活动{name}",
            start=now - timedelta(days=9),
            end=now - timedelta(days=8),
        )

    def count(self, name: str, people: tuple[int, ...], *, number: int = 1) -> None:
        """How many people it reached: counted by one, confirmed by another; a higher number corrects."""
        report_id = new_id("rpt")
        self.town.bench.rows(
            """INSERT INTO beneficiary_reports (community, report_id, activity_id, number, reason, entered_by, entered_at,
                                                confirmed_by, confirmed_at, version)
               VALUES (:community, :report, :activity, :number, :reason, 'pty_one', :at, 'pty_two', :at, 1)""",
            community=COMMUNITY,
            report=report_id,
            activity=self.acts[name],
            number=number,
            reason="数错了" if number > 1 else None,
            at=self.town.now,
        )
        for group, count in zip(NeedGroup, people, strict=True):
            self.town.bench.rows(
                "INSERT INTO beneficiaries (community, report_id, need_group, people) VALUES (:community, :report, :group, :people)",
                community=COMMUNITY,
                report=report_id,
                group=group.value,
                people=count,
            )

    def earning(
        self,
        party: str,
        act: str | None,
        cv: float,
        *,
        month: int = 0,
        level: int | None = None,
        on: date | None = None,
    ) -> Earning:
        """A gift of so much CV in the month of that number after FIRST_MONTH, or on a day."""
        year, number = divmod(FIRST_MONTH.month - 1 + month, 12)
        performed = on or FIRST_MONTH.replace(year=FIRST_MONTH.year + year, month=number + 1)
        known = six_parties.LEVELS.get(act or "", {}).get(party, 2)
        return Earning(
            source_id=new_id("gft"),
            party_id=self.town.ids[party],
            contribution_type=ContributionType.F1,
            performed_on=performed,
            fen=round(cv * FEN_OF_CV),
            activity_id=self.acts[act] if act else None,
            level=level or known,
        )

    def credit(self, *earnings: Earning) -> list[str]:
        """Credit them; the ids of their grants."""
        with self.town.bench.transactions.begin(system(COMMUNITY)) as work:
            return [grant.grant_id for grant in grants.credit(work, earnings)]

    def take_back(self, source_id: str, fen: int | None, *, sequence: int = 1) -> None:
        """A part of a gift, or all that is left of it."""
        wanted = Reversal(
            source_id=source_id, reason=ReversalReason.ERROR, because="test", amount=fen, sequence=sequence
        )
        with self.town.bench.transactions.begin(system(COMMUNITY)) as work:
            reversals.reverse(work, [wanted])

    def index(self, party: str, name: str = "staff", **more: object) -> answers.PartyIndex:
        """A party's indices, as staff sees them."""
        return self.town.ask(requests.GetPartyIndex(party_id=self.town.ids[party], **more), name)

    def night(self, day: date | None = None) -> None:
        """The night after the day (yesterday)."""
        self.town.bench.service.recompute_indices((day or (self.today - timedelta(days=1))).isoformat())

    @property
    def today(self) -> date:
        """The bench's civil day."""
        return (self.town.now + timedelta(hours=8)).date()

    @property
    def now(self) -> datetime:
        """The bench's instant."""
        return self.town.now
