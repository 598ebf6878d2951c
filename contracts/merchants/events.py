"""What the merchants service makes known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.event import Event
from contracts.kinds import ActivityId, Code, Count, Minutes, PartyId, Sha256, ShortText, Version
from contracts.merchants.ids import (
    AwardKind,
    DishId,
    MemberId,
    PanelId,
    ServiceWithdrawalId,
    ServiceWithdrawalReason,
)


@dataclass(frozen=True, kw_only=True)
class MerchantVerified(Event):
    """A person compared a merchant's licence and permits with the papers and found them valid."""

    source = "merchants"
    subject = "member_id"

    member_id: MemberId
    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class MerchantSigned(Event):
    """A merchant has assented to all ten clauses of the initiative in force."""

    source = "merchants"
    subject = "member_id"

    member_id: MemberId
    party_id: PartyId
    initiative_version: Version
    text_hash: Sha256


@dataclass(frozen=True, kw_only=True)
class MerchantPlaqued(Event):
    """A plaque with a serial was handed to a merchant.

    `member_version` orders what is said of one member's standing: the highest tells where it stands.
    """

    source = "merchants"
    subject = "member_id"

    member_id: MemberId
    party_id: PartyId
    plaque_serial: Code
    shop_name: ShortText
    member_version: Version | None = None


@dataclass(frozen=True, kw_only=True)
class MerchantSuspended(Event):
    """A merchant may start nothing new until `until`, or until it is reinstated; what is outstanding it still honours.

    From the day `until` on the suspension bars nothing any more. `member_version` as in MerchantPlaqued.
    """

    source = "merchants"
    subject = "member_id"

    member_id: MemberId
    party_id: PartyId
    until: date
    member_version: Version | None = None


@dataclass(frozen=True, kw_only=True)
class MerchantReinstated(Event):
    """A suspended merchant is in good standing again. `member_version` as in MerchantPlaqued."""

    source = "merchants"
    subject = "member_id"

    member_id: MemberId
    party_id: PartyId
    member_version: Version | None = None


@dataclass(frozen=True, kw_only=True)
class MerchantLeft(Event):
    """A merchant is no longer of the alliance: by its own wish, or expelled by a vote.

    `plaqued` is False for one that only took its application back: it never had a member's rights. `member_version` as in MerchantPlaqued.
    """

    source = "merchants"
    subject = "member_id"

    member_id: MemberId
    party_id: PartyId
    expelled: bool
    plaqued: bool | None = None
    member_version: Version | None = None


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """Somebody of the panel handed in one ballot. Says neither who, nor for which dish, nor what: ballots are sealed."""

    source = "merchants"
    subject = "panel_id"

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class BallotVoided(Event):
    """One ballot does not count, because its judge has an interest in the dish's merchant."""

    source = "merchants"
    subject = "panel_id"

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class TallySealed(Event):
    """Tasting is over: these ballots and no others will be counted. The hash covers all of them."""

    source = "merchants"
    subject = "panel_id"

    panel_id: PanelId
    ballots: Count
    ballots_hash: Sha256


@dataclass(frozen=True, kw_only=True)
class TallyPublished(Event):
    """A panel's result is public: scores, anonymised ballots and the code table."""

    source = "merchants"
    subject = "panel_id"

    panel_id: PanelId
    run: Version
    quorum_met: bool
    awards: Count


@dataclass(frozen=True, kw_only=True)
class AwardGiven(Event):
    """A dish received a title; it is valid until `valid_until` (12 months) while its merchant is in good standing."""

    source = "merchants"
    subject = "dish_id"

    panel_id: PanelId
    dish_id: DishId
    dish_name: ShortText
    member_id: MemberId
    party_id: PartyId
    award: AwardKind
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class PanelServiceRendered(Event):
    """A resident served on a tasting panel to the end, unpaid: every ballot dealt to them was handed in.

    `activity_id` names the shared act of charity of which the panel was a part (rulebook §10), if any. `closed_by`: who closed the box and
    so says who handed in. `began_at`: when their time began, by the closing and the dealing.
    """

    source = "merchants"
    subject = "judge_id"

    panel_id: PanelId
    judge_id: PartyId
    minutes: Minutes
    served_on: date
    activity_id: ActivityId | None = None
    closed_by: PartyId | None = None
    began_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PanelServiceWithdrawn(Event):
    """Two persons found that a judge's service, which was told, does not count: what it earned is taken back, once."""

    source = "merchants"
    subject = "judge_id"

    withdrawal_id: ServiceWithdrawalId
    panel_id: PanelId
    judge_id: PartyId
    reason: ServiceWithdrawalReason
    withdrawn_on: date
