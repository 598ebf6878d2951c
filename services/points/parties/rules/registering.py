"""Who may be registered how, and whose name is shown to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import PartyKind
from contracts.refused import Kind, NotFound, Refused
from contracts.sectors import Sector

BATCH_MAX = 200
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "令狐",
    ]
)
HOUSEHOLD_SHOWN = "住户"
ERASED_SHOWN = "已注销"


class PartyIdTaken(Refused):
    """The id belongs to a party that was registered with other content."""

    code = "points.party_id_taken"
    zh = "这个编号已登记给另一方。"
    en = "This id is registered with other content."


class TooManyParties(Refused):
    """One batch holds too many."""

    code = "points.too_many_parties"
    kind = Kind.INVALID
    zh = "一次最多登记 {most} 个，至少一个。"
    en = "Register between one and {most} at a time."


class WrongLink(Refused):
    """A household or organisation was named that does not fit."""

    code = "points.wrong_link"
    kind = Kind.INVALID
    zh = "只有个人可以属于住户和组织；所属的住户或组织须先登记，且类别相符。"
    en = "Only persons belong to a household or organisation, which must be registered before and be of that kind."


class HouseholdInhabited(Refused):
    """Somebody lives there, and nobody asked them: who joins them is proposed, and each adult agrees (rulebook §1)."""

    code = "points.household_inhabited"
    kind = Kind.FORBIDDEN
    zh = "该住户已有人居住；请先登记此人，再提出加入住户，由每位成年成员同意。"
    en = "Somebody lives in this household. Register the person first, then propose that they join, so that each adult agrees."


class PartyNotFound(NotFound):
    """There is no such party in this community."""

    code = "points.party_not_found"
    zh = "没有找到这一方。"
    en = "There is no such party."


class PartyErased(Refused):
    """The person has been forgotten: nothing new is earned, recorded or decided in this name."""

    code = "points.party_erased"
    zh = "此人的个人信息已删除，不能再办理。"
    en = "This person has been erased; nothing more can be done in this name."


class ActorUnknown(Refused):
    """Whoever asks is not registered, so nobody can tell whether they are too close to the matter."""

    code = "points.actor_not_registered"
    kind = Kind.FORBIDDEN
    zh = "请先登记为社区的一方，再做这件事。"
    en = "Register as a party of the community before you do this."


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who somebody is. Households and organisations belong to nobody. `name` of a person is its mask: the name itself is sealed."""

    party_id: PartyId
    kind: PartyKind
    sector: Sector
    name: str
    household_id: PartyId | None
    organisation_id: PartyId | None
    registered_at: datetime
    version: int = 1
    erased_at: datetime | None = None

    @property
    def public_name(self) -> str:
        """What everybody may see: the name of an organisation, the masked name of a person, nothing of a household."""
        if self.erased_at is not None:
            return ERASED_SHOWN
        if self.kind is PartyKind.HOUSEHOLD:
            return HOUSEHOLD_SHOWN
        return masked(self.name) if self.kind is PartyKind.PERSON else self.name

    @property
    def ties(self) -> frozenset[PartyId]:
        """The party itself, its household and its organisation."""
        return frozenset(tie for tie in (self.party_id, self.household_id, self.organisation_id) if tie)

    def same_as(self, other: Party) -> bool:
        """Was the other one registered with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.party_id, self.kind, self.sector, self.name, self.household_id, self.organisation_id)


def masked(name: str) -> str:
    """A person's name as others see it: 张华 → 张*, 张小华 → 张*华, 欧阳修文 → 欧阳**. Never longer, never the whole name."""
    if name[:2] in COMPOUND_SURNAMES and len(name) > 2:
        return name[:2] + "*" * (len(name) - 2)
    if len(name) <= 2:
        return name[: len(name) - 1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def check_batch(parties: Sequence[Party]) -> None:
    """Refuse TooManyParties, and PartyIdTaken if one id stands in the batch twice."""
    if not 0 < len(parties) <= BATCH_MAX:
        raise TooManyParties(most=BATCH_MAX)
    if len({party.party_id for party in parties}) < len(parties):
        raise PartyIdTaken


def newcomers(parties: Sequence[Party], *, known: Mapping[PartyId, Party]) -> list[Party]:
    """Those of the batch that are not registered yet. Refuses PartyIdTaken if one is, with other content."""
    for party in parties:
        if party.party_id in known and not party.same_as(known[party.party_id]):
            raise PartyIdTaken
    return [party for party in parties if party.party_id not in known]


def check_links(party: Party, *, known: Mapping[PartyId, Party]) -> None:
    """Refuse WrongLink unless a person names a registered household and a registered organisation, or none."""
    wanted = ((party.household_id, PartyKind.HOUSEHOLD), (party.organisation_id, PartyKind.ORGANISATION))
    for link, kind in wanted:
        if link is None:
            continue
        if party.kind is not PartyKind.PERSON or link not in known or known[link].kind is not kind:
            raise WrongLink
    if party.kind is PartyKind.HOUSEHOLD and party.sector is not Sector.RES:
        raise WrongLink


def forgotten(party: Party, *, at: datetime) -> Party:
    """The person under a pseudonym that follows from the id, without household and organisation: these would tell who it was."""
    return replace(
        party, name=f"{ERASED_SHOWN}-{party.party_id[-6:]}", household_id=None, organisation_id=None, erased_at=at
    )
