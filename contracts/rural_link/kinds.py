"""The closed lists of rural_link: what is grown, which papers it needs, and the states of lots, orders and agreements."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from contracts.kinds import Whole

GRAMS_MAX = 10**12
SignedGrams = Annotated[int, Whole(-GRAMS_MAX, GRAMS_MAX)]


class PartnerKind(StrEnum):
    """What sort of rural partner it is."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    GROWER = "grower"
    TRADING_CENTRE = "trading_centre"


class ProduceCategory(StrEnum):
    """What is grown or raised; the category decides which papers a lot needs before anybody may order it."""

    VEGETABLES = "vegetables"
    FRUIT = "fruit"
    FRESH_TEA = "fresh_tea"
    LIVESTOCK_MEAT = "livestock_meat"
    POULTRY_MEAT = "poultry_meat"
    EGGS = "eggs"
    AQUATIC = "aquatic"
    POTATOES = "potatoes"
    SICHUAN_PEPPER = "sichuan_pepper"
    OTHER = "other"


class DocumentKind(StrEnum):
    """A paper that vouches for a lot."""

    COMMITMENT_CERTIFICATE = "commitment_certificate"  # 承诺达标合格证
    QUARANTINE_CERTIFICATE = "quarantine_certificate"  # 动物检疫证明
    ORIGIN_STATEMENT = "origin_statement"  # 产地说明


class MassUnit(StrEnum):
    """The units a village writes on its sheets."""

    KILOGRAM = "公斤"
    JIN = "斤"
    LIANG = "两"


class LotState(StrEnum):
    """Where a lot stands (rulebook §18). What is sold, given or lost of it is counted in grams, not in states."""

    DRAFT = "draft"
    COMMISSIONED = "commissioned"
    CERTIFIED = "certified"
    PUBLISHED = "published"
    HELD = "held"
    RECALLED = "recalled"


class OutflowKind(StrEnum):
    """Why grams left a lot without being ordered or donated."""

    TRANSFORMED = "transformed"  # became a dish or another product
    LOSS = "loss"  # spoiled, trimmed, spilled
    WEIGHING = "weighing"  # the difference a stock count found, within tolerance; may be negative


class RecordedOutflow(StrEnum):
    """The outflows a village records itself; weighing differences come from a count."""

    TRANSFORMED = "transformed"
    LOSS = "loss"


class StepKind(StrEnum):
    """One step in the life of a lot, as its public trace tells it."""

    COMMISSIONED = "commissioned"
    CERTIFIED = "certified"
    PUBLISHED = "published"
    ORDERED = "ordered"
    ORDER_CANCELLED = "order_cancelled"
    DELIVERED = "delivered"
    DONATED = "donated"
    RETURNED = "returned"
    TRANSFORMED = "transformed"
    LOST = "lost"
    COUNTED = "counted"
    HELD = "held"
    RELEASED = "released"
    RECALLED = "recalled"


class OrderState(StrEnum):
    """Where an order stands. Payment is made outside."""

    PLACED = "placed"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class AgreementState(StrEnum):
    """Where an agreement stands (rulebook §21)."""

    SIGNING = "signing"
    IN_FORCE = "in_force"
    ENDED = "ended"
