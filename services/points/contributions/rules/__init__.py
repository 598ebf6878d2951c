"""What decides about a contribution: what may be put forward, what it counts as, who takes which step, and when."""

from __future__ import annotations

from services.points.contributions.rules.claims import Claim, Document, Goods, Wanted, earning_of
from services.points.contributions.rules.entering import (
    check_day,
    check_entry,
    check_submission,
    claim_of,
    counted,
    counting_minutes,
)
from services.points.contributions.rules.givers import Giver
from services.points.contributions.rules.levels import check_level, plain_level
from services.points.contributions.rules.paper import check_printed, typed_serial
from services.points.contributions.rules.proving import Proof
from services.points.contributions.rules.replacing import check_replaced, lies_within
from services.points.contributions.rules.steps import (
    Caution,
    Near,
    approve,
    confirm,
    notice_days,
    reject,
    returned,
    send_back,
)
from services.points.contributions.rules.telling import instead_of_told
from services.points.contributions.rules.valuing import Appraisal

__all__ = [
    "Appraisal",
    "Caution",
    "Claim",
    "Document",
    "Giver",
    "Goods",
    "Near",
    "Proof",
    "Wanted",
    "approve",
    "check_day",
    "check_entry",
    "check_level",
    "check_printed",
    "check_replaced",
    "check_submission",
    "claim_of",
    "confirm",
    "counted",
    "counting_minutes",
    "earning_of",
    "instead_of_told",
    "lies_within",
    "notice_days",
    "plain_level",
    "reject",
    "returned",
    "send_back",
    "typed_serial",
]
