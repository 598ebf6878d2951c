"""What can be asked about goods that go back or are written off."""

from __future__ import annotations

from dataclasses import asdict

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.donations import answers, requests
from contracts.donations.removal_kinds import RemovalKind, RemovalState
from contracts.roles import Role
from services.donations.goods import store as goods_store
from services.donations.goods.entrypoints import KEEPERS
from services.donations.goods.rules import Goods
from services.donations.parties.store import require_asking, require_parties
from services.donations.removals import rules, store
from services.donations.removals.rules import Removal

DECIDERS = (Role.FUND_TREASURER, Role.FUND_COMMITTEE_MEMBER)


class GoodsRemovals:
    """Nothing leaves the store without a recipient but by two persons (rulebook §12)."""

    @command(requests.ProposeGoodsRemoval, may=KEEPERS)
    def propose_goods_removal(self, work: Work, asked: requests.ProposeGoodsRemoval) -> answers.GoodsRemoval:
        """Propose that goods go back or are written off; they are set aside until somebody has decided.

        Refuses GoodsNotFound, WrongState, NotEnoughLeft, CauseUnfit, ReceiptNoteUnfit, RemovalIdTaken.
        """
        goods = goods_store.lock_goods(work, asked.goods_id)
        wanted = Removal(
            removal_id=asked.removal_id,
            goods_id=goods.goods_id,
            kind=asked.kind,
            cause=asked.cause,
            quantity=asked.quantity,
            reason=asked.reason,
            document=asked.document,
            receipt_note=asked.receipt_note,
            state=RemovalState.PROPOSED,
            proposed_by=require_asking(work).party_id,
            proposed_on=civil_day(work.now),
        )
        known = store.find_removal(work, asked.removal_id)
        if known is not None:
            return _answer(rules.same(known, wanted))
        apart = rules.propose(wanted, goods)
        store.add_removal(work, wanted)
        goods_store.save_goods(work, apart)
        return _answer(wanted)

    @command(requests.ApproveGoodsRemoval, may=DECIDERS)
    def approve_goods_removal(self, work: Work, asked: requests.ApproveGoodsRemoval) -> answers.GoodsRemoval:
        """Let them go; what a return had earned is taken back. Refuses RemovalNotFound, RemovalDecided, OwnRemoval."""
        removal, goods, by = _lock(work, asked.removal_id)
        done, left = rules.approve(removal, goods, by=by, on=civil_day(work.now))
        if done.kind is RemovalKind.RETURN:
            work.emit(rules.told(done, goods, community=work.community, on=civil_day(work.now)))
        return _save(work, done, left)

    @command(requests.RejectGoodsRemoval, may=DECIDERS)
    def reject_goods_removal(self, work: Work, asked: requests.RejectGoodsRemoval) -> answers.GoodsRemoval:
        """Keep them. Refuses RemovalNotFound, RemovalDecided, OwnRemoval."""
        removal, goods, by = _lock(work, asked.removal_id)
        return _save(work, *rules.reject(removal, goods, by=by, on=civil_day(work.now), answer=asked.answer_text))

    @query(requests.ListGoodsRemovals, may=(*KEEPERS, *DECIDERS, Role.FEDERATION_ACCOUNTANT, Role.AUDITOR))
    def list_goods_removals(self, work: Work, asked: requests.ListGoodsRemovals) -> answers.GoodsRemovalPage:
        """Removals, newest first, for those who propose, decide and read the books."""
        found = store.page(work, goods_id=asked.goods_id, state=asked.state, after=asked.after, limit=asked.limit + 1)
        shown = found[: asked.limit]
        more = shown[-1].removal_id if len(found) > asked.limit else None
        return answers.GoodsRemovalPage(items=tuple(_answer(removal) for removal in shown), next_key=more)


def _lock(work: Work, removal_id: str) -> tuple[Removal, Goods, str]:
    """Goods first, as where it was proposed; and who decides, who is close to nobody whom it concerns."""
    goods = goods_store.lock_goods(work, store.goods_of(work, removal_id))
    removal = store.lock_removal(work, removal_id)
    work.expect_version(removal.version)
    by = require_asking(work)
    concerned = require_parties(work, [removal.proposed_by, goods.donor_id]).values()
    rules.check_decider(removal, by=by, speaks_for=work.actor.parties, concerned=concerned)
    return removal, goods, by.party_id


def _save(work: Work, decided: Removal, goods: Goods) -> answers.GoodsRemoval:
    goods_store.save_goods(work, goods)
    return _answer(store.save_removal(work, decided))


def _answer(removal: Removal) -> answers.GoodsRemoval:
    return answers.GoodsRemoval(**asdict(removal))
