"""What can be asked about refunds of gifts of money."""

from __future__ import annotations

from dataclasses import asdict

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.donations import answers, requests
from contracts.donations.kinds import RefundState
from contracts.roles import Role
from services.donations.gifts import store as gifts
from services.donations.parties.store import selves
from services.donations.pledges.settling import take_back
from services.donations.refunds import rules, store
from services.donations.refunds.rules import Refund

PROPOSERS = (Role.COMMUNITY_STAFF, Role.FEDERATION_OFFICER)
DECIDERS = (Role.FUND_TREASURER,)


class Refunds:
    """Gifts that go back, by two persons (rulebook §12)."""

    @command(requests.ProposeRefund, may=PROPOSERS)
    def propose_refund(self, work: Work, asked: requests.ProposeRefund) -> answers.Refund:
        """Propose that a gift goes back. Refuses GiftNotFound, NothingToRefund, ReceiptStands, RefundIdTaken."""
        gift = gifts.lock_gift(work, asked.gift_id)
        wanted = Refund(
            refund_id=asked.refund_id,
            gift_id=gift.gift_id,
            kind=asked.kind,
            reason=asked.reason,
            document=asked.document,
            state=RefundState.PROPOSED,
            proposed_by=work.actor.party_id,
        )
        known = store.find_refund(work, asked.refund_id)
        if known is not None:
            return _answer(rules.same(known, wanted))
        proposed = rules.propose(wanted, gift)
        if not store.add_refund(work, proposed):
            return _answer(rules.same(None, proposed))
        return _answer(proposed)

    @command(requests.DecideRefund, may=DECIDERS)
    def decide_refund(self, work: Work, asked: requests.DecideRefund) -> answers.Refund:
        """Let it go back, or not. Refuses RefundNotFound, RefundDecided, OwnRefund, NothingToRefund, ReceiptStands, MoneyIsSpent."""
        refund = store.lock_refund(work, asked.refund_id)
        work.expect_version(refund.version)
        gift = gifts.lock_gift(work, refund.gift_id)
        actor = work.actor
        decided = rules.decide(
            refund,
            gift,
            by=actor.party_id,
            selves=selves(work, actor.party_id or ""),
            speaks_for=actor.parties,
            accept=asked.accept,
            answer=asked.answer_text,
        )
        if decided.state is RefundState.DONE:
            store.pay_back(work, decided, gift)
            gifts.save_gift(work, rules.refunded(gift))
            take_back(work, gift.gift_id)
            work.emit(rules.told(decided, gift, community=work.community))
        return _answer(store.save_refund(work, decided))

    @query(requests.ListRefunds, may=(*PROPOSERS, *DECIDERS, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR))
    def list_refunds(self, work: Work, asked: requests.ListRefunds) -> answers.RefundPage:
        """Refunds, newest first, for those who propose, decide and read the books."""
        found = store.page(work, state=asked.state, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        more = shown[-1].refund_id if len(found) > asked.limit else None
        return answers.RefundPage(items=tuple(_answer(refund) for refund in shown), next_key=more)


def _answer(refund: Refund) -> answers.Refund:
    return answers.Refund(**asdict(refund))
