"""What everybody may ask about a fund, and what one party may ask about its own giving."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chassis.database import Work
from chassis.doors import Ask
from chassis.entrypoints import query
from contracts.donations import answers, requests
from contracts.refused import Refused
from contracts.roles import ANYONE, Role
from services.donations.disclosure import rules
from services.donations.funds.store import projects_of, require_fund
from services.donations.gifts import store as gifts
from services.donations.gifts.entrypoints import DONORS
from services.donations.gifts.rules import Confirmed
from services.donations.gifts.showing import shown_as
from services.donations.goods import store as goods
from services.donations.mandates import store as mandates
from services.donations.packs import store as packs
from services.donations.parties.rules import PartyNotFound
from services.donations.parties.store import find_parties, names_of


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

    @query(requests.GetDonorSummary, may=(*DONORS, Role.COMMUNITY_STAFF), together=True)
    def get_donor_summary(self, asks: Sequence[Ask[requests.GetDonorSummary]]) -> list[answers.DonorSummary | Refused]:
        """What one party gave, in a few numbers, for itself and for staff. Refuses PartyNotFound."""
        work, wanted = asks[0].work, {ask.asked.party_id for ask in asks if _sees(ask)}
        summaries = _summaries(work, find_parties(work, wanted))
        return [summaries.get(ask.asked.party_id, PartyNotFound()) if _sees(ask) else PartyNotFound() for ask in asks]


def _sees(ask: Ask[requests.GetDonorSummary]) -> bool:
    actor = ask.work.actor
    return ask.asked.party_id in actor.parties or actor.is_any(Role.COMMUNITY_STAFF)


def _summaries(work: Work, party_ids: Collection[str]) -> dict[str, answers.DonorSummary]:
    given = gifts.given_by(work, party_ids)
    active = mandates.active_counts(work, party_ids)
    received = goods.received_counts(work, party_ids)
    nothing = (Confirmed(0, 0), 0)
    return {
        party_id: answers.DonorSummary(
            party_id=party_id,
            gifts=given.get(party_id, nothing)[0].gifts,
            received=given.get(party_id, nothing)[0].amount,
            awaiting=given.get(party_id, nothing)[1],
            active_mandates=active.get(party_id, 0),
            goods_given=received.get(party_id, 0),
        )
        for party_id in party_ids
    }
