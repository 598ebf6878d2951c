"""What the toy services say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event, published
from contracts.kinds import Count, ShortText


@dataclass(frozen=True, kw_only=True)
class ToyPosted(Event):
    """Something was posted; `mood` tells the reaction how to behave."""

    source = "donations"
    subject = "board"

    board: ShortText
    number: Count
    mood: ShortText = "good"


@dataclass(frozen=True, kw_only=True)
class ToyTakenDown(Event):
    """Something was taken down again; not everybody hears it."""

    source = "donations"
    subject = "board"

    board: ShortText
    number: Count


# Toys are nothing that the system publishes.
for toy in (ToyPosted, ToyTakenDown):
    published.pop(toy.type())
