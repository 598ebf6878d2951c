"""How many people were reached: counted by one person, confirmed by another, corrected by a new report (rulebook §10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import NeedGroup
from services.points.activities import refusals
from services.points.parties.rules import Hand

SHOWN_FROM = 5
HIDDEN = f"<{SHOWN_FROM}"

Counts = Mapping[NeedGroup, int]


@dataclass(frozen=True, kw_only=True)
class Report:
    """One count of an activity's beneficiaries. `number` rises from 1; the highest confirmed one holds."""

    report_id: str
    activity_id: str
    number: int
    reason: str | None
    entered_by: PartyId
    entered_at: datetime
    confirmed_by: PartyId | None = None
    confirmed_at: datetime | None = None
    version: int = 1


def check_counts(groups: tuple[NeedGroup, ...], *, earlier: int, reason: str | None) -> None:
    """Refuse BeneficiaryCountsUnfit, CorrectionReasonMissing."""
    if not groups or len(set(groups)) < len(groups):
        raise refusals.BeneficiaryCountsUnfit
    if earlier and reason is None:
        raise refusals.CorrectionReasonMissing


def confirm(report: Report, *, newest_confirmed: int, by: Hand) -> Report:
    """It holds from now on. Refuses OwnBeneficiaryReport, BeneficiaryReportDecided."""
    if by.concerned(report.entered_by):
        raise refusals.OwnBeneficiaryReport
    if report.confirmed_by is not None or report.number < newest_confirmed:
        raise refusals.BeneficiaryReportDecided
    return replace(report, confirmed_by=by.party_id, confirmed_at=by.at)


def shown(people: int) -> str:
    """A count as everybody may see it: fewer than five, none too, as "<5" (k-anonymity, rulebook §10)."""
    return HIDDEN if people < SHOWN_FROM else str(people)
