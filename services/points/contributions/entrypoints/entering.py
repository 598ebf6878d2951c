"""What can be asked about putting contributions forward: time, goods, things on loan, money that the office enters."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command
from contracts.points import answers, requests
from contracts.points.kinds import Channel, ContributionType, Evidence
from contracts.refused import Refused
from contracts.roles import Role
from services.points.contributions import drafting, entering, store
from services.points.contributions.answering import answer_of
from services.points.contributions.concerned import concerned
from services.points.contributions.entering import documents_of
from services.points.contributions.rules.claims import Claim, Goods, Wanted
from services.points.contributions.rules.entering import claim_of
from services.points.contributions.rules.steps import second_entry
from services.points.contributions.submitting import submit
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store

OFFICE = (Role.COMMUNITY_STAFF,)
SUBMITTERS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.ACTIVITY_ORGANISER, *OFFICE)
SECONDS = (Role.ACTIVITY_ORGANISER, Role.COUNCIL_MEMBER, *OFFICE)


class Entering:
    """Contributions, put forward (rulebook §2, §3)."""

    @command(requests.SubmitContribution, may=SUBMITTERS)
    def submit_contribution(self, work: Work, asked: requests.SubmitContribution) -> answers.Contribution:
        """Put forward one's own time or, as an organiser, somebody's; the same content again answers what is there.

        Refuses PartyNotFound, ContributionIdTaken, TimeOverlaps, TooLong, TooShort, TooLate, NotYetPerformed, HoursArePersonal,
        QualificationMissing, QualificationNotVerified, NotListed, NotOfThisOrganisation, StaffEarnNothing, ChannelNotYours,
        EntryReasonMissing, ReferenceTaken, NotReplaceable, DocumentMissing, ActivityUnknown, RoleNotHeld, SheetNotPrinted,
        ActorUnknown.
        """
        wanted = Wanted(
            contribution_id=asked.contribution_id,
            party_id=asked.party_id,
            contribution_type=ContributionType(asked.contribution_type.value),
            activity=asked.activity,
            started_at=asked.started_at,
            minutes=asked.minutes,
            evidence=asked.evidence,
            qualification=asked.qualification,
            activity_id=asked.activity_id,
            level=asked.level,
            on_behalf_of=asked.on_behalf_of,
            off_duty=asked.off_duty,
            entry_reason=asked.entry_reason,
            reference=asked.reference,
            documents=documents_of(asked.documents),
            replaces=asked.replaces,
        )
        return _submitted(work, wanted, channel=asked.channel, draft=asked.draft)

    @command(requests.SubmitGoods, may=SUBMITTERS)
    def submit_goods(self, work: Work, asked: requests.SubmitGoods) -> answers.Contribution:
        """Put goods or a merchant's service forward.

        Refuses PartyNotFound, ContributionIdTaken, NotYetPerformed, TooLate, ReceiptMeansG1, AtCostOnly, BetterSourceExists,
        DocumentMissing, NothingCounts, ChannelNotYours, EntryReasonMissing, ReferenceTaken, NotReplaceable, ActivityUnknown,
        RoleNotHeld, SheetNotPrinted,
        ActorUnknown.
        """
        goods = Goods(
            item=asked.item,
            quantity=asked.quantity,
            unit_fen=asked.unit_price,
            source=asked.source,
            condition=asked.condition,
            best_before=asked.best_before,
            own=asked.own_goods,
        )
        wanted = Wanted(
            contribution_id=asked.contribution_id,
            party_id=asked.party_id,
            contribution_type=ContributionType(asked.contribution_type.value),
            activity=asked.activity,
            started_at=asked.given_at,
            evidence=asked.evidence,
            activity_id=asked.activity_id,
            level=asked.level,
            entry_reason=asked.entry_reason,
            reference=asked.reference,
            goods=goods,
            documents=documents_of(asked.documents),
            replaces=asked.replaces,
        )
        return _submitted(work, wanted, channel=asked.channel, draft=asked.draft)

    @command(requests.SubmitLoan, may=SUBMITTERS)
    def submit_loan(self, work: Work, asked: requests.SubmitLoan) -> answers.Contribution:
        """Put a venue, a vehicle or equipment on loan forward.

        Refuses PartyNotFound, ContributionIdTaken, TimeOverlaps, NotYetPerformed, TooLate, LoanUnknown, NothingCounts, ChannelNotYours,
        EntryReasonMissing, ReferenceTaken, NotReplaceable, DocumentMissing, ActivityUnknown, RoleNotHeld, SheetNotPrinted,
        ActorUnknown.
        """
        wanted = Wanted(
            contribution_id=asked.contribution_id,
            party_id=asked.party_id,
            contribution_type=ContributionType.V1,
            activity=asked.activity,
            started_at=asked.started_at,
            minutes=asked.minutes,
            evidence=asked.evidence,
            activity_id=asked.activity_id,
            level=asked.level,
            entry_reason=asked.entry_reason,
            reference=asked.reference,
            loan=asked.item,
            documents=documents_of(asked.documents),
            replaces=asked.replaces,
        )
        return _submitted(work, wanted, channel=asked.channel, draft=asked.draft)

    @command(requests.SubmitMoney, may=OFFICE)
    def submit_money(self, work: Work, asked: requests.SubmitMoney) -> answers.Contribution:
        """Enter a gift of money by its bank line, as the office; a second person stands up for it before it can be confirmed.

        Refuses PartyNotFound, ContributionIdTaken, NotYetPerformed, TooLate, MoneyComesWithItsPayment, ReceiptMeansG1, DocumentMissing,
        ReferenceTaken, NotReplaceable, ActorUnknown.
        """
        wanted = Wanted(
            contribution_id=asked.contribution_id,
            party_id=asked.party_id,
            contribution_type=ContributionType(asked.contribution_type.value),
            activity=asked.activity,
            started_at=asked.given_at,
            evidence=Evidence.E3,
            entry_reason=asked.entry_reason,
            reference=asked.reference,
            fen=asked.amount,
            documents=documents_of(asked.documents),
            replaces=asked.replaces,
        )
        return _submitted(work, wanted, channel=Channel.BACK_OFFICE)

    @command(requests.SecondEntry, may=SECONDS)
    def second_entry(self, work: Work, asked: requests.SecondEntry) -> answers.Contribution:
        """Stand up for what somebody else entered by hand or late.

        Refuses ContributionNotFound, SecondPersonNotNeeded, OwnContribution, TooClose, ActorUnknown.
        """
        claim = _locked(work, asked.contribution_id)
        by = party_store.hand_of(work)
        near = concerned(work, [claim], [by.party_id]).near(claim)
        return answer_of(store.save_claim(work, second_entry(claim, by=by, near=near)))

    @command(requests.AppraiseContributedGoods, may=(Role.ACTIVITY_ORGANISER, Role.CONFIRMER, *OFFICE))
    def appraise_contributed_goods(self, work: Work, asked: requests.AppraiseContributedGoods) -> answers.Contribution:
        """Say what a piece is worth, before it is confirmed; of several prices the lowest counts.

        Refuses ContributionNotFound, NotWaitingForConfirmation, OwnGoods, BetterSourceExists, DocumentMissing, AtCostOnly,
        NothingCounts, ActorUnknown.
        """
        claim = _locked(work, asked.contribution_id)
        return answer_of(entering.appraise(work, claim, asked, by=party_store.hand_of(work)))


def _submitted(work: Work, wanted: Wanted, *, channel: Channel | None, draft: bool = False) -> answers.Contribution:
    by = party_store.hand_of(work)
    way = entering.channel_for(work.actor, wanted, channel=channel)
    if draft:
        now = card_store.rulebook_now(work)
        return drafting.save(work, wanted, claim_of(wanted, by=by, channel=way, rulebook=now))
    [claim] = submit(work, [wanted], by=by, channel=way)
    if isinstance(claim, Refused):
        raise claim
    return answer_of(claim)


def _locked(work: Work, contribution_id: str) -> Claim:
    claim = store.require_claim(work, contribution_id, lock=True)
    work.expect_version(claim.version)
    return claim
