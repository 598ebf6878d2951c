"""The codes of the accounts of points (rulebook §4)."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from contracts.kinds import PartyId
from contracts.points.kinds import ContributionType, SettlementChoice

CV = "CV"
SP = "SP"
RULEBOOK = "ccs-1"
"""The rulebook that every posting names, and after it the card by which the council's numbers held."""

MINT_LANES = 16

EXPIRED = "expired"
POOL = "pool:mutual-aid"
FEE_REWARD_BURNED = "burned:fee-reward"

POOL_GRANT = "pool-grant"
"""The kind of transfers out of the pool: what it granted stays with the person for whom it was granted."""


class Purpose(NamedTuple):
    """Why points move: a reason code, the business id behind it, and the edition of the rulebook that applies."""

    kind: str
    reference: str
    rulebook: str


def edition(card: int) -> str:
    """The version of the rulebook that a posting names: `ccs-1/card-2`."""
    return f"{RULEBOOK}/card-{card}"


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


def _lane(contribution_type: ContributionType, number: int) -> str:
    return f"mint:{contribution_type.value}:{number:02d}"
