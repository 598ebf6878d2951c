"""When earning is suspended for fraud, and by whom (rulebook §5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import SuspensionState as State
from services.points.clawbacks import refusals
from services.points.parties.rules import Hand, Party

MONTHS_LEAST = 3
MONTHS_MOST = 12
APPEAL_DAYS = 14
"""An appeal within these days keeps the suspension from beginning until it is decided: nothing has to be given back if it is granted."""


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """A time in which a party earns nothing, from when it is imposed to when it is over. `reversal_id`: the fraud it follows from."""

    suspension_id: str
    party_id: PartyId
    reversal_id: str
    months: int
    reason: str
    state: State
    proposed_by: PartyId
    decided_by: PartyId | None = None
    decided_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    appeal: str | None = None
    appeal_decided_by: PartyId | None = None
    answer: str | None = None
    version: int = 1

    def same_as(self, other: Suspension) -> bool:
        """Was the other one proposed with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.suspension_id, self.party_id, self.reversal_id, self.months, self.reason, self.proposed_by)


def check_length(suspension: Suspension) -> None:
    """Refuse SuspensionLength unless it is 3 to 12 months."""
    if not MONTHS_LEAST <= suspension.months <= MONTHS_MOST:
        raise refusals.SuspensionLength(least=MONTHS_LEAST, most=MONTHS_MOST)


def decide(suspension: Suspension, *, by: Hand, party: Party, impose: bool, answer: str | None, on: date) -> Suspension:
    """By a council member who did not propose it; it begins when the time for an appeal is over. Refuses SuspensionState, OwnSuspension."""
    _require(suspension, State.PROPOSED)
    _check_hand(suspension, by=by, party=party)
    decided = replace(suspension, decided_by=by.party_id, decided_on=on, answer=answer)
    if not impose:
        return replace(decided, state=State.DECLINED)
    return _begin(replace(decided, state=State.IMPOSED), on=on + timedelta(days=APPEAL_DAYS + 1))


def appeal(suspension: Suspension, *, text: str, on: date) -> Suspension:
    """By the party itself, within 14 days. Refuses SuspensionState, AppealTooLate."""
    _require(suspension, State.IMPOSED)
    until = (suspension.decided_on or on) + timedelta(days=APPEAL_DAYS)
    if on > until:
        raise refusals.AppealTooLate(until=until.isoformat())
    return replace(suspension, state=State.APPEALED, appeal=text, begins_on=None, ends_on=None)


def decide_appeal(
    suspension: Suspension, *, by: Hand, party: Party, lift: bool, answer: str | None, on: date
) -> Suspension:
    """By yet another council member; upheld, it begins tomorrow. Refuses SuspensionState, OwnSuspension."""
    _require(suspension, State.APPEALED)
    _check_hand(suspension, by=by, party=party)
    decided = replace(suspension, appeal_decided_by=by.party_id, answer=answer)
    if lift:
        return replace(decided, state=State.LIFTED)
    return _begin(replace(decided, state=State.UPHELD), on=on + timedelta(days=1))


def _begin(suspension: Suspension, *, on: date) -> Suspension:
    return replace(suspension, begins_on=on, ends_on=_months_after(on, suspension.months) - timedelta(days=1))


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def _require(suspension: Suspension, state: State) -> None:
    if suspension.state is not state:
        raise refusals.SuspensionState(state=suspension.state.value)


def _check_hand(suspension: Suspension, *, by: Hand, party: Party) -> None:
    if by.concerned(suspension.proposed_by, suspension.decided_by) or by.close_to(party):
        raise refusals.OwnSuspension
