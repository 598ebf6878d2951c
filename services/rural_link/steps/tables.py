"""The steps of every lot's life, and which of them were declared wrong. Both are written once."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

steps = Table(
    "steps",
    metadata,
    Column("community", Text, nullable=False),
    Column("step_id", Text, nullable=False),
    # Two steps of one command share their instant; the number keeps them in the order they were written.
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("happened_at", DateTime(timezone=True), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("place_id", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("grams", BigInteger),
    Column("reference", Text),
    PrimaryKeyConstraint("community", "step_id"),
    Index("steps_of_a_lot", "community", "lot_id", "number"),
    info=APPEND_ONLY,
)

error_declarations = Table(
    "error_declarations",
    metadata,
    Column("community", Text, nullable=False),
    Column("step_id", Text, nullable=False),
    Column("corrected_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("declared_at", DateTime(timezone=True), nullable=False),
    # A step is declared wrong once; if the correction is wrong too, the correction is corrected.
    PrimaryKeyConstraint("community", "step_id"),
    ForeignKeyConstraint(["community", "step_id"], ["steps.community", "steps.step_id"], name="declares_a_step_wrong"),
    ForeignKeyConstraint(
        ["community", "corrected_by"], ["steps.community", "steps.step_id"], name="corrected_by_a_step"
    ),
    info=APPEND_ONLY,
)
