"""How gifts of money are shown: under which name in public, and who is told who gave (rulebook §12, §21)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from contracts.donations import answers
from contracts.donations.kinds import ReceiptState, Visibility
from services.donations.gifts.rules import Gift

KIND_SOUL = "爱心人士"


def shown_as(gift: Gift, *, public_name: str | None) -> str:
    """The name under which the gift appears in public at this moment; of a donor who was forgotten, none, whatever was wished.

    `public_name` is None where no donor is known, and empty where the donor was forgotten.
    """
    if public_name is not None and not public_name:
        return KIND_SOUL
    match gift.visibility:
        case Visibility.PUBLIC if public_name:
            return public_name
        case Visibility.ALIAS if gift.alias:
            return gift.alias
    return KIND_SOUL


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """With which eyes somebody looks at a gift."""

    parties: Collection[str]
    staff: bool
    federation: bool


def seen(gift: Gift, *, viewer: Viewer, public_name: str | None) -> answers.Gift:
    """The gift as the viewer may see it (rulebook §21).

    Who gave is told to the donor, to staff unless the donor wished otherwise, and to the federation once a receipt is wanted.
    """
    told = (
        gift.donor_id in viewer.parties
        or (viewer.staff and gift.visibility is not Visibility.ANONYMOUS)
        or (viewer.federation and gift.receipt in (ReceiptState.REQUESTED, ReceiptState.ISSUED, ReceiptState.VOIDED))
    )
    return answers.Gift(
        gift_id=gift.gift_id,
        fund_code=gift.fund_code,
        project_code=gift.project_code,
        donor_id=gift.donor_id if told else None,
        amount=gift.amount,
        received=gift.received,
        lane=gift.lane,
        choice=gift.choice,
        visibility=gift.visibility,
        shown_as=shown_as(gift, public_name=public_name),
        channel=gift.channel,
        state=gift.state,
        receipt=gift.receipt,
        payment_reference=gift.payment_reference,
        recorded_at=gift.recorded_at,
        expires_at=gift.expires_at,
        confirmed_on=gift.confirmed_on,
        mandate_id=gift.mandate_id,
        version=gift.version,
        origin=gift.origin,
        activity_id=gift.activity_id,
        paid_on=gift.paid_on,
    )
