"""In which role something was given: what the records of the act say, not what somebody writes (rulebook §10, ADR 0155)."""

from __future__ import annotations

from contracts.points.kinds import ContributionType as Type
from services.points.acts.rules import Held
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.givers import Giver
from services.points.grants.rules import CONTRIBUTED, DECIDED_WITH_OTHERS

ORGANISED = 3
STEWARD = 5


def plain_level(kind: Type) -> int:
    """The role that the kind itself is: governance is decided with others, all else is contributed."""
    return DECIDED_WITH_OTHERS if kind is Type.H4 else CONTRIBUTED


def check_level(claim: Claim, *, giver: Giver, held: Held | None, given: int) -> None:
    """Refuse RoleNotHeld above what the kind is, unless the act's records say more.

    `given`: the level that a task of the act gives, which two persons listed before, or that what is put forward again had. A host that
    agreed, and whoever gave for it in paid time, may be up to its steward; whoever drafted the act, or belongs to or acts for such a
    host, organised it.
    """
    most = max(plain_level(claim.contribution_type), given)
    if claim.level <= most:
        return
    if held is not None:
        most = max(most, _role(claim, giver=giver, held=held))
    if claim.level > most:
        raise refusals.RoleNotHeld(most=most)


def _role(claim: Claim, *, giver: Giver, held: Held) -> int:
    if {claim.party_id, claim.giver} & held.hosts:
        return STEWARD
    organised = claim.giver == held.drafted_by or any(giver.acts_for(host, claim) for host in held.hosts)
    return ORGANISED if organised else CONTRIBUTED
