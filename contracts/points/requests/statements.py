"""What points can be asked about statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import PartyId, ShortText
from contracts.points.answers import statements as answers
from contracts.points.ids import StatementAccessId
from contracts.request import Command, PageQuery


@dataclass(frozen=True, kw_only=True)
class GetStatement(PageQuery[answers.PointsStatement]):
    """A party's statement: both balances over a period of civil days, as they were known at an instant.

    Without `until_day` up to today, without `from_day` from the first of that month on, without `as_of` as known now. One's own, one's household's
    or organisation's; an auditor's any, with a masked name; staff's any for which they have given a reason (OpenStatement).
    """

    service = "points"
    answer = answers.PointsStatement

    party_id: PartyId
    from_day: date | None = None
    until_day: date | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OpenStatement(Command[answers.StatementAccess]):
    """Say, as staff, why somebody's statement has to be read. It may be read for a day, and the party sees by whom and why."""

    service = "points"
    answer = answers.StatementAccess

    access_id: StatementAccessId
    party_id: PartyId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class ListStatementAccesses(PageQuery[answers.StatementAccessPage]):
    """Who of the staff opened a party's statement, when and why: for the party itself and for auditors."""

    service = "points"
    answer = answers.StatementAccessPage

    party_id: PartyId
