"""What everybody may ask about a fund, and what one party may ask about its own giving."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import query
from contracts.donations import answers, requests
from contracts.roles import ANYONE, Role
from services.donations.disclosure import rules
from services.donations.funds.store import projects_of, require_fund
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import DONORS
from services.donations.gifts.rules import shown_as
from services.donations.goods import store as goods
from services.donations.mandates import store as mandates
from services.donations.packs import store as packs
from services.donations.parties.rules import PartyNotFound
from services.donations.parties.store import names_of, require_party


class Disclosure:
    """Totals for everybody, names only where their owners wish it."""

    @query(requests.GetPublicTotals, may=ANYONE)
    def get_public_totals(self, work: Work, asked: requests.GetPublicTotals) -> answers.PublicTotals:
        """What a fund received and gave away, by project; small counts of households are not told (rulebook §14)."""
        fund = require_fund(work, asked.fund_code)
        return rules.totals(
            fund,
            projects_of(work, fund.fund_code),
            received=gifts.confirmed_by_purpose(work, fund.fund_code),
            handed_out=packs.handed_out_by_purpose(work, fund.fund_code),
        )

    @query(requests.ListPublicGifts, may=ANYONE)
    def list_public_gifts(self, work: Work, asked: requests.ListPublicGifts) -> answers.PublicGiftPage:
        """The gifts of a fund, newest first, under the names their donors wish at this moment (rulebook §12)."""
        fund = require_fund(work, asked.fund_code)
        found = gifts.confirmed_page(work, fund.fund_code, after=asked.after, limit=asked.limit + 1)
        page = found[: asked.limit]
        names = names_of(work, [gift.donor_id for gift in page if gift.donor_id])
        items = tuple(
            answers.PublicGift(
                gift_id=gift.gift_id,
                shown_as=shown_as(gift, public_name=names.get(gift.donor_id or "")),
                amount=gift.received or 0,
                project_code=gift.project_code,
                confirmed_on=gift.confirmed_on or gift.recorded_at.date(),
            )
            for gift in page
        )
        return answers.PublicGiftPage(items=items, next_key=page[-1].gift_id if len(found) > asked.limit else None)

    @query(requests.GetDonorSummary, may=(*DONORS, Role.COMMUNITY_STAFF))
    def get_donor_summary(self, work: Work, asked: requests.GetDonorSummary) -> answers.DonorSummary:
        """What one party gave, in a few numbers, for itself and for staff."""
        if asked.party_id not in work.actor.parties and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise PartyNotFound
        require_party(work, asked.party_id)
        confirmed, awaiting = gifts.given_by(work, asked.party_id)
        return answers.DonorSummary(
            party_id=asked.party_id,
            gifts=confirmed.gifts,
            received=confirmed.amount,
            awaiting=awaiting,
            active_mandates=mandates.active_count(work, asked.party_id),
            goods_given=goods.received_count(work, asked.party_id),
        )
