"""The tables of what acts of charity reached."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from services.points.activities.tables.base import metadata
from services.points.acts.tables import activities

reports = Table(
    "beneficiary_reports",
    metadata,
    Column("community", Text, nullable=False),
    Column("report_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reason", Text),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "report_id", name="beneficiary_reports_pkey"),
    UniqueConstraint("community", "activity_id", "number", name="beneficiary_reports_number"),
    ForeignKeyConstraint(
        ["community", "activity_id"],
        [activities.c.community, activities.c.activity_id],
        name="beneficiary_reports_activity",
    ),
    CheckConstraint("confirmed_by <> entered_by", name="beneficiary_reports_two_persons"),
    CheckConstraint("number = 1 OR (number > 1 AND reason IS NOT NULL)", name="beneficiary_reports_correction"),
    info={"updatable": ("confirmed_by", "confirmed_at", "version")},
)

beneficiaries = Table(
    "beneficiaries",
    metadata,
    Column("community", Text, nullable=False),
    Column("report_id", Text, nullable=False),
    Column("need_group", Text, nullable=False),
    Column("people", Integer, nullable=False),
    PrimaryKeyConstraint("community", "report_id", "need_group", name="beneficiaries_pkey"),
    ForeignKeyConstraint(
        ["community", "report_id"], [reports.c.community, reports.c.report_id], name="beneficiaries_report"
    ),
    CheckConstraint("people >= 0", name="beneficiaries_people"),
    info={"append_only": True},
)
