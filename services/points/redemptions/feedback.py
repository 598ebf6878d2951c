"""Step 8: how it was, and complaints, which somebody who is not involved decides (rulebook §8)."""

from __future__ import annotations

import ledger
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import DisputeDecided, PointsRefunded, RedemptionDisputed, RedemptionRated
from contracts.roles import EVERYBODY, HOLDERS, Role
from ledger import NewAccount, Reversal
from services.points.accounts.rules import SP, owed_by_provider
from services.points.parties import store as party_store
from services.points.parties.rules import Hand
from services.points.rate_cards import store as card_store
from services.points.redemptions import complaints, feedback_store, moving, refusals, store
from services.points.redemptions.complaints import Dispute, Rating
from services.points.redemptions.rules import Redemption

DECIDERS = (Role.COUNCIL_MEMBER,)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR, *DECIDERS)
REFUND = "redemption-refund"
REFUNDED_FOR = "DISPUTE_LOST"


class Feedback:
    """What people say of what they were given, within seven days."""

    @command(requests.RateRedemption, may=HOLDERS)
    def rate_redemption(self, work: Work, asked: requests.RateRedemption) -> answers.Rating:
        """One to five stars, once; the same again is answered alike.

        Refuses RedemptionNotFound, NotFulfilled, FeedbackOver, AlreadyRated, ActorUnknown.
        """
        redemption = moving.own(work, asked.redemption_id)
        wanted = Rating(
            redemption_id=redemption.redemption_id,
            stars=asked.stars,
            comment=asked.comment,
            rated_by=redemption.party_id,
            rated_at=work.now,
        )
        known = feedback_store.find_rating(work, redemption.redemption_id)
        if complaints.rate(redemption, known, wanted, cards=card_store.published(work)):
            feedback_store.add_rating(work, wanted)
            work.emit(
                RedemptionRated(
                    community=work.community,
                    redemption_id=redemption.redemption_id,
                    item_id=redemption.item_id,
                    provider_id=redemption.provider_id,
                    stars=wanted.stars,
                )
            )
        return answers.Rating(redemption_id=wanted.redemption_id, stars=wanted.stars, comment=wanted.comment)

    @command(requests.DisputeRedemption, may=HOLDERS)
    def dispute_redemption(self, work: Work, asked: requests.DisputeRedemption) -> answers.Dispute:
        """Complain, once; the same again is answered alike, and until it is decided nobody is settled with for it.

        Refuses RedemptionNotFound, NotFulfilled, FeedbackOver, AlreadyDisputed, ActorUnknown.
        """
        redemption = moving.own(work, asked.redemption_id)
        known = feedback_store.find_dispute(work, redemption.redemption_id)
        if known is not None:
            return _shown(complaints.repeated(known, reason=asked.reason))
        store.save_redemption(work, complaints.in_dispute(redemption, at=work.now, cards=card_store.published(work)))
        dispute = Dispute(
            redemption_id=redemption.redemption_id,
            provider_id=redemption.provider_id,
            party_id=redemption.party_id,
            reason=asked.reason,
            opened_at=work.now,
        )
        feedback_store.add_dispute(work, dispute)
        work.emit(
            RedemptionDisputed(
                community=work.community,
                redemption_id=redemption.redemption_id,
                item_id=redemption.item_id,
                provider_id=redemption.provider_id,
            )
        )
        return _shown(dispute)

    @command(requests.DecideDispute, may=DECIDERS)
    def decide_dispute(self, work: Work, asked: requests.DecideDispute) -> answers.Dispute:
        """Upheld, the points go back to the lots they were taken from; the same decision again is answered alike.

        Refuses DisputeNotFound, OwnDispute, RefundUnfit, DisputeDecidedBefore, ActorUnknown.
        """
        by = party_store.hand_of(work)
        redemption = store.lock_redemptions(work, [asked.redemption_id]).get(asked.redemption_id)
        dispute = feedback_store.find_dispute(work, asked.redemption_id)
        if redemption is None or dispute is None:
            raise refusals.DisputeNotFound
        work.expect_version(dispute.version)
        _check_not_involved(work, redemption, by)
        refund = complaints.refund_of(redemption, upheld=asked.upheld, refund=asked.refund)
        wanted = complaints.decide(dispute, refund=refund, decision=asked.decision, by=by)
        if wanted is None:
            return _shown(dispute)
        decided = feedback_store.save_dispute(work, wanted)
        store.save_redemption(work, complaints.after(redemption, refund=refund, at=work.now))
        if refund:
            _refund(work, redemption, refund)
        work.emit(
            DisputeDecided(
                community=work.community,
                redemption_id=redemption.redemption_id,
                item_id=redemption.item_id,
                provider_id=redemption.provider_id,
                upheld=asked.upheld,
            )
        )
        return _shown(decided)

    @query(requests.GetDispute, may=EVERYBODY)
    def get_dispute(self, work: Work, asked: requests.GetDispute) -> answers.Dispute:
        """One complaint, for the person, the provider, staff and those who decide. Refuses DisputeNotFound."""
        dispute = feedback_store.find_dispute(work, asked.redemption_id)
        seen = work.actor.is_any(*SEES_ALL)
        if dispute is None or not (seen or party_store.is_own(work, dispute.party_id, dispute.provider_id)):
            raise refusals.DisputeNotFound
        return _shown(dispute)

    @query(requests.ListDisputes, may=SEES_ALL)
    def list_disputes(self, work: Work, asked: requests.ListDisputes) -> answers.DisputePage:
        """Complaints, perhaps only those in one state."""
        found, next_key = feedback_store.page(work, state=asked.state, after=asked.after, limit=asked.limit)
        return answers.DisputePage(items=tuple(_shown(one) for one in found), next_key=next_key)


def _check_not_involved(work: Work, redemption: Redemption, by: Hand) -> None:
    persons = party_store.find_parties(work, [redemption.party_id, redemption.ended_by])
    complaints.check_not_involved(redemption, by=by, persons=persons.values())


def _refund(work: Work, redemption: Redemption, amount: int) -> None:
    # What the provider was settled with already is owed by it until that is undone (ADR 0142).
    owed = owed_by_provider(redemption.provider_id)
    ledger.open_account(work, NewAccount(code=owed, unit=SP, floor=None))
    back = Reversal(
        transfer_id=redemption.redemption_id,
        amount=amount,
        reason=REFUNDED_FOR,
        owed_by=owed,
        kind=REFUND,
        reference=redemption.redemption_id,
        grace_days=card_store.rulebook_now(work).grace_days,
    )
    ledger.reverse(work, back)
    work.emit(
        PointsRefunded(
            community=work.community,
            redemption_id=redemption.redemption_id,
            party_id=redemption.party_id,
            provider_id=redemption.provider_id,
            sp=amount,
        )
    )


def _shown(dispute: Dispute) -> answers.Dispute:
    return answers.Dispute(
        redemption_id=dispute.redemption_id,
        provider_id=dispute.provider_id,
        state=dispute.state,
        reason=dispute.reason,
        opened_at=dispute.opened_at,
        refund=dispute.refund,
        decision=dispute.decision,
        decided_at=dispute.decided_at,
        version=dispute.version,
    )
