"""What can be asked about gifts of money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chassis.actor import Actor
from chassis.clock import civil_day
from chassis.database import Work
from chassis.doors import Ask
from chassis.entrypoints import command, query, sweep
from contracts.donations import answers, requests
from contracts.donations.answers import Fund, Project
from contracts.donations.events import GiftExpired, GiftRecorded
from contracts.refused import Refused
from contracts.roles import Role
from services.donations.funds.rules import FundNotFound, ProjectNotFound
from services.donations.funds.store import find_funds, find_projects
from services.donations.gifts import rules, showing, store
from services.donations.gifts.refusals import GiftIdTaken, GiftNotFound
from services.donations.parties.rules import KnownParty, PartyNotFound
from services.donations.parties.store import find_parties, names_of

DONORS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT)
OFFICERS = (
    Role.COMMUNITY_STAFF,
    Role.FEDERATION_OFFICER,
    Role.FEDERATION_ACCOUNTANT,
    Role.FUND_TREASURER,
    Role.AUDITOR,
)


class Gifts:
    """Gifts of money, up to the moment in which the federation's statement shows them."""

    @command(requests.RecordGift, may=(*DONORS, Role.COMMUNITY_STAFF), together=True)
    def record_gift(self, asks: Sequence[Ask[requests.RecordGift]]) -> list[answers.Gift | Refused]:
        """Say that money is coming, for receipt or for points, and get the reference to pay with (rulebook §12).

        The same id with the same content answers the gift that is there. Refuses what gifts.rules.record refuses.
        """
        return record_all(asks)

    @command(requests.ChangeVisibility, may=(*DONORS, Role.COMMUNITY_STAFF))
    def change_visibility(self, work: Work, asked: requests.ChangeVisibility) -> answers.Gift:
        """Be shown under another name, or none, in old lists too (rulebook §12). Only the donor decides."""
        gift = store.lock_gift(work, asked.gift_id)
        rules.check_own(gift, speaks_for=work.actor.parties)
        work.expect_version(gift.version)
        return answer_of(work, store.save_gift(work, rules.rename(gift, asked)))

    @query(requests.GetGift, may=(*DONORS, *OFFICERS), together=True)
    def get_gift(self, asks: Sequence[Ask[requests.GetGift]]) -> list[answers.Gift | Refused]:
        """A gift, as far as the caller may see it. Refuses GiftNotFound."""
        work = asks[0].work
        found = store.find_gifts(work, [ask.asked.gift_id for ask in asks])
        names = names_of(work, [gift.donor_id for gift in found.values() if gift.donor_id])
        return [show(ask.work.actor, found.get(ask.asked.gift_id), names) for ask in asks]

    @query(requests.ListGifts, may=(*DONORS, *OFFICERS))
    def list_gifts(self, work: Work, asked: requests.ListGifts) -> answers.GiftPage:
        """Gifts, newest first: own ones for donors, all for who keeps the fund."""
        donor_ids = donors_asked(work.actor, asked.donor_id)
        found = store.page(
            work, donor_ids=donor_ids, fund_code=asked.fund_code, after=asked.after, limit=asked.limit + 1
        )
        page = found[: asked.limit]
        names = names_of(work, [gift.donor_id for gift in page if gift.donor_id])
        viewer = viewer_of(work.actor)
        items = tuple(showing.seen(gift, viewer=viewer, public_name=names.get(gift.donor_id or "")) for gift in page)
        return answers.GiftPage(items=items, next_key=page[-1].gift_id if len(found) > asked.limit else None)

    @sweep(seconds=5)
    def expire_gifts(self, work: Work) -> None:
        """Let online orders lapse that were not paid in time; money that still arrives is matched all the same (rulebook §12)."""
        for community, gift_id in store.expire_gifts(work):
            work.emit(GiftExpired(community=community, gift_id=gift_id))


def show(actor: Actor, gift: rules.Gift | None, names: Mapping[str, str]) -> answers.Gift | Refused:
    """The gift as far as the actor may see it."""
    mine = gift is not None and gift.donor_id is not None and gift.donor_id in actor.parties
    if gift is None or not (mine or actor.is_any(*OFFICERS)):
        return GiftNotFound()
    return showing.seen(gift, viewer=viewer_of(actor), public_name=names.get(gift.donor_id or ""))


def record_all(asks: Sequence[Ask[requests.RecordGift]]) -> list[answers.Gift | Refused]:
    """Record the gifts in their order, with the same few statements for any number of them."""
    work = asks[0].work
    known = Known(
        funds=find_funds(work, [ask.asked.fund_code for ask in asks]),
        projects=find_projects(work, [ask.asked.project_code for ask in asks if ask.asked.project_code]),
        parties=find_parties(work, [ask.asked.donor_id for ask in asks if ask.asked.donor_id]),
    )
    decided = [decide(ask, known) for ask in asks]
    wanted = [one for one in decided if isinstance(one, rules.Gift)]
    new = store.add_gifts(work, wanted)
    there = store.find_gifts(work, [gift.gift_id for gift in wanted if gift.gift_id not in new])
    said: list[answers.Gift | Refused] = []
    for ask, gift in zip(asks, decided, strict=True):
        if isinstance(gift, Refused):
            said.append(gift)
        elif gift.gift_id in new:
            # Whoever names the same id after this one finds it there.
            new.remove(gift.gift_id)
            there[gift.gift_id] = gift
            told = GiftRecorded(
                community=work.community, gift_id=gift.gift_id, fund_code=gift.fund_code, amount=gift.amount
            )
            ask.work.emit(told)
            said.append(known.answer_of(ask, gift))
        else:
            said.append(known.answer_again(ask, gift, there.get(gift.gift_id)))
    return said


def decide(ask: Ask[requests.RecordGift], known: Known) -> rules.Gift | Refused:
    """The gift as it is to be kept, or why not."""
    asked = ask.asked
    try:
        fund = known.fund(asked.fund_code)
        project = known.project(fund, asked.project_code) if asked.project_code else None
        gift = rules.record(asked, project=project, recorder=recorder_of(ask.work))
        if gift.donor_id is not None and gift.donor_id not in known.parties:
            raise PartyNotFound
    except Refused as refusal:
        return refusal
    return gift


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is there already and was named by those who record gifts: funds, projects and parties by their codes and ids."""

    funds: Mapping[str, Fund]
    projects: Mapping[str, Project]
    parties: Mapping[str, KnownParty]

    def fund(self, fund_code: str) -> Fund:
        """The fund. Raises FundNotFound."""
        if fund_code not in self.funds:
            raise FundNotFound
        return self.funds[fund_code]

    def project(self, fund: Fund, project_code: str) -> Project:
        """The project of this fund. Raises ProjectNotFound."""
        project = self.projects.get(project_code)
        if project is None or project.fund_code != fund.fund_code:
            raise ProjectNotFound
        return project

    def answer_of(self, ask: Ask[requests.RecordGift], gift: rules.Gift) -> answers.Gift:
        """The gift as the caller may see it."""
        donor = self.parties.get(gift.donor_id or "")
        return showing.seen(gift, viewer=viewer_of(ask.work.actor), public_name=donor.public_name if donor else None)

    def answer_again(
        self, ask: Ask[requests.RecordGift], gift: rules.Gift, there: rules.Gift | None
    ) -> answers.Gift | Refused:
        """The gift that is there under this id, if it says the same. None is there where only its payment reference is taken."""
        return self.answer_of(ask, there) if there is not None and rules.same(there, gift) else GiftIdTaken()


def recorder_of(work: Work) -> rules.Recorder:
    """Who records, and when."""
    return rules.Recorder(
        party_id=work.actor.party_id,
        speaks_for=work.actor.parties,
        staff=work.actor.is_any(Role.COMMUNITY_STAFF),
        at=work.now,
        on=civil_day(work.now),
    )


def viewer_of(actor: Actor) -> showing.Viewer:
    """With which eyes the actor looks at gifts."""
    return showing.Viewer(
        parties=actor.parties,
        staff=actor.is_any(Role.COMMUNITY_STAFF),
        federation=actor.is_any(Role.FEDERATION_OFFICER),
    )


def answer_of(work: Work, gift: rules.Gift) -> answers.Gift:
    """The gift as the caller may see it."""
    names = names_of(work, [gift.donor_id]) if gift.donor_id else {}
    return showing.seen(gift, viewer=viewer_of(work.actor), public_name=names.get(gift.donor_id or ""))


def donors_asked(actor: Actor, donor_id: str | None) -> list[str] | None:
    """Of which donors the actor may list what they give, when asking for one or for all (None); None in answer: of everybody."""
    if not actor.is_any(*OFFICERS):
        return [party for party in sorted(actor.parties) if donor_id in (None, party)]
    if donor_id is None:
        return None
    # Whose they are is told to staff and to the donor; asked by another officer, a donor has given nothing.
    return [donor_id] if actor.is_any(Role.COMMUNITY_STAFF) or donor_id in actor.parties else []
