"""What points says: who is who, what was contributed and granted, what was redeemed."""

from __future__ import annotations

from contracts.points.events.activities import ActivityCancelled, ActivityPublished, BeneficiariesConfirmed
from contracts.points.events.agencies import AgencyBegan, AgencyEnded, AgencyProposed
from contracts.points.events.attendance import (
    ActivityClosed,
    PersonCheckedIn,
    PersonCheckedOut,
    PersonSignedUp,
    PlaceOffered,
    SignUpEnded,
)
from contracts.points.events.consents import ConsentGiven, ConsentWithdrawn
from contracts.points.events.contributions import (
    ContributionChallenged,
    ContributionConfirmed,
    ContributionEscalated,
    ContributionRefused,
    ContributionSettled,
    ContributionSubmitted,
    ContributionWithdrawn,
    RecheckFailed,
)
from contracts.points.events.fee_rewards import (
    FeeAnswersSuspended,
    FeeBatchReminded,
    FeeBatchSealed,
    FeeCaseOpened,
    FeeProgrammeClosed,
    FeeRewardAccepted,
    FeeRewardApplied,
    FeeRewardConfirmed,
    FeeRewardOffered,
    FeeRewardRejected,
    FeeRewardReversed,
    FeeRewardUndoAsked,
    FeeRewardWithdrawn,
)
from contracts.points.events.fee_statements import FeeStatementMatched
from contracts.points.events.grants import PointsGranted
from contracts.points.events.households import HouseholdProposalLapsed, HouseholdProposed, PartyHouseholdChanged
from contracts.points.events.imports import ImportApproved, ImportEntered
from contracts.points.events.indices import IndexRecomputed
from contracts.points.events.lapses import LapseNoticed, LapsingLots, PointsExpired
from contracts.points.events.moves import HouseholdMoveEnded, HouseholdMoveProposed
from contracts.points.events.parties import (
    NeedProfileApproved,
    PartiesLinked,
    PartiesUnlinked,
    PartyErased,
    PartyRegistered,
)
from contracts.points.events.pool import PointsPooled, PoolGrantDeclined, PoolGranted, PoolGrantProposed
from contracts.points.events.redemptions import (
    DisputeDecided,
    PointsHeld,
    PointsHoldReleased,
    PointsRedeemed,
    PointsRefunded,
    ProviderAccepted,
    ProviderAsked,
    ProviderDeclined,
    RedemptionDisputed,
    RedemptionFulfilled,
    RedemptionFulfilledLate,
    RedemptionLapsed,
    RedemptionQuoted,
    RedemptionRated,
    StockReleased,
    StockReserved,
)
from contracts.points.events.reserve import ReserveStateChanged
from contracts.points.events.reversals import ClawbackOpened, EarningSuspended, EarningSuspensionLifted, PointsReversed
from contracts.points.events.settlements import ProviderSettled, SettlementReversed
from contracts.points.events.volunteers import CertificateIssued, CertificateRequested, CertificateRevoked

__all__ = [
    "ActivityCancelled",
    "ActivityClosed",
    "ActivityPublished",
    "AgencyBegan",
    "AgencyEnded",
    "AgencyProposed",
    "BeneficiariesConfirmed",
    "CertificateIssued",
    "CertificateRequested",
    "CertificateRevoked",
    "ClawbackOpened",
    "ConsentGiven",
    "ConsentWithdrawn",
    "ContributionChallenged",
    "ContributionConfirmed",
    "ContributionEscalated",
    "ContributionRefused",
    "ContributionSettled",
    "ContributionSubmitted",
    "ContributionWithdrawn",
    "DisputeDecided",
    "EarningSuspended",
    "EarningSuspensionLifted",
    "FeeAnswersSuspended",
    "FeeBatchReminded",
    "FeeBatchSealed",
    "FeeCaseOpened",
    "FeeProgrammeClosed",
    "FeeRewardAccepted",
    "FeeRewardApplied",
    "FeeRewardConfirmed",
    "FeeRewardOffered",
    "FeeRewardRejected",
    "FeeRewardReversed",
    "FeeRewardUndoAsked",
    "FeeRewardWithdrawn",
    "FeeStatementMatched",
    "HouseholdMoveEnded",
    "HouseholdMoveProposed",
    "HouseholdProposalLapsed",
    "HouseholdProposed",
    "ImportApproved",
    "ImportEntered",
    "IndexRecomputed",
    "LapseNoticed",
    "LapsingLots",
    "NeedProfileApproved",
    "PartiesLinked",
    "PartiesUnlinked",
    "PartyErased",
    "PartyHouseholdChanged",
    "PartyRegistered",
    "PersonCheckedIn",
    "PersonCheckedOut",
    "PersonSignedUp",
    "PlaceOffered",
    "PointsExpired",
    "PointsGranted",
    "PointsHeld",
    "PointsHoldReleased",
    "PointsPooled",
    "PointsRedeemed",
    "PointsRefunded",
    "PointsReversed",
    "PoolGrantDeclined",
    "PoolGrantProposed",
    "PoolGranted",
    "ProviderAccepted",
    "ProviderAsked",
    "ProviderDeclined",
    "ProviderSettled",
    "RecheckFailed",
    "RedemptionDisputed",
    "RedemptionFulfilled",
    "RedemptionFulfilledLate",
    "RedemptionLapsed",
    "RedemptionQuoted",
    "RedemptionRated",
    "ReserveStateChanged",
    "SettlementReversed",
    "SignUpEnded",
    "StockReleased",
    "StockReserved",
]
