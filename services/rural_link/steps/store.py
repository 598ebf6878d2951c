"""Every statement about steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from chassis.ids import new_id
from contracts.refused import NotFound
from contracts.rural_link.kinds import StepKind
from services.rural_link.steps.rules import CorrectionIdTaken, ErrorDeclaration, Step, StepCorrected
from services.rural_link.steps.tables import error_declarations, steps

STEPS_MAX = 500  # Steps of one lot that are shown; a lot of a hundred orders has some three hundred.


def step_now(
    work: Work,
    kind: StepKind,
    *,
    lot_id: str,
    place_id: str,
    place: str,
    grams: int | None = None,
    reference: str | None = None,
) -> Step:
    """A step that happens with this work."""
    return Step(
        step_id=new_id("stp"),
        lot_id=lot_id,
        kind=kind,
        happened_at=work.now,
        recorded_at=work.now,
        place_id=place_id,
        place=place,
        grams=grams,
        reference=reference,
    )


def add_steps(work: Work, happened: Sequence[Step]) -> None:
    """Append the steps, in this order."""
    work.connection.execute(insert(steps), [_row(work, step) for step in happened])


def add_correction(work: Work, *, wrong: Step, right: Step, declaration: ErrorDeclaration) -> None:
    """Append the right step and the declaration that the other is wrong. Raises CorrectionIdTaken, StepCorrected."""
    added = work.connection.execute(
        upsert(steps).values(_row(work, right)).on_conflict_do_nothing().returning(steps.c.step_id)
    ).first()
    if added is None:
        raise CorrectionIdTaken
    declared = work.connection.execute(
        upsert(error_declarations)
        .values(
            community=work.community,
            step_id=wrong.step_id,
            corrected_by=declaration.corrected_by,
            reason=declaration.reason,
            declared_at=declaration.declared_at,
        )
        .on_conflict_do_nothing()
        .returning(error_declarations.c.step_id)
    ).first()
    if declared is None:  # Somebody else's correction was faster.
        raise StepCorrected


def step(work: Work, *, lot_id: str, step_id: str) -> Step:
    """One step of the lot. Raises NotFound."""
    row = work.connection.execute(_steps(work, lot_id).where(steps.c.step_id == step_id)).first()
    if row is None:
        raise NotFound
    return _step(row)


def steps_of(work: Work, lot_id: str) -> list[Step]:
    """The first STEPS_MAX steps of the lot, wrong ones included, in the order they were written."""
    query = _steps(work, lot_id).order_by(steps.c.number).limit(STEPS_MAX)
    return [_step(row) for row in work.connection.execute(query)]


def _steps(work: Work, lot_id: str) -> Select[Any]:
    declared = and_(
        error_declarations.c.community == steps.c.community, error_declarations.c.step_id == steps.c.step_id
    )
    return (
        select(
            steps,
            error_declarations.c.corrected_by,
            error_declarations.c.reason,
            error_declarations.c.declared_at,
        )
        .select_from(steps.outerjoin(error_declarations, declared))
        .where(steps.c.community == work.community, steps.c.lot_id == lot_id)
    )


def _row(work: Work, step: Step) -> dict[str, Any]:
    return {
        "community": work.community,
        "step_id": step.step_id,
        "lot_id": step.lot_id,
        "kind": step.kind,
        "happened_at": step.happened_at,
        "recorded_at": step.recorded_at,
        "place_id": step.place_id,
        "place": step.place,
        "grams": step.grams,
        "reference": step.reference,
    }


def _step(row: Row[Any]) -> Step:
    wrong = row.corrected_by is not None
    return Step(
        step_id=row.step_id,
        lot_id=row.lot_id,
        kind=StepKind(row.kind),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        place_id=row.place_id,
        place=row.place,
        grams=row.grams,
        reference=row.reference,
        error=ErrorDeclaration(corrected_by=row.corrected_by, reason=row.reason, declared_at=row.declared_at)
        if wrong
        else None,
    )
