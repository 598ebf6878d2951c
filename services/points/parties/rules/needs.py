"""What a community needs: the published share and size of each need group (rulebook §10). Sums only; nobody's hardship is known here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import NeedGroup
from contracts.refused import Kind, NotFound, Refused
from services.points.parties.rules.hands import Hand
from services.points.parties.rules.links import SecondPersonNeeded

SMALLEST_GROUP = 5  # Below, a number points at persons (rulebook §10: cells of fewer than 5 are not shown).


class NeedProfileNotFound(NotFound):
    """There is no such profile, or none is in force yet."""

    code = "points.need_profile_not_found"
    zh = "没有找到需求构成。"
    en = "There is no such need profile."


class NeedProfileIdTaken(Refused):
    """The id belongs to a profile with other content."""

    code = "points.need_profile_id_taken"
    zh = "这个编号已用于另一份需求构成。"
    en = "This id belongs to another need profile."


class NeedSharesWrong(Refused):
    """The shares do not describe a community."""

    code = "points.need_shares_wrong"
    kind = Kind.INVALID
    zh = "四类人群各填一次，占比合计 100%；人数至少 {least}，或占比与人数都为零。"
    en = "Name each of the four groups once, with percents that sum to 100; a size is at least {least}, or share and size are zero."


class NeedProfileDecided(Refused):
    """The profile is in force already."""

    code = "points.need_profile_decided"
    zh = "这份需求构成已经批准。"
    en = "This need profile has been approved."


@dataclass(frozen=True, kw_only=True)
class NeedShare:
    """One need group: its share of the community's need in percent, and how many people it has."""

    group: NeedGroup
    percent: int
    size: int


@dataclass(frozen=True, kw_only=True)
class NeedProfile:
    """One version of what the community needs; the one that was approved last is in force.

    A column for each number, so that a constraint can hold the sum.
    """

    profile_id: str
    source: str
    elders_percent: int
    elders_size: int
    children_percent: int
    children_size: int
    hardship_percent: int
    hardship_size: int
    others_percent: int
    others_size: int
    proposed_by: PartyId
    proposed_at: datetime
    approved_by: PartyId | None = None
    approved_at: datetime | None = None
    version: int = 1

    @property
    def shares(self) -> tuple[NeedShare, ...]:
        """Group by group, in the order of the list of kinds."""
        return tuple(
            NeedShare(
                group=group, percent=getattr(self, f"{group.value}_percent"), size=getattr(self, f"{group.value}_size")
            )
            for group in NeedGroup
        )

    def same_as(self, other: NeedProfile) -> bool:
        """Was the other one proposed with the same content?"""
        return (self.profile_id, self.source, self.shares) == (other.profile_id, other.source, other.shares)


def propose(*, profile_id: str, source: str, shares: Sequence[NeedShare], by: Hand) -> NeedProfile:
    """A profile that waits for the council. Refuses NeedSharesWrong."""
    given = {share.group: share for share in shares}
    fits = all(share.size >= SMALLEST_GROUP or share.size == share.percent == 0 for share in shares)
    if len(shares) != len(NeedGroup) or set(given) != set(NeedGroup) or not fits:
        raise NeedSharesWrong(least=SMALLEST_GROUP)
    if sum(share.percent for share in shares) != 100:
        raise NeedSharesWrong(least=SMALLEST_GROUP)
    return NeedProfile(
        profile_id=profile_id,
        source=source,
        elders_percent=given[NeedGroup.ELDERS].percent,
        elders_size=given[NeedGroup.ELDERS].size,
        children_percent=given[NeedGroup.CHILDREN].percent,
        children_size=given[NeedGroup.CHILDREN].size,
        hardship_percent=given[NeedGroup.HARDSHIP].percent,
        hardship_size=given[NeedGroup.HARDSHIP].size,
        others_percent=given[NeedGroup.OTHERS].percent,
        others_size=given[NeedGroup.OTHERS].size,
        proposed_by=by.party_id,
        proposed_at=by.at,
    )


def approve(profile: NeedProfile, *, by: Hand) -> NeedProfile:
    """In force from now on. Refuses NeedProfileDecided, SecondPersonNeeded."""
    if profile.approved_by is not None:
        raise NeedProfileDecided
    if by.concerned(profile.proposed_by):
        raise SecondPersonNeeded
    return replace(profile, approved_by=by.party_id, approved_at=by.at)
