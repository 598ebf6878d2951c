"""Who may be asking (rulebook §1). Roles are granted to a key or a session by the gateway and travel in the signed actor token."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a party may do. No role can both create and approve anything that mints, pays or awards."""

    RESIDENT = "resident"
    ORGANISATION_AGENT = "organisation_agent"
    ACTIVITY_ORGANISER = "activity_organiser"
    CONFIRMER = "confirmer"
    APPROVER = "approver"
    COUNCIL_MEMBER = "council_member"
    FUND_COMMITTEE_MEMBER = "fund_committee_member"
    FUND_TREASURER = "fund_treasurer"
    FEDERATION_OFFICER = "federation_officer"
    FEDERATION_ACCOUNTANT = "federation_accountant"
    PROPERTY_BILLING_OFFICER = "property_billing_officer"
    MERCHANT_AGENT = "merchant_agent"
    MERCHANT_CLERK = "merchant_clerk"
    TASTING_CHIEF = "tasting_chief"
    TASTING_JUDGE = "tasting_judge"
    VILLAGE_AGENT = "village_agent"
    CAMP_LEADER = "camp_leader"
    COMMUNITY_STAFF = "community_staff"
    AUDITOR = "auditor"
    SYSTEM_OPERATOR = "system_operator"


EVERYBODY: tuple[Role, ...] = tuple(role for role in Role if role is not Role.SYSTEM_OPERATOR)
"""As `may=` of a query: whoever takes part. The operator runs the system and has no business rights."""

NARROW = frozenset({Role.AUDITOR, Role.FEDERATION_ACCOUNTANT, Role.MERCHANT_CLERK})
"""Who only reads, or only redeems; they do what is their own with a key of their own."""

ACTING: tuple[Role, ...] = tuple(role for role in EVERYBODY if role not in NARROW)
"""As `may=` of a command: whoever takes part and does things in their own name."""

SPEAKERS: tuple[Role, ...] = (
    Role.ORGANISATION_AGENT,
    Role.MERCHANT_AGENT,
    Role.VILLAGE_AGENT,
    Role.PROPERTY_BILLING_OFFICER,
)
"""Who speaks for the organisation that the key was issued for; a clerk hands over and nothing else, others are employed there."""

HOLDERS: tuple[Role, ...] = (Role.RESIDENT, *SPEAKERS)
"""Who has points to dispose of: their own, or those of the organisation they act for."""

ANYONE: tuple[Role, ...] = ()
"""As `may=`: open to callers without a key; the answer then holds public facts only."""
