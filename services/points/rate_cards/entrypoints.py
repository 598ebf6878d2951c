"""What can be asked about rate cards."""

from __future__ import annotations

from datetime import date

from chassis.clock import civil_month
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.roles import ANYONE, Role
from services.points.parties import store as parties
from services.points.rate_cards import rules, store


class RateCards:
    """What contributions earn."""

    @command(requests.PublishRateCard, may=(Role.COUNCIL_MEMBER,))
    def publish_rate_card(self, work: Work, asked: requests.PublishRateCard) -> answers.RateCard:
        """Put a new card into force from a later month (rulebook §2).

        Refuses RateCardNotNext, RateUnfit, ReceiptedEarnsNoPoints.
        """
        by = parties.hand_of(work)
        wanted = answers.RateCard(
            number=asked.number,
            in_force_from=asked.in_force_from,
            heavy_cv_percent=asked.heavy_cv_percent,
            sp_hours_per_month=asked.sp_hours_per_month,
            rates=asked.rates,
        )
        card = rules.publish(wanted, after=store.latest(work), this_month=civil_month(work.now))
        store.add(work, card, by=by.party_id)
        return card

    @query(requests.GetRateCard, may=ANYONE)
    def get_rate_card(self, work: Work, asked: requests.GetRateCard) -> answers.RateCard:
        """The card that holds for what is performed in that month."""
        return rules.in_force(store.published(work), on=date.fromisoformat(f"{asked.month}-01"))

    @query(requests.ListRateCards, may=ANYONE)
    def list_rate_cards(self, work: Work, asked: requests.ListRateCards) -> answers.RateCardPage:
        """All cards, the rulebook's own first. They are few: one page holds them."""
        cards = (rules.FIRST_CARD, *store.published(work))
        after = int(asked.after) if asked.after and asked.after.isdecimal() else 0
        found = [card for card in cards if card.number > after]
        more = len(found) > asked.limit
        shown = tuple(found[: asked.limit])
        return answers.RateCardPage(items=shown, next_key=str(shown[-1].number) if more else None)
