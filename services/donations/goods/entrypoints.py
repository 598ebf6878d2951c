"""What can be asked about goods, and what becomes of a village's donated lot, and of one that is held or recalled."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, reaction
from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.events import InKindAccepted
from contracts.refused import NotYet
from contracts.roles import Role
from contracts.rural_link.events import LotDonated, LotHeld, LotRecalled, LotReleased
from services.donations.funds.store import find_fund, require_fund, require_project
from services.donations.gifts.entrypoints import DONORS
from services.donations.goods import refusals, rules, store
from services.donations.goods.answering import of_goods
from services.donations.parties.rules import KnownParty
from services.donations.parties.store import find_party, require_asking, require_party

APPRAISERS = (Role.COMMUNITY_STAFF, Role.CONFIRMER, Role.FUND_COMMITTEE_MEMBER)
KEEPERS = (Role.COMMUNITY_STAFF, Role.APPROVER)
READERS = (*APPRAISERS, *KEEPERS, Role.FUND_TREASURER, Role.AUDITOR)


class GoodsInKind:
    """Goods and services given, from the offer to the shelf."""

    @command(requests.OfferGoods, may=(*DONORS, Role.COMMUNITY_STAFF))
    def offer_goods(self, work: Work, asked: requests.OfferGoods) -> answers.Goods:
        """Offer goods or a service; others say what they are worth and whether they are taken (rulebook §12)."""
        staff = work.actor.is_any(Role.COMMUNITY_STAFF)
        rules.check_donor(asked.donor_id, speaks_for=work.actor.parties, staff=staff)
        require_party(work, asked.donor_id)
        fund = require_fund(work, asked.fund_code)
        if asked.project_code is not None:
            require_project(work, fund.fund_code, asked.project_code)
        offered = rules.offer(asked, by=work.actor.party_id)
        if not store.add_goods(work, offered):
            stored = store.require_goods(work, offered.goods_id)
            rules.same(stored, offered)
            return _answer(work, stored)
        return _answer(work, offered)

    @command(requests.AppraiseGoods, may=APPRAISERS)
    def appraise_goods(self, work: Work, asked: requests.AppraiseGoods) -> answers.Goods:
        """Say what goods are worth; above ¥2,000 per piece a second person does too (rulebook §2). Refusals: rules.appraise."""
        goods = store.lock_goods(work, asked.goods_id)
        work.expect_version(goods.version)
        judge = _judge(work, goods)
        appraised = rules.appraise(goods, asked, by=judge, donor=require_party(work, goods.donor_id))
        store.keep_appraisal(work, asked, appraiser_id=judge.party_id)
        return _answer(work, store.save_goods(work, appraised))

    @command(requests.AcceptGoods, may=KEEPERS)
    def accept_goods(self, work: Work, asked: requests.AcceptGoods) -> answers.Goods:
        """Agree to take appraised goods: a third person. Refusals: rules.accept, and GoodsRecalled."""
        goods = store.lock_goods(work, asked.goods_id)
        work.expect_version(goods.version)
        rules.check_safe(store.recalled_among(work, [goods.goods_id]))
        donor = require_party(work, goods.donor_id)
        appraisers = store.appraisers_of(work, goods.goods_id)
        accepted = rules.accept(goods, by=_judge(work, goods), donor=donor, appraisers=appraisers)
        return _answer(work, store.save_goods(work, accepted))

    @command(requests.DeclineGoods, may=KEEPERS)
    def decline_goods(self, work: Work, asked: requests.DeclineGoods) -> answers.Goods:
        """Say no to goods: unsafe, expired, or not needed (rulebook §12). Refuses WrongState."""
        goods = store.lock_goods(work, asked.goods_id)
        work.expect_version(goods.version)
        return _answer(work, store.save_goods(work, rules.decline(goods, reason=asked.reason)))

    @command(requests.ReceiveGoods, may=KEEPERS)
    def receive_goods(self, work: Work, asked: requests.ReceiveGoods) -> answers.Goods:
        """Take goods over, counted and weighed; only now are they a gift, so neither the donor nor anybody close counts (rulebook §1, §2).

        Refusals: rules.receive, and GoodsRecalled.
        """
        goods = store.lock_goods(work, asked.goods_id)
        work.expect_version(goods.version)
        rules.check_safe(store.recalled_among(work, [goods.goods_id]))
        counted = rules.receive(goods, asked, by=_judge(work, goods), donor=require_party(work, goods.donor_id))
        received = store.save_goods(work, counted)
        _tell(work, received)
        return _answer(work, received)

    @command(requests.StoreGoods, may=KEEPERS)
    def store_goods(self, work: Work, asked: requests.StoreGoods) -> answers.Goods:
        """Put received goods on a shelf. Refuses WrongState."""
        goods = store.lock_goods(work, asked.goods_id)
        work.expect_version(goods.version)
        return _answer(work, store.save_goods(work, rules.keep(goods, place=asked.place)))

    @query(requests.GetGoods, may=(*DONORS, *READERS))
    def get_goods(self, work: Work, asked: requests.GetGoods) -> answers.Goods:
        """One gift in kind, for its donor and for who handles it."""
        goods = store.require_goods(work, asked.goods_id)
        rules.check_donor(goods.donor_id, speaks_for=work.actor.parties, staff=work.actor.is_any(*READERS))
        return _answer(work, goods)

    @query(requests.ListGoods, may=(*DONORS, *READERS))
    def list_goods(self, work: Work, asked: requests.ListGoods) -> answers.GoodsPage:
        """Gifts in kind, newest first: own ones for donors, all for who handles them."""
        if work.actor.is_any(*READERS):
            donor_ids = None if asked.donor_id is None else [asked.donor_id]
        else:
            donor_ids = [party for party in work.actor.parties if asked.donor_id in (None, party)]
        found = store.page(work, donor_ids=donor_ids, state=asked.state, after=asked.after, limit=asked.limit + 1)
        page = found[: asked.limit]
        more = page[-1].goods_id if len(found) > asked.limit else None
        return answers.GoodsPage(items=tuple(_answer(work, goods) for goods in page), next_key=more)

    @reaction(LotDonated)
    def receive_lot(self, work: Work, event: LotDonated) -> None:
        """A village's donated lot waits to be appraised and taken over like any goods (rulebook §2, §12, §18); told twice, it is one."""
        if find_party(work, event.donor_id) is None or find_fund(work, event.fund_code) is None:
            raise NotYet
        store.add_goods(work, rules.from_lot(event, goods_id=new_id("gds")))

    @reaction(LotRecalled)
    def stop_recalled_lot(self, work: Work, event: LotRecalled) -> None:
        """Let nobody take over, pack or hand out goods of a recalled lot any more, whether it is here or comes later (rulebook §18)."""
        store.note_recall(work, event)

    @reaction(LotHeld)
    def stop_held_lot(self, work: Work, event: LotHeld) -> None:
        """Let nobody pack or carry out goods of a lot while it is held (rulebook §18)."""
        store.note_hold(work, event)

    @reaction(LotReleased)
    def let_lot_go_on(self, work: Work, event: LotReleased) -> None:
        """Goods of a released lot are packed again."""
        store.note_hold(work, event)


def _judge(work: Work, goods: rules.Goods) -> KnownParty:
    """Who asks, unless they act for the donor. Raises OwnGoods, PartyNotFound."""
    if goods.donor_id in work.actor.parties:
        raise refusals.OwnGoods
    return require_asking(work)


def _answer(work: Work, goods: rules.Goods) -> answers.Goods:
    # Who judges goods must know whose they are; who only reads the books need not (rulebook §1: auditors see no identities).
    told = goods.donor_id in work.actor.parties or work.actor.is_any(*APPRAISERS, *KEEPERS)
    return of_goods(goods, told=told)


def _tell(work: Work, goods: rules.Goods) -> None:
    work.emit(
        InKindAccepted(
            community=work.community,
            gift_id=goods.goods_id,
            donor_id=goods.donor_id,
            goods_kind=goods.kind,
            appraised=goods.appraised,
            receipted=goods.wants_receipt,
            grams=goods.grams,
            accepted_on=civil_day(work.now),
            activity_id=goods.activity_id,
            title=goods.title,
            recorded_by=goods.recorded_by,
            appraised_by=tuple(sorted(store.appraisers_of(work, goods.goods_id))),
            accepted_by=goods.accepted_by,
            received_by=goods.received_by,
            basis=goods.basis,
        )
    )
