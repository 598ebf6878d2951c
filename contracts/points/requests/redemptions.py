"""What points can be asked about redemptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Code, LongText, PartyId, PositiveCentiPoints, ShortText
from contracts.points.answers import redemptions as answers
from contracts.points.ids import ItemId, OfflineUseId, RedemptionCode, RedemptionId
from contracts.points.kinds import DisputeState
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class Redeem(Command[answers.Redemption]):
    """Take one piece of an item for one's own points or an organisation's, at the price that was shown: the first four steps in one.

    Services name their time, `slot_at`. `party_id`: whose points; one's own if it is absent.
    """

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId
    item_id: ItemId
    price: PositiveCentiPoints
    slot_at: datetime | None = None
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class FulfilRedemption(Command[answers.Fulfilment]):
    """Hand the item over against the one-time code: by a clerk of the provider, once. Five wrong codes lock it."""

    service = "points"
    answer = answers.Fulfilment

    redemption_id: RedemptionId
    code: RedemptionCode


@dataclass(frozen=True, kw_only=True)
class CancelRedemption(Command[answers.Redemption]):
    """Give up before it is fulfilled: points and stock are free again."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetRedemption(Query[answers.Redemption]):
    """One redemption, for the person, the provider and staff."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class ListRedemptions(PageQuery[answers.RedemptionPage]):
    """One's own redemptions, those at one's shop, or all for staff."""

    service = "points"
    answer = answers.RedemptionPage


@dataclass(frozen=True, kw_only=True)
class QuoteRedemption(Command[answers.Quote]):
    """Step 1: the price of one piece, valid for ten minutes, and the lots it would be paid from. Nothing is held yet.

    `party_id`: whose points; one's own if it is absent.
    """

    service = "points"
    answer = answers.Quote

    redemption_id: RedemptionId
    item_id: ItemId
    slot_at: datetime | None = None
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class HoldPoints(Command[answers.Redemption]):
    """Step 2: set the quoted points aside, while the quote is valid."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class ReserveStock(Command[answers.Redemption]):
    """Step 3: set one piece, and a place at its time, aside."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class AskProvider(Command[answers.Redemption]):
    """Step 4: what is listed is accepted at once and the code is told; otherwise the provider has 24 hours to answer."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class AcceptRedemption(Command[answers.Redemption]):
    """The provider will hand it over."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class DeclineRedemption(Command[answers.Redemption]):
    """The provider cannot: points and stock are free again."""

    service = "points"
    answer = answers.Redemption

    redemption_id: RedemptionId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetRedemptionPass(Query[answers.RedemptionPass]):
    """The code and its QR code, for the person who redeems only, while it can be used."""

    service = "points"
    answer = answers.RedemptionPass

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class RateRedemption(Command[answers.Rating]):
    """Say within seven days how it was, with one to five stars."""

    service = "points"
    answer = answers.Rating

    redemption_id: RedemptionId
    stars: answers.Stars
    comment: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class DisputeRedemption(Command[answers.Dispute]):
    """Complain within seven days about something that was fulfilled."""

    service = "points"
    answer = answers.Dispute

    redemption_id: RedemptionId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class DecideDispute(Command[answers.Dispute]):
    """Decide a complaint, as somebody who is not involved. Upheld, `refund` comes back to the lots it was taken from; None: all of it."""

    service = "points"
    answer = answers.Dispute

    redemption_id: RedemptionId
    upheld: bool
    decision: LongText
    refund: PositiveCentiPoints | None = None


@dataclass(frozen=True, kw_only=True)
class GetDispute(Query[answers.Dispute]):
    """One complaint, for the person, the provider and those who decide."""

    service = "points"
    answer = answers.Dispute

    redemption_id: RedemptionId


@dataclass(frozen=True, kw_only=True)
class ListDisputes(PageQuery[answers.DisputePage]):
    """Complaints, for those who decide."""

    service = "points"
    answer = answers.DisputePage

    state: DisputeState | None = None


@dataclass(frozen=True, kw_only=True)
class GetCheckList(Query[answers.CheckList]):
    """What the shop needs to check codes without network today."""

    service = "points"
    answer = answers.CheckList

    provider_id: PartyId


@dataclass(frozen=True, kw_only=True)
class NewOfflineUse:
    """A code that a shop's device took without network. `used_at` is the device's own clock: kept, decides nothing."""

    use_id: OfflineUseId
    redemption_id: RedemptionId
    code: RedemptionCode
    device: Code
    used_at: datetime


@dataclass(frozen=True, kw_only=True)
class UploadOfflineUses(Command[answers.OfflineUses]):
    """Report up to 200 codes that were taken without network, each judged as if alone. The same use again answers what became of it."""

    service = "points"
    answer = answers.OfflineUses

    provider_id: PartyId
    uses: tuple[NewOfflineUse, ...]


@dataclass(frozen=True, kw_only=True)
class ListOfflineUses(PageQuery[answers.OfflineUsePage]):
    """What became of the codes that one's own shop took without network, each with its reason and who bears it; of any shop for staff."""

    service = "points"
    answer = answers.OfflineUsePage

    provider_id: PartyId
