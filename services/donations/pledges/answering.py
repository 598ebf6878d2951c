"""Pledges as they are answered: to their parties, and to everybody who reads a banner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contracts.donations import answers
from contracts.donations.kinds import SettlementState
from services.donations.gifts.rules import payment_reference
from services.donations.gifts.showing import KIND_SOUL
from services.donations.pledges import rules
from services.donations.pledges.rules import Pledge, Settlement

INSIDE = ("drafted_by", "signed_by", "countersigned_by", "agreed_by")


def of_pledge(pledge: Pledge) -> answers.Pledge:
    """The pledge; whose hands signed it stays inside."""
    return answers.Pledge(**{name: value for name, value in vars(pledge).items() if name not in INSIDE})


def of_settlement(settlement: Settlement) -> answers.PledgeSettlement:
    """The month with its exact sales, for the merchant and the federation."""
    return answers.PledgeSettlement(
        **vars(settlement),
        band=None if settlement.sales is None else rules.band(settlement.sales),
        payment_reference=None if settlement.gift_id is None else payment_reference(settlement.gift_id),
    )


def of_banner(
    pledge: Pledge, settlements: Sequence[Settlement], *, merchant_name: str | None, shown: bool, on: date
) -> answers.PledgeBanner:
    """What everybody may know: the promise, whether the banner may hang, and what was paid and published, with bands of sales."""
    return answers.PledgeBanner(
        agreement_number=pledge.agreement_number or "",
        merchant_name=merchant_name or KIND_SOUL,
        fund_code=pledge.fund_code,
        project_code=pledge.project_code,
        items=pledge.items,
        basis=pledge.basis,
        share=pledge.share,
        per_piece=pledge.per_piece,
        least=pledge.least,
        most=pledge.most,
        starts_on=pledge.starts_on,
        ends_on=pledge.ends_on,
        publication=pledge.publication,
        shown=shown,
        settled=tuple(
            answers.PublishedSettlement(
                month=month.month,
                band=rules.band(month.sales or 0),
                received=month.received or 0,
                paid_on=month.paid_on or on,
                published_at=month.published_at or "",
            )
            for month in settlements
            if month.state is SettlementState.PUBLISHED
        ),
    )
