"""Every statement about services of judges that do not count."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.merchants.ids import PanelId, ServiceWithdrawalReason, ServiceWithdrawalState
from services.merchants.withdrawals import refusals
from services.merchants.withdrawals.rules import Withdrawal
from services.merchants.withdrawals.tables import service_withdrawals

ITS = service_withdrawals.c


def add(work: Work, withdrawal: Withdrawal) -> Withdrawal:
    """Keep a proposal, or answer the one with the same content. Refuses ServiceWithdrawalKnown, ServiceWithdrawalIdTaken."""
    new = insert(service_withdrawals).values(community=work.community, **asdict(withdrawal))
    if work.connection.execute(new.on_conflict_do_nothing().returning(ITS.withdrawal_id)).first() is not None:
        return withdrawal
    known = _first(work, _all(work).where(ITS.withdrawal_id == withdrawal.withdrawal_id))
    if known is None:
        raise refusals.ServiceWithdrawalKnown
    if not known.same_as(withdrawal):
        raise refusals.ServiceWithdrawalIdTaken
    return known


def lock(work: Work, withdrawal_id: str) -> Withdrawal:
    """The withdrawal, locked. Refuses ServiceWithdrawalNotFound."""
    found = _first(work, _all(work).where(ITS.withdrawal_id == withdrawal_id).with_for_update())
    if found is None:
        raise refusals.ServiceWithdrawalNotFound
    return found


def save(work: Work, withdrawal: Withdrawal) -> Withdrawal:
    """Write a withdrawal that was locked, as its next version."""
    saved = replace(withdrawal, version=withdrawal.version + 1)
    mine = (ITS.community == work.community) & (ITS.withdrawal_id == saved.withdrawal_id)
    written = {name: getattr(saved, name) for name in service_withdrawals.info["updatable"]}
    work.connection.execute(update(service_withdrawals).where(mine).values(written))
    return saved


def newest(
    work: Work, *, panel_id: PanelId | None, judge_id: PartyId | None, before: str | None, limit: int
) -> list[Withdrawal]:
    """Withdrawals, newest id first; of one panel or judge if they are named."""
    wanted = _all(work).order_by(ITS.withdrawal_id.desc()).limit(limit)
    if panel_id is not None:
        wanted = wanted.where(ITS.panel_id == panel_id)
    if judge_id is not None:
        wanted = wanted.where(ITS.judge_id == judge_id)
    if before is not None:
        wanted = wanted.where(ITS.withdrawal_id < before)
    return [_withdrawal(row) for row in work.connection.execute(wanted)]


def _all(work: Work) -> Select[Any]:
    return select(service_withdrawals).where(ITS.community == work.community)


def _first(work: Work, wanted: Select[Any]) -> Withdrawal | None:
    row = work.connection.execute(wanted).first()
    return None if row is None else _withdrawal(row)


def _withdrawal(row: Row[Any]) -> Withdrawal:
    found = {name: value for name, value in row._mapping.items() if name != "community"}  # noqa: SLF001 - documented
    given = {"reason": ServiceWithdrawalReason(row.reason), "state": ServiceWithdrawalState(row.state)}
    return Withdrawal(**(found | given))
