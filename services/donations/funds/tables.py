"""Funds and their projects."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

funds = Table(
    "funds",
    metadata,
    Column("community", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("host_id", Text, nullable=False),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "fund_code", name="funds_pkey"),
    info=APPEND_ONLY,
)

projects = Table(
    "projects",
    metadata,
    Column("community", Text, nullable=False),
    Column("project_code", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("plan_number", Text),
    Column("plan_filed_on", Date),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "project_code", name="projects_pkey"),
    ForeignKeyConstraint(["community", "fund_code"], ["funds.community", "funds.fund_code"], name="projects_fund"),
    # A plan belongs to one project: a statement line that names the plan then names the project.
    UniqueConstraint("community", "plan_number", name="projects_plan_once"),
    # Public fundraising without a filed plan is against the law (rulebook §12).
    CheckConstraint("(lane = 'A') = (plan_number IS NOT NULL AND plan_filed_on IS NOT NULL)", name="projects_plan"),
    CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="projects_days"),
    info=APPEND_ONLY,
)
