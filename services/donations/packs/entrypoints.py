"""What can be asked about gift packs (体验包)."""

from __future__ import annotations

from dataclasses import replace

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.donations import answers, requests
from contracts.donations.events import GiftPackHandedOut, GiftPacksPacked
from contracts.roles import Role
from services.donations.funds.store import require_fund, require_project
from services.donations.goods import store as goods
from services.donations.goods.rules import check_safe
from services.donations.packs import rules, store
from services.donations.parties.store import require_parties

PACKERS = (Role.COMMUNITY_STAFF, Role.ACTIVITY_ORGANISER)
CARRIERS = (*PACKERS, Role.RESIDENT, Role.ORGANISATION_AGENT)


class GiftPacks:
    """Packs made of goods in store, and handed out once each."""

    @command(requests.PackGiftPacks, may=PACKERS)
    def pack_gift_packs(self, work: Work, asked: requests.PackGiftPacks) -> answers.PackRun:
        """Make packs out of goods on the shelf, never of more than is there (rulebook §12). Refuses NotEnoughLeft, NotInStore, GoodsRecalled, GoodsHeld."""
        fund = require_fund(work, asked.fund_code)
        if asked.project_code is not None:
            require_project(work, fund.fund_code, asked.project_code)
        require_parties(work, asked.carriers)
        locked = goods.lock_all(work, [line.goods_id for line in asked.contents])
        before = store.find_run(work, asked.run_id)
        if before is not None:
            rules.same(before, asked)
            return before
        check_safe(goods.recalled_among(work, locked), held=goods.held_among(work, locked))
        run, drawn = rules.pack(asked, goods=locked, on=civil_day(work.now))
        store.add_run(work, run, carriers=asked.carriers)
        for each in drawn:
            goods.save_goods(work, each)
        work.emit(
            GiftPacksPacked(community=work.community, run_id=run.run_id, fund_code=run.fund_code, packs=run.packs)
        )
        return run

    @command(requests.HandOutPack, may=CARRIERS)
    def hand_out_pack(self, work: Work, asked: requests.HandOutPack) -> answers.Pack:
        """Record that a pack reached a household, by its token and never by its name. Refuses AlreadyHandedOut, HouseholdServed, GoodsRecalled, GoodsHeld."""
        pack, staff = store.lock_pack(work, asked.serial), work.actor.is_any(*PACKERS)
        handed = rules.hand_out(
            pack,
            speaks_for=work.actor.parties,
            carriers=store.carriers_of(work, pack.run_id),
            staff=staff,
            at=work.now,
        )
        if not staff:
            # Who packs may still write down what had left before: a household that nobody knows of cannot be warned.
            inside = store.goods_in(work, pack.run_id)
            check_safe(goods.recalled_among(work, inside), held=goods.held_among(work, inside))
        work.expect_version(pack.version)
        saved = store.hand_out(work, handed, household_token=asked.household_token)
        work.emit(
            GiftPackHandedOut(
                community=work.community,
                run_id=pack.run_id,
                serial=pack.serial,
                fund_code=store.fund_of(work, pack.run_id),
                handed_out_on=civil_day(work.now),
            )
        )
        return saved

    @query(requests.GetPackRun, may=(*PACKERS, Role.AUDITOR))
    def get_pack_run(self, work: Work, asked: requests.GetPackRun) -> answers.PackRun:
        """What a run was made of, and its serials."""
        run = store.find_run(work, asked.run_id)
        if run is None:
            raise rules.PackNotFound
        return run

    @query(requests.GetPack, may=(*CARRIERS, Role.AUDITOR))
    def get_pack(self, work: Work, asked: requests.GetPack) -> answers.Pack:
        """Whether a pack has reached its household, for who packs, carries or audits it; which household it was is not told here."""
        pack = store.require_pack(work, asked.serial)
        if not work.actor.is_any(*PACKERS, Role.AUDITOR) and not work.actor.parties & store.carriers_of(
            work, pack.run_id
        ):
            raise rules.PackNotFound
        return pack

    @query(requests.TracePacks, may=(Role.COMMUNITY_STAFF, Role.AUDITOR))
    def trace_packs(self, work: Work, asked: requests.TracePacks) -> answers.PackTrace:
        """Find every pack and household that recalled goods reached, in one question (rulebook §12); auditors are told no household (§1)."""
        goods.require_goods(work, asked.goods_id)
        found = store.trace(work, asked.goods_id, after=asked.after, limit=asked.limit + 1)
        page = found[: asked.limit]
        if not work.actor.is_any(Role.COMMUNITY_STAFF):
            page = [replace(pack, household_token=None) for pack in page]
        return answers.PackTrace(items=tuple(page), next_key=page[-1].serial if len(found) > asked.limit else None)
