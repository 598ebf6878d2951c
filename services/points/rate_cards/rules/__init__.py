"""What contributions earn and things on loan count as, the council's numbers, and how two council members change them."""

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
from services.points.rate_cards.rules.parameters import meanings, parameters_of, rulebook_of, rulebook_on
from services.points.rate_cards.rules.proposing import Proposal, Subject, decide, propose, shown_state
from services.points.rate_cards.rules.rulebook import FIRST_RULEBOOK, NUMBERS, Rulebook

__all__ = [
    "FIRST_CARD",
    "FIRST_RULEBOOK",
    "FIRST_TABLE",
    "NEVER_SPENDABLE",
    "NUMBERS",
    "RECEIPTED",
    "STEP_MINUTES",
    "Proposal",
    "Rulebook",
    "Subject",
    "Time",
    "Worth",
    "capped",
    "decide",
    "hourly",
    "in_force",
    "kept",
    "meanings",
    "next_card",
    "next_table",
    "of_time",
    "of_value",
    "parameters_of",
    "propose",
    "rate_of",
    "rulebook_of",
    "rulebook_on",
    "shown_state",
    "table_in_force",
]
