"""The tables of corrections and paper sheets."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from services.points.activities.tables.base import metadata
from services.points.acts.tables import activities, sheets, shifts

corrections = Table(
    "attendance_corrections",
    metadata,
    Column("community", Text, nullable=False),
    Column("correction_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("organisation_id", Text),
    Column("checked_in_at", DateTime(timezone=True), nullable=False),
    Column("checked_out_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("was_in_at", DateTime(timezone=True)),
    Column("was_out_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "correction_id", name="attendance_corrections_pkey"),
    ForeignKeyConstraint(
        ["community", "activity_id"],
        [activities.c.community, activities.c.activity_id],
        name="attendance_corrections_activity",
    ),
    ForeignKeyConstraint(
        ["community", "shift_id"], [shifts.c.community, shifts.c.shift_id], name="attendance_corrections_shift"
    ),
    Index("attendance_corrections_of_activity", "community", "activity_id", "correction_id"),
    CheckConstraint("state IN ('proposed', 'accepted', 'declined')", name="attendance_corrections_state_known"),
    CheckConstraint("checked_in_at < checked_out_at", name="attendance_corrections_times"),
    CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="attendance_corrections_decision"),
    CheckConstraint("decided_by NOT IN (proposed_by, party_id)", name="attendance_corrections_two_persons"),
    info={"updatable": ("state", "decided_by", "decided_at", "was_in_at", "was_out_at", "version")},
)

serials = Table(
    "sheet_serials",
    metadata,
    Column("community", Text, nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("community", "year", name="sheet_serials_pkey"),
    info={"updatable": ("last",)},
)

sheet_lines = Table(
    "attendance_sheet_lines",
    metadata,
    Column("community", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("keying", Integer, nullable=False),
    Column("line", SmallInteger, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("organisation_id", Text),
    Column("began_at", DateTime(timezone=True), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("countersigned_by", Text),
    PrimaryKeyConstraint("community", "serial", "keying", "line", name="attendance_sheet_lines_pkey"),
    ForeignKeyConstraint(
        ["community", "serial"], [sheets.c.community, sheets.c.serial], name="attendance_sheet_lines_sheet"
    ),
    CheckConstraint("minutes > 0 AND line > 0", name="attendance_sheet_lines_minutes"),
    CheckConstraint("signed OR countersigned_by IS NOT NULL", name="attendance_sheet_lines_signed"),
    CheckConstraint("countersigned_by <> party_id", name="attendance_sheet_lines_counterpart"),
    info={"append_only": True},
)
