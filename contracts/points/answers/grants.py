"""What was credited and why it is that much, as points answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import CentiPoints, Code, Count, Fen, PartyId, Version
from contracts.points.ids import GrantId, Percent, ReversalId
from contracts.points.kinds import ContributionType, ReversalReason


@dataclass(frozen=True, kw_only=True)
class GrantReversal:
    """What of a grant was taken back (rulebook §5). `sp_owed` of `sp` was spent already."""

    reversal_id: ReversalId
    reason: ReversalReason
    minutes: Count
    fen: Fen
    cv: CentiPoints
    sp: CentiPoints
    sp_owed: CentiPoints
    reversed_on: date


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one source earned, step by step: the card's rate, the month's limit, the reserve, the cap, a suspension, a repayment.

    `sp_rated` is what rate card `rate_card` gives without any limit. `sp_minutes` of `minutes` counted in the month; of what they earn,
    `reserve_percent` was minted (rulebook §6) and `sp_over_cap` of that was above the party's cap (§4). `cv_withheld` and
    `sp_withheld` were not credited while earning was suspended. `sp_repaid` of `sp` repaid what had been spent (§5). `told_as`: the id by
    which another service told of it.
    """

    grant_id: GrantId
    source_id: Code
    party_id: PartyId
    contribution_type: ContributionType
    performed_on: date
    minutes: Count
    fen: Fen
    rate_card: Version
    cv: CentiPoints
    sp: CentiPoints
    sp_minutes: Count
    sp_rated: CentiPoints
    reserve_percent: Percent
    sp_over_cap: CentiPoints
    cv_withheld: CentiPoints
    sp_withheld: CentiPoints
    sp_repaid: CentiPoints
    granted_on: date
    reversals: tuple[GrantReversal, ...]
    told_as: Code | None = None


@dataclass(frozen=True, kw_only=True)
class Clawback:
    """What a party still has to repay in points, never in money: `percent` of what it earns from now on, until nothing is left."""

    party_id: PartyId
    sp_debt: CentiPoints
    percent: Percent
