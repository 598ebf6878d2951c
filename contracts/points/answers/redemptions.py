"""What is redeemed from the catalogue, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from contracts.kinds import (
    CentiPoints,
    Code,
    Count,
    Fen,
    LongText,
    PageKey,
    PartyId,
    Pattern,
    PositiveCentiPoints,
    Sha256,
    Version,
    Whole,
    Written,
)
from contracts.points.ids import (
    CodeMark,
    ItemId,
    OfflineUseId,
    RedemptionCode,
    RedemptionId,
)
from contracts.points.kinds import DisputeState, LossBearer, OfflineOutcome, RedemptionState

Stars = Annotated[int, Whole(1, 5)]
Svg = Annotated[str, Written(1, 60_000)]
PassToken = Annotated[str, Pattern(r"CCS1\.[A-Za-z0-9_.-]{20,400}", "CCS1.rdm_01HQ3Z5N8T7W9XKJ4M2V6BCDEF.…")]


@dataclass(frozen=True, kw_only=True)
class Redemption:
    """Points on their way into something. `code` is told in the answer to the redemption itself, and nowhere else.

    `refunded` came back after a dispute, in centi-points. `taken_in_vain_at`: when a shop reported that it had taken the code without
    network after it lapsed, was given up, or was used elsewhere; nobody is charged for that (again). Said where redemptions are asked for.
    """

    redemption_id: RedemptionId
    item_id: ItemId
    provider_id: PartyId
    party_id: PartyId
    price: PositiveCentiPoints
    state: RedemptionState
    expires_at: datetime
    code: RedemptionCode | None
    version: Version
    slot_at: datetime | None = None
    refunded: CentiPoints = 0
    taken_in_vain_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RedemptionPage:
    """Redemptions, the newest id first."""

    items: tuple[Redemption, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class QuotedLot:
    """What a redemption would take out of the points that lapse on this day."""

    expires_on: date
    amount: PositiveCentiPoints


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The price that holds until `valid_until`, and the lots it would be paid from, first to lapse first: a preview, nothing is held.

    `missing` is what the person lacks now, in centi-points; `rulebook` the one that will apply, by the council's numbers of `rate_card`.
    """

    redemption: Redemption
    valid_until: datetime
    rulebook: Code
    lots: tuple[QuotedLot, ...]
    missing: CentiPoints
    rate_card: Version = 1


@dataclass(frozen=True, kw_only=True)
class RedemptionPass:
    """What opens a redemption, for the person who redeems only: the code to say, and a signed token as a QR code to show.

    The token can be checked without network against a shop's check list.
    """

    redemption_id: RedemptionId
    code: RedemptionCode
    token: PassToken
    qr_svg: Svg
    valid_until: datetime


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """Whether the code opened the redemption. A wrong code is an answer and not a refusal, because it is counted."""

    fulfilled: bool
    tries_left: Count
    redemption: Redemption


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What the person thought of it: one to five stars."""

    redemption_id: RedemptionId
    stars: Stars
    comment: LongText | None


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A complaint about something fulfilled, and how it was decided. `refund` is what came back, in centi-points."""

    redemption_id: RedemptionId
    provider_id: PartyId
    state: DisputeState
    reason: LongText
    opened_at: datetime
    refund: CentiPoints
    decision: LongText | None
    decided_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class DisputePage:
    """Disputes in the order of their redemptions' ids."""

    items: tuple[Dispute, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class CheckEntry:
    """One code that may be used at the shop: only its mark of the day, what to hand over, and until when."""

    mark: CodeMark
    item_id: ItemId
    valid_until: datetime


@dataclass(frozen=True, kw_only=True)
class CheckList:
    """What a shop needs to check codes without network for one civil day: marks of outstanding codes and the key of the tokens.

    A mark is the first eight hex digits of the SHA-256 of four lines: "ccs check list 1", the provider's id, the day, the code. A hundred
    thousand codes share each mark, so the list gives no code away, and it names no person. A token's signature (Ed25519) covers
    everything before its last dot. Where it is not `complete`, those that lapse last are missing: a code that is not on it may be good.
    """

    provider_id: PartyId
    day: date
    public_key: Sha256
    made_at: datetime
    entries: tuple[CheckEntry, ...]
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class OfflineUse:
    """What became of one code that was taken without network. `loss` is borne by the reserve, in fen.

    Unless it was fulfilled: why not, as a stable code with words, and who bears what was handed over.
    """

    use_id: OfflineUseId
    redemption_id: RedemptionId
    outcome: OfflineOutcome
    loss: Fen
    code: Code | None = None
    zh: str | None = None
    en: str | None = None
    borne_by: LossBearer | None = None
    device: Code | None = None
    uploaded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OfflineUses:
    """The uploaded uses in their order."""

    uses: tuple[OfflineUse, ...]


@dataclass(frozen=True, kw_only=True)
class OfflineUsePage:
    """A shop's uses that were judged, the newest id first."""

    items: tuple[OfflineUse, ...]
    next_key: PageKey | None
