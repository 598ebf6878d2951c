"""What points answers: parties, rate cards, contributions, balances, redemptions, property-fee rewards."""

from __future__ import annotations

from contracts.points.answers.activities import (
    Activity,
    ActivityPage,
    BeneficiaryReport,
    BeneficiaryReportPage,
    GroupCount,
    Host,
    PublicCount,
    Shift,
)
from contracts.points.answers.attendance import (
    Attendance,
    AttendancePage,
    Qualification,
    QualificationPage,
    Scan,
    SignUp,
    SignUpPage,
    VenueCode,
)
from contracts.points.answers.balances import Balance, Entry, EntryPage, PointsLot
from contracts.points.answers.contributions import (
    Contribution,
    ContributionPage,
    Notice,
    NoticePage,
    Rate,
    RateCard,
    RateCardPage,
)
from contracts.points.answers.fee_rewards import (
    Batch,
    BatchLine,
    BatchPage,
    BatchSummary,
    Programme,
    ProgrammePage,
    Reward,
    RewardPage,
)
from contracts.points.answers.links import IdentityLink, IdentityLinkPage
from contracts.points.answers.needs import NeedProfile, NeedProfilePage, NeedShare
from contracts.points.answers.parties import PartiesRegistered, Party, PartyPage
from contracts.points.answers.redemptions import Fulfilment, Item, ItemPage, Redemption, RedemptionPage

__all__ = [
    "Activity",
    "ActivityPage",
    "Attendance",
    "AttendancePage",
    "Balance",
    "Batch",
    "BatchLine",
    "BatchPage",
    "BatchSummary",
    "BeneficiaryReport",
    "BeneficiaryReportPage",
    "Contribution",
    "ContributionPage",
    "Entry",
    "EntryPage",
    "Fulfilment",
    "GroupCount",
    "Host",
    "IdentityLink",
    "IdentityLinkPage",
    "Item",
    "ItemPage",
    "NeedProfile",
    "NeedProfilePage",
    "NeedShare",
    "Notice",
    "NoticePage",
    "PartiesRegistered",
    "Party",
    "PartyPage",
    "PointsLot",
    "Programme",
    "ProgrammePage",
    "PublicCount",
    "Qualification",
    "QualificationPage",
    "Rate",
    "RateCard",
    "RateCardPage",
    "Redemption",
    "RedemptionPage",
    "Reward",
    "RewardPage",
    "Scan",
    "Shift",
    "SignUp",
    "SignUpPage",
    "VenueCode",
]
