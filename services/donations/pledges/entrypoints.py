"""What can be asked about merchants' pledges, and how late ones are chased."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.kinds import Lane, PledgeState, SettlementState
from contracts.donations.shopping_events import PledgeAgreed, PledgeDue, PledgeEnded
from contracts.roles import ANYONE, Role
from services.donations.funds.store import require_project
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import OFFICERS, recorder_of
from services.donations.gifts.rules import Arrived
from services.donations.gifts.shopping import of_pledge
from services.donations.parties.rules import PartyNotFound
from services.donations.parties.store import find_party, names_of, require_party
from services.donations.pledges import answering, ending, rules, settling, store
from services.donations.pledges.refusals import PledgeNotFound
from services.donations.standings import store as standings

MERCHANTS = (Role.MERCHANT_AGENT,)
COUNTERSIGNERS = (Role.FEDERATION_OFFICER, Role.FUND_TREASURER)
CHASE_SECONDS = 5


class Pledges:
    """What merchants give of their sales: agreed before, stated after, paid, published (rulebook §12, F3) [law]."""

    @command(requests.DraftPledge, may=MERCHANTS)
    def draft_pledge(self, work: Work, asked: requests.DraftPledge) -> answers.Pledge:
        """Prepare a pledge for a sale to come.

        Refuses NotInStanding, PledgeTermsUnfit, SaleHasBegun, LaneDiffers, ProjectNotRunning, PledgeIdTaken.
        """
        if asked.merchant_id not in work.actor.parties:
            raise PartyNotFound
        standings.check_may_begin(work, asked.merchant_id)
        drafted = rules.draft(
            asked,
            project=require_project(work, asked.fund_code, asked.project_code),
            merchant=require_party(work, asked.merchant_id),
            by=work.actor.party_id,
            on=civil_day(work.now),
        )
        if not store.add_pledge(work, drafted):
            drafted = store.require_pledge(work, asked.pledge_id)
            rules.same(drafted, asked)
        return answering.of_pledge(drafted)

    @command(requests.SignPledge, may=MERCHANTS)
    def sign_pledge(self, work: Work, asked: requests.SignPledge) -> answers.Pledge:
        """Sign for the merchant. Refuses PledgeNotFound, NotInStanding, PledgeWrongState, OtherTerms, SaleHasBegun."""
        pledge = _own(work, asked.pledge_id)
        standings.check_may_begin(work, pledge.merchant_id)
        signed = rules.sign(
            pledge,
            terms_sha256=asked.terms_sha256,
            by=work.actor.party_id,
            at=work.now,
            on=civil_day(work.now),
        )
        return answering.of_pledge(store.save_pledge(work, signed))

    @command(requests.DeclinePledge, may=MERCHANTS)
    def decline_pledge(self, work: Work, asked: requests.DeclinePledge) -> answers.Pledge:
        """Step back from a pledge before both sides agreed; nobody can sign it then. Refuses PledgeNotFound, PledgeWrongState."""
        pledge = _own(work, asked.pledge_id)
        declined = ending.decline(pledge)
        return answering.of_pledge(pledge if declined == pledge else store.save_pledge(work, declined))

    @command(requests.EndPledge, may=MERCHANTS)
    def end_pledge(self, work: Work, asked: requests.EndPledge) -> answers.Pledge:
        """End an agreed pledge today; what was sold until then stays due. Refuses PledgeNotFound, PledgeWrongState, SaleIsOver."""
        pledge = _own(work, asked.pledge_id)
        ended = ending.end(pledge, on=civil_day(work.now))
        if ended == pledge:
            return answering.of_pledge(pledge)
        months = store.settlements_of(work, [pledge.pledge_id])[pledge.pledge_id]
        for month in ending.spared(ended, months):
            store.save_settlement(work, month)
        saved = store.save_pledge(work, ended)
        work.emit(
            PledgeEnded(
                community=work.community,
                pledge_id=saved.pledge_id,
                merchant_id=saved.merchant_id,
                agreement_number=saved.agreement_number or "",
                ended_on=civil_day(work.now),
            )
        )
        settling.restate(work, [saved])
        return answering.of_pledge(store.require_pledge(work, saved.pledge_id))

    @command(requests.CountersignPledge, may=COUNTERSIGNERS)
    def countersign_pledge(self, work: Work, asked: requests.CountersignPledge) -> answers.Pledge:
        """Countersign for the federation; the second person's hand makes it active and gives it its number.

        Refuses PledgeNotFound, NotInStanding, PledgeWrongState, OtherTerms, SaleHasBegun, OwnPledge.
        """
        pledge = store.lock_pledge(work, asked.pledge_id)
        work.expect_version(pledge.version)
        standings.check_may_begin(work, pledge.merchant_id)
        signed = rules.countersign(
            pledge,
            terms_sha256=asked.terms_sha256,
            merchant=require_party(work, pledge.merchant_id),
            by=find_party(work, work.actor.party_id or ""),
            at=work.now,
            on=civil_day(work.now),
        )
        saved = store.save_pledge(work, signed)
        if saved.state is PledgeState.ACTIVE:
            store.add_settlements(work, rules.expected(saved))
            work.emit(
                PledgeAgreed(
                    community=work.community,
                    pledge_id=saved.pledge_id,
                    merchant_id=saved.merchant_id,
                    agreement_number=saved.agreement_number or "",
                    fund_code=saved.fund_code,
                    project_code=saved.project_code,
                    starts_on=saved.starts_on,
                    ends_on=saved.ends_on,
                )
            )
        return answering.of_pledge(saved)

    @command(requests.StateSales, may=MERCHANTS)
    def state_sales(self, work: Work, asked: requests.StateSales) -> answers.PledgeSettlement:
        """State a month's sales; the answer names what is due and the reference to pay it with.

        Refuses PledgeNotFound, PledgeMonthNotFound, PiecesUnfit, SalesAlreadyStated, MonthNotOver, EarlierMonthMissing.
        """
        pledge = _own(work, asked.pledge_id)
        months = store.settlements_of(work, [pledge.pledge_id])[pledge.pledge_id]
        stated = rules.state_sales(pledge, months, asked, gift_id=new_id("gft"), on=civil_day(work.now))
        if stated in months:
            return answering.of_settlement(stated)
        if stated.state is SettlementState.DUE:
            _expect_gift(work, pledge, stated)
            work.emit(
                PledgeDue(
                    community=work.community,
                    pledge_id=pledge.pledge_id,
                    merchant_id=pledge.merchant_id,
                    month=stated.month,
                    amount=stated.amount or 0,
                    due_on=stated.due_on,
                )
            )
        saved = store.save_settlement(work, stated)
        settling.restate(work, [pledge])
        return answering.of_settlement(saved)

    @command(requests.PublishPledgeSettlement, may=(*MERCHANTS, Role.FEDERATION_OFFICER))
    def publish_pledge_settlement(
        self, work: Work, asked: requests.PublishPledgeSettlement
    ) -> answers.PledgeSettlement:
        """Say where it was made known what was paid. Refuses PledgeNotFound, PledgeMonthNotFound, NotPaidYet."""
        pledge = store.lock_pledge(work, asked.pledge_id)
        _check_sees(work, pledge)
        month = rules.find(store.settlements_of(work, [pledge.pledge_id])[pledge.pledge_id], asked.month)
        work.expect_version(month.version)
        published = rules.publish(month, published_at=asked.published_at)
        return answering.of_settlement(store.save_settlement(work, published))

    @query(requests.GetPledge, may=(*MERCHANTS, *OFFICERS))
    def get_pledge(self, work: Work, asked: requests.GetPledge) -> answers.Pledge:
        """One pledge, for its merchant and for who keeps the fund."""
        pledge = store.require_pledge(work, asked.pledge_id)
        _check_sees(work, pledge)
        return answering.of_pledge(pledge)

    @query(requests.ListPledges, may=(*MERCHANTS, *OFFICERS))
    def list_pledges(self, work: Work, asked: requests.ListPledges) -> answers.PledgePage:
        """Pledges, newest first: own ones for merchants, all for who keeps the fund."""
        whose = None if work.actor.is_any(*OFFICERS) else work.actor.parties
        found = store.page(work, merchant_ids=whose, state=asked.state, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        more = shown[-1].pledge_id if len(found) > asked.limit else None
        return answers.PledgePage(items=tuple(answering.of_pledge(pledge) for pledge in shown), next_key=more)

    @query(requests.ListPledgeSettlements, may=(*MERCHANTS, *OFFICERS))
    def list_pledge_settlements(
        self, work: Work, asked: requests.ListPledgeSettlements
    ) -> answers.PledgeSettlementPage:
        """The months of one pledge, oldest first, for its merchant and for who keeps the fund."""
        pledge = store.require_pledge(work, asked.pledge_id)
        _check_sees(work, pledge)
        months = store.settlements_of(work, [pledge.pledge_id])[pledge.pledge_id]
        found = [month for month in months if month.month > (asked.after or "")]
        shown = found[: asked.limit]
        more = shown[-1].month if len(found) > asked.limit else None
        return answers.PledgeSettlementPage(
            items=tuple(answering.of_settlement(month) for month in shown), next_key=more
        )

    @query(requests.GetPledgeBanner, may=ANYONE)
    def get_pledge_banner(self, work: Work, asked: requests.GetPledgeBanner) -> answers.PledgeBanner:
        """What the number on a banner stands for, and whether the banner may hang."""
        return _banners(work, [store.require_agreement(work, asked.agreement_number)])[0]

    @query(requests.ListPledgeBanners, may=ANYONE)
    def list_pledge_banners(self, work: Work, asked: requests.ListPledgeBanners) -> answers.PledgeBannerPage:
        """Every pledge that was agreed, with what was paid and published of it."""
        found = store.agreed_page(work, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        more = shown[-1].agreement_number if len(found) > asked.limit else None
        return answers.PledgeBannerPage(items=tuple(_banners(work, shown)), next_key=more)

    @sweep(seconds=CHASE_SECONDS)
    def chase_pledges(self, work: Work) -> None:
        """Take banners down after 15 days, suspend pledges after 30 (rulebook §12)."""
        for community, pledge_ids in store.lock_overdue(work, on=civil_day(work.now)).items():
            there = work.on_behalf(system(community), work.cause)
            settling.restate(there, store.find_pledges(there, pledge_ids))


def _own(work: Work, pledge_id: str) -> rules.Pledge:
    pledge = store.lock_pledge(work, pledge_id)
    if pledge.merchant_id not in work.actor.parties:
        raise PledgeNotFound
    work.expect_version(pledge.version)
    return pledge


def _expect_gift(work: Work, pledge: rules.Pledge, month: rules.Settlement) -> None:
    money = Arrived(
        fund_code=pledge.fund_code, project_code=pledge.project_code, amount=month.amount or 0, lane=Lane.DIRECTED
    )
    gift = of_pledge(
        money,
        gift_id=month.gift_id or "",
        donor_id=pledge.merchant_id,
        recorder=recorder_of(work),
        activity_id=pledge.activity_id,
    )
    gifts.add_gifts(work, [gift])


def _check_sees(work: Work, pledge: rules.Pledge) -> None:
    if pledge.merchant_id not in work.actor.parties and not work.actor.is_any(*OFFICERS):
        raise PledgeNotFound


def _banners(work: Work, pledges: Sequence[rules.Pledge]) -> list[answers.PledgeBanner]:
    names = names_of(work, [pledge.merchant_id for pledge in pledges])
    months = store.settlements_of(work, [pledge.pledge_id for pledge in pledges])
    barred = standings.barred_among(work, {pledge.merchant_id for pledge in pledges})
    on = civil_day(work.now)
    return [
        answering.of_banner(
            pledge,
            months[pledge.pledge_id],
            merchant_name=names.get(pledge.merchant_id),
            shown=rules.shows(pledge, on=on) and pledge.merchant_id not in barred,
            on=on,
        )
        for pledge in pledges
    ]
