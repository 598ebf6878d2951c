"""The tables of what an act of charity is: itself, its hosts, its tasks, and the sheets that were printed for it."""

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

sheets = Table(
    "attendance_sheets",
    metadata,
    Column("community", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("printed_by", Text, nullable=False),
    Column("printed_at", DateTime(timezone=True), nullable=False),
    Column("keying", Integer, nullable=False),
    Column("keyed_by", Text),
    Column("keyed_at", DateTime(timezone=True)),
    Column("scan_sha256", Text),
    Column("entered_by", Text),
    Column("entered_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "serial", name="attendance_sheets_pkey"),
    ForeignKeyConstraint(
        ["community", "activity_id"],
        [activities.c.community, activities.c.activity_id],
        name="attendance_sheets_activity",
    ),
    ForeignKeyConstraint(
        ["community", "shift_id"], [shifts.c.community, shifts.c.shift_id], name="attendance_sheets_shift"
    ),
    CheckConstraint("state IN ('printed', 'keyed', 'entered')", name="attendance_sheets_state_known"),
    CheckConstraint("entered_by <> keyed_by", name="attendance_sheets_two_persons"),
    CheckConstraint("(state = 'entered') = (entered_by IS NOT NULL)", name="attendance_sheets_entered"),
    CheckConstraint(
        "state = 'printed' OR (keyed_by IS NOT NULL AND scan_sha256 IS NOT NULL)", name="attendance_sheets_keyed"
    ),
    info={
        "updatable": (
            "state",
            "keying",
            "keyed_by",
            "keyed_at",
            "scan_sha256",
            "entered_by",
            "entered_at",
            "reason",
            "version",
        )
    },
)
