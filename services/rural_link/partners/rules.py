"""Who may be a rural partner, and who may act for one (rulebook §1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.refused import Kind, Refused
from contracts.rural_link.kinds import PartnerKind, ProduceCategory
from contracts.sectors import Sector


class NotRural(Refused):
    """Only a village, township or grower can be a rural partner."""

    code = "rural_link.not_a_rural_party"
    zh = "只有村、乡镇或种养户才能成为乡村伙伴。"
    en = "Only a party of the village sector can be a rural partner."


class NothingGrown(Refused):
    """A partner grows something, and each thing is named once."""

    code = "rural_link.categories_missing"
    kind = Kind.INVALID
    zh = "请写明种养的品类，每类一次。"
    en = "Name what the partner grows, each category once."


class PartnerIdTaken(Refused):
    """The id names another partner."""

    code = "rural_link.partner_id_taken"
    zh = "这个编号已经用于另一个伙伴。"
    en = "This id is already used for another partner."


class AlreadyPartner(Refused):
    """The party is a partner under another id."""

    code = "rural_link.already_partner"
    zh = "这个参与方已经是乡村伙伴。"
    en = "This party is a rural partner already."


class NotYourPartner(Refused):
    """A village acts for itself only."""

    code = "rural_link.not_your_partner"
    kind = Kind.FORBIDDEN
    zh = "您只能代表自己的村（合作社）办理。"
    en = "You may act for your own village only."


class CategoryNotGrown(Refused):
    """The partner was not registered for this category."""

    code = "rural_link.category_not_grown"
    zh = "这个伙伴没有登记“{category}”这一品类。"
    en = "The partner is not registered for {category}."


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A rural partner; `party_id` is the organisation its agents act for."""

    partner_id: str
    party_id: str
    kind: PartnerKind
    name: str
    place: str
    categories: tuple[ProduceCategory, ...]
    registered_on: date


def check_partner(partner: Partner, *, sector: Sector) -> None:
    """Refuse a partner that is not rural (NotRural) or grows nothing (NothingGrown)."""
    if sector is not Sector.VIL:
        raise NotRural
    if not partner.categories or len(set(partner.categories)) < len(partner.categories):
        raise NothingGrown


def check_agent(partner: Partner, *, organisation_id: str | None) -> None:
    """Refuse (NotYourPartner) whoever acts for another organisation than this partner."""
    if organisation_id != partner.party_id:
        raise NotYourPartner


def check_grown(partner: Partner, categories: Collection[ProduceCategory]) -> None:
    """Refuse (CategoryNotGrown) what the partner was not registered for."""
    for category in categories:
        if category not in partner.categories:
            raise CategoryNotGrown(category=category.value)
