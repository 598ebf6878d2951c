"""What contributions earn and things on loan count as, and how two council members change it."""

from __future__ import annotations

from services.points.rate_cards.rules.earning import (
    FIRST_CARD,
    NEVER_SPENDABLE,
    RECEIPTED,
    STEP_MINUTES,
    Time,
    Worth,
    capped,
    in_force,
    kept,
    of_time,
    of_value,
    rate_of,
)
from services.points.rate_cards.rules.following import next_card, next_table
from services.points.rate_cards.rules.lending import FIRST_TABLE, hourly, table_in_force
from services.points.rate_cards.rules.proposing import Proposal, Subject, decide, propose, shown_state

__all__ = [
    "FIRST_CARD",
    "FIRST_TABLE",
    "NEVER_SPENDABLE",
    "RECEIPTED",
    "STEP_MINUTES",
    "Proposal",
    "Subject",
    "Time",
    "Worth",
    "capped",
    "decide",
    "hourly",
    "in_force",
    "kept",
    "next_card",
    "next_table",
    "of_time",
    "of_value",
    "propose",
    "rate_of",
    "shown_state",
    "table_in_force",
]
