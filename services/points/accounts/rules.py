"""The codes of the accounts of points, how full they may be, and when a lot lapses (rulebook §4)."""

from __future__ import annotations

import zlib

from contracts.kinds import PartyId
from contracts.points.kinds import ContributionType, PartyKind, SettlementChoice

CV = "CV"
SP = "SP"
RULEBOOK = "ccs-1"
"""The version of the rulebook that every posting names."""

PERSON_SP_CAP = 3_000_00
ORGANISATION_SP_CAP = 20_000_00

MINT_LANES = 16

EXPIRED = "expired"
POOL = "pool:mutual-aid"
FEE_REWARD_BURNED = "burned:fee-reward"

POOL_GRANT = "pool-grant"
"""The kind of transfers out of the pool: what it granted stays with the person for whom it was granted."""


def cv_of(party_id: PartyId) -> str:
    """Where a party's contribution value stands."""
    return f"party:{party_id}:cv"


def sp_of(party_id: PartyId) -> str:
    """Where a party's spendable points stand, in lots."""
    return f"party:{party_id}:sp"


def party_of(code: str) -> PartyId:
    """Whose account of spendable points this is."""
    return code.split(":")[1]


def mint_of(contribution_type: ContributionType, party_id: PartyId) -> str:
    """Where the points for one type of contribution come from: the party's lane of `mint:<type>`.

    Whoever credits holds the mint's row until the commit; with one row a type, a whole community would queue there.
    """
    return _lane(contribution_type, zlib.crc32(party_id.encode()) % MINT_LANES)


def mint_lanes(contribution_type: ContributionType) -> list[str]:
    """All accounts that together are `mint:<type>`."""
    return [_lane(contribution_type, number) for number in range(MINT_LANES)]


def grant_kind(contribution_type: ContributionType) -> str:
    """The kind of the transfers by which points for this type are granted: lots remember it for good."""
    return f"grant-{contribution_type.value}"


def redeemed_at(provider_id: PartyId) -> str:
    """Where points go that are redeemed at a provider, until it is settled with."""
    return f"redeemed:{provider_id}"


def clawback_of(party_id: PartyId) -> str:
    """What a party has spent although it was taken back: below zero by what is still to be repaid (rulebook §5)."""
    return f"clawback:{party_id}"


def owed_by_provider(provider_id: PartyId) -> str:
    """What a provider was settled with and a later dispute took back, in SP below zero, until its next settlement (rulebook §8)."""
    return f"owed:{provider_id}"


def settled_by(choice: SettlementChoice) -> str:
    """Where points rest that providers were reimbursed for, or waived: they are nobody's any more."""
    return f"settled:{choice.value}"


def sp_cap(kind: PartyKind) -> int:
    """Up to how many spendable centi-points a party may earn: 3,000 points a person, 20,000 an organisation (rulebook §4).

    Only earning is capped: what was spent and comes back, or was held and is freed, comes back in full.
    """
    return ORGANISATION_SP_CAP if kind is PartyKind.ORGANISATION else PERSON_SP_CAP


def sp_room(kind: PartyKind, *, balance: int) -> int:
    """How many spendable centi-points may still be earned on top of the balance; zero also where a refund went above the cap."""
    return max(0, sp_cap(kind) - balance)


def _lane(contribution_type: ContributionType, number: int) -> str:
    return f"mint:{contribution_type.value}:{number:02d}"
