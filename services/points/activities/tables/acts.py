"""The tables of acts of charity, their hosts and shifts, and what they reached."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

activities = Table(
    "activities",
    metadata,
    Column("community", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("needs", ARRAY(Text), nullable=False),
    Column("planned_start", DateTime(timezone=True), nullable=False),
    Column("planned_end", DateTime(timezone=True), nullable=False),
    Column("sign_up_closes_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("published_by", Text),
    Column("published_at", DateTime(timezone=True)),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "activity_id", name="activities_pkey"),
    Index("activities_planned", "community", "state", "planned_end"),
    CheckConstraint("state IN ('draft', 'published', 'running', 'closed', 'cancelled')", name="activities_state_known"),
    CheckConstraint("planned_start < planned_end AND sign_up_closes_at <= planned_end", name="activities_times"),
    CheckConstraint("cardinality(needs) > 0", name="activities_needs"),
    # What fixes how hours will count is looked at by two persons.
    CheckConstraint("published_by <> drafted_by", name="activities_two_persons"),
    CheckConstraint("state IN ('draft', 'cancelled') OR published_by IS NOT NULL", name="activities_published"),
    CheckConstraint("(state IN ('closed', 'cancelled')) = (ended_at IS NOT NULL)", name="activities_end"),
    info={
        "updatable": (
            "state",
            "published_by",
            "published_at",
            "started_at",
            "ended_by",
            "ended_at",
            "reason",
            "version",
        )
    },
)

hosts = Table(
    "activity_hosts",
    metadata,
    Column("community", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("answered_by", Text),
    Column("answered_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("community", "activity_id", "party_id", name="activity_hosts_pkey"),
    ForeignKeyConstraint(
        ["community", "activity_id"], [activities.c.community, activities.c.activity_id], name="activity_hosts_activity"
    ),
    CheckConstraint("state IN ('named', 'accepted', 'declined')", name="activity_hosts_state_known"),
    CheckConstraint("(state = 'named') = (answered_by IS NULL)", name="activity_hosts_answer"),
    info={"updatable": ("state", "answered_by", "answered_at")},
)

shifts = Table(
    "shifts",
    metadata,
    Column("community", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("hours_type", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("quota", Integer, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("qualification", Text),
    Column("strain", Text),
    Column("taken", Integer, nullable=False),
    Column("queued", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "shift_id", name="shifts_pkey"),
    ForeignKeyConstraint(
        ["community", "activity_id"], [activities.c.community, activities.c.activity_id], name="shifts_activity"
    ),
    Index("shifts_of_activity", "community", "activity_id"),
    # Never more people than places.
    CheckConstraint("taken BETWEEN 0 AND quota", name="shifts_quota"),
    CheckConstraint("starts_at < ends_at", name="shifts_times"),
    CheckConstraint("level BETWEEN 1 AND 5 AND queued >= 0", name="shifts_level"),
    CheckConstraint("hours_type IN ('H1', 'H2', 'H3', 'H4')", name="shifts_hours"),
    CheckConstraint("hours_type <> 'H2' OR qualification IS NOT NULL", name="shifts_skilled"),
    CheckConstraint("(hours_type = 'H3') = (strain IS NOT NULL)", name="shifts_listed"),
    CheckConstraint("strain IN ('night', 'emergency', 'heavy')", name="shifts_strain"),
    info={"updatable": ("quota", "taken", "queued", "version")},
)

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
