"""What of the council's numbers a card says, and how the next one changes them within their bounds (rulebook §0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from contracts.points.answers import RateCard, RateParameter, RateParameterMeaning
from services.points.rate_cards import refusals
from services.points.rate_cards.rules.earning import in_force
from services.points.rate_cards.rules.rulebook import FIRST_RULEBOOK, NUMBERS, ORDERED, Rulebook


def meanings() -> tuple[RateParameterMeaning, ...]:
    """What may be set, in the order of the rulebook."""
    return tuple(
        RateParameterMeaning(name=name, first=getattr(FIRST_RULEBOOK, name), **one.metadata)
        for name, one in NUMBERS.items()
    )


def rulebook_of(card: RateCard) -> Rulebook:
    """The numbers of a card; what a card of an earlier time does not name is as the rulebook has it."""
    if not card.parameters:
        return FIRST_RULEBOOK
    return Rulebook(**{one.name: one.value for one in card.parameters if one.name in NUMBERS})


def rulebook_on(cards: Sequence[RateCard], *, on: date) -> Rulebook:
    """The numbers that hold on that day; FIRST_RULEBOOK before any published card."""
    return rulebook_of(in_force(cards, on=on))


def parameters_of(rulebook: Rulebook) -> tuple[RateParameter, ...]:
    """The numbers as a card shows them."""
    return tuple(RateParameter(name=name, value=getattr(rulebook, name)) for name in NUMBERS)


def following(changes: Sequence[RateParameter], *, after: Rulebook) -> Rulebook:
    """The numbers as they will hold: those that were left out as before. Refuses ParameterUnknown, ParameterOutOfBounds."""
    wanted = {one.name: one.value for one in changes}
    for one in changes:
        if one.name not in NUMBERS or len(wanted) < len(changes):
            raise refusals.ParameterUnknown(name=one.name)
        _check(one.name, one.value, least=NUMBERS[one.name].metadata["least"], most=NUMBERS[one.name].metadata["most"])
    found = replace(after, **wanted)
    for less, more in ORDERED:
        _check(more, getattr(found, more), least=getattr(found, less), most=NUMBERS[more].metadata["most"])
    return found


def _check(name: str, value: int, *, least: int, most: int) -> None:
    if not least <= value <= most:
        raise refusals.ParameterOutOfBounds(name=name, least=least, most=most)
