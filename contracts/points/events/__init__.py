"""What points says: who is who, what was contributed and granted, what was redeemed."""

from __future__ import annotations

from contracts.points.events.activities import (
    ActivityCancelled,
    ActivityPublished,
    BeneficiariesConfirmed,
)
from contracts.points.events.attendance import (
    ActivityClosed,
    PersonCheckedIn,
    PersonCheckedOut,
    PersonSignedUp,
    PlaceOffered,
    SignUpEnded,
)
from contracts.points.events.contributions import (
    ContributionChallenged,
    ContributionConfirmed,
    ContributionEscalated,
    ContributionRefused,
    ContributionSettled,
    ContributionSubmitted,
)
from contracts.points.events.fee_rewards import FeeBatchSealed, FeeRewardAccepted, FeeRewardApplied, FeeRewardRejected
from contracts.points.events.grants import PointsGranted
from contracts.points.events.indices import (
    IndexRecomputed,
)
from contracts.points.events.parties import NeedProfileApproved, PartiesLinked, PartiesUnlinked, PartyRegistered
from contracts.points.events.redemptions import PointsHeld, PointsHoldReleased, PointsRedeemed, RedemptionFulfilled
from contracts.points.events.reversals import ClawbackOpened, PointsReversed

__all__ = [
    "ActivityCancelled",
    "ActivityClosed",
    "ActivityPublished",
    "BeneficiariesConfirmed",
    "ClawbackOpened",
    "ContributionChallenged",
    "ContributionConfirmed",
    "ContributionEscalated",
    "ContributionRefused",
    "ContributionSettled",
    "ContributionSubmitted",
    "FeeBatchSealed",
    "FeeRewardAccepted",
    "FeeRewardApplied",
    "FeeRewardRejected",
    "IndexRecomputed",
    "NeedProfileApproved",
    "PartiesLinked",
    "PartiesUnlinked",
    "PartyRegistered",
    "PersonCheckedIn",
    "PersonCheckedOut",
    "PersonSignedUp",
    "PlaceOffered",
    "PointsGranted",
    "PointsHeld",
    "PointsHoldReleased",
    "PointsRedeemed",
    "PointsReversed",
    "RedemptionFulfilled",
    "SignUpEnded",
]
