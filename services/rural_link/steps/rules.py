"""What a step says, and how a wrong one is corrected: by a further step, never by a change (rulebook §18)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.refused import Kind, Refused
from contracts.rural_link.kinds import StepKind


class StepInFuture(Refused):
    """A trace tells what happened, not what will."""

    code = "rural_link.step_in_future"
    kind = Kind.INVALID
    zh = "发生时间不能晚于现在。"
    en = "A step cannot have happened in the future."


class StepCorrected(Refused):
    """The step was declared wrong before; correct its correction."""

    code = "rural_link.step_already_corrected"
    zh = "这一步已经更正过，请更正那条更正记录。"
    en = "This step was corrected before; correct the correction."


class CorrectionIdTaken(Refused):
    """The id names another step."""

    code = "rural_link.correction_id_taken"
    zh = "这个编号已经用于另一条记录。"
    en = "This id is already used for another step."


@dataclass(frozen=True, kw_only=True)
class ErrorDeclaration:
    """Why a step is wrong, and the step that says what is right."""

    corrected_by: str
    reason: str
    declared_at: datetime


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what (lot, grams), when (happened, recorded), where (place), why (kind, the order or donation it refers to).

    `place_id` is a partner's id or the community's; `grams` is None where the step moves no weight.
    """

    step_id: str
    lot_id: str
    kind: StepKind
    happened_at: datetime
    recorded_at: datetime
    place_id: str
    place: str
    grams: int | None = None
    reference: str | None = None
    error: ErrorDeclaration | None = None


def correct(
    step: Step, *, correction_id: str, reason: str, happened_at: datetime, place: str, at: datetime
) -> tuple[Step, ErrorDeclaration]:
    """The step that says where and when it really happened, and the declaration that the first one is wrong.

    The weight cannot be corrected here: it is counted, not told. Refuses StepCorrected, StepInFuture.
    """
    if step.error is not None:
        raise StepCorrected
    if happened_at > at:
        raise StepInFuture
    right = replace(step, step_id=correction_id, happened_at=happened_at, place=place, recorded_at=at)
    return right, ErrorDeclaration(corrected_by=correction_id, reason=reason, declared_at=at)
