"""Ids and small vocabularies of the merchants service, shared by its events, requests and answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from contracts.kinds import Hundredths, Pattern, Whole, identifier

MemberId = Annotated[str, identifier("mem")]
PanelId = Annotated[str, identifier("pnl")]
ServiceWithdrawalId = Annotated[str, identifier("svw")]
DishId = Annotated[str, identifier("dsh")]

ClauseNumber = Annotated[int, Whole(1, 10)]
DishCode = Annotated[str, Pattern(r"[1-9]\d\d", "347")]
HalfPoints = Annotated[int, Whole(0, 20)]
"""A score for colour, aroma or taste: 0 to 10 in half points, counted in half points (15 means 7.5), so that no fraction travels."""

Marks = Annotated[int, Hundredths(least=-2_000, most=2_000)]
"""A mean, corrected score or severity in hundredths of a point ("7.46"); a correction may leave the scale of 0 to 10."""
Percent = Annotated[int, Whole(0, 100)]
CardSize = Annotated[int, Whole(2, 60)]
JudgeNumber = Annotated[str, Pattern(r"J\d\d", "J07")]
"""A judge under a number that nobody can lead back to the person."""
LicenceNumber = Annotated[str, Pattern(r"[0-9A-HJ-NPQRTUWXY]{18}", "91510100MA61T0XX0X")]


class MemberStatus(StrEnum):
    """Where a merchant stands with the alliance (rulebook §17)."""

    APPLIED = "applied"
    VERIFIED = "verified"
    SIGNED = "signed"
    PLAQUED = "plaqued"
    ACTIVE = "active"
    WARNED = "warned"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    EXPELLED = "expelled"
    WITHDRAWN = "withdrawn"


class AwardKind(StrEnum):
    """The two titles of the tasting panel (rulebook §15); a dish may hold both."""

    EXCELLENT = "excellent"  # 优秀菜品
    DISTINCTIVE = "distinctive"  # 特色菜品


class Category(StrEnum):
    """What a merchant sells; market stalls have quotas per category (rulebook §16)."""

    FOOD = "food"
    PRODUCE = "produce"
    CRAFT = "craft"
    SERVICE = "service"
    RETAIL = "retail"
    ENTERPRISE = "enterprise"


class PermitKind(StrEnum):
    """The papers a merchant shows."""

    BUSINESS_LICENCE = "business_licence"
    FOOD_PERMIT = "food_permit"
    HEALTH_CERTIFICATE = "health_certificate"


class Authority(StrEnum):
    """By what right a person signs for a merchant."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    AUTHORISED_AGENT = "authorised_agent"


class Verification(StrEnum):
    """How the signing person was verified; paper signatures are scanned and counted apart."""

    SMS = "sms"
    REAL_NAME = "real_name"
    PAPER = "paper"


class PanelState(StrEnum):
    """How far a tasting panel has come; ballots are open while it is DEALT and sealed until it is PUBLISHED."""

    CALLED = "called"
    DRAWN = "drawn"
    DEALT = "dealt"
    CLOSED = "closed"
    TALLIED = "tallied"
    PUBLISHED = "published"


class AgeBand(StrEnum):
    """A volunteer's age, as coarsely as the lottery needs it."""

    UNDER_36 = "under_36"
    FROM_36_TO_59 = "36_to_59"
    FROM_60 = "from_60"


class InterestKind(StrEnum):
    """Why a judge is never dealt a merchant's dishes (rulebook §15)."""

    OWNER = "owner"
    STAFF = "staff"
    RELATIVE = "relative"
    LANDLORD = "landlord"
    SUPPLIER = "supplier"
    SPONSOR = "sponsor"


class Ground(StrEnum):
    """For what a judge nominates a dish as distinctive."""

    INGREDIENT = "ingredient"
    CRAFT = "craft"
    STORY = "story"


class ServiceWithdrawalReason(StrEnum):
    """Why a judge's service does not count: those reasons of rulebook §5 that can be said of a service."""

    ERROR = "ERROR"
    DUPLICATE = "DUPLICATE"
    FRAUD = "FRAUD"
    DISPUTE_LOST = "DISPUTE_LOST"
    EVIDENCE_WITHDRAWN = "EVIDENCE_WITHDRAWN"


class ServiceWithdrawalState(StrEnum):
    """Proposed by one person, then done or declined by another."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"
