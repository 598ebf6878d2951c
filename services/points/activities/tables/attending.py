"""The tables of places in shifts and of who came."""

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
    UniqueConstraint,
    text,
)

from services.points.activities.tables.base import metadata
from services.points.acts.tables import activities, shifts

sign_ups = Table(
    "sign_ups",
    metadata,
    Column("community", Text, nullable=False),
    Column("sign_up_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("organisation_id", Text),
    Column("state", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("signed_by", Text, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
    Column("placed_at", DateTime(timezone=True)),
    Column("offer_ends_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("no_show", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "sign_up_id", name="sign_ups_pkey"),
    ForeignKeyConstraint(["community", "shift_id"], [shifts.c.community, shifts.c.shift_id], name="sign_ups_shift"),
    # One place, or one turn in line, for each person.
    Index(
        "sign_ups_once",
        "community",
        "shift_id",
        "party_id",
        unique=True,
        postgresql_where=text("state IN ('placed', 'waiting', 'offered')"),
    ),
    Index("sign_ups_line", "community", "shift_id", "position", postgresql_where=text("state = 'waiting'")),
    Index("sign_ups_offered", "community", "offer_ends_at", postgresql_where=text("state = 'offered'")),
    Index("sign_ups_party", "community", "party_id", "sign_up_id"),
    Index("sign_ups_activity", "community", "activity_id", "sign_up_id"),
    CheckConstraint("state IN ('placed', 'waiting', 'offered', 'withdrawn', 'lapsed')", name="sign_ups_state_known"),
    CheckConstraint("(basis = 'paid') = (organisation_id IS NOT NULL)", name="sign_ups_basis"),
    CheckConstraint("(state = 'offered') = (offer_ends_at IS NOT NULL)", name="sign_ups_offer"),
    CheckConstraint("(state IN ('withdrawn', 'lapsed')) = (ended_at IS NOT NULL)", name="sign_ups_end"),
    info={"updatable": ("state", "position", "placed_at", "offer_ends_at", "ended_at", "no_show", "version")},
)

attendances = Table(
    "attendances",
    metadata,
    Column("community", Text, nullable=False),
    Column("attendance_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("shift_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("organisation_id", Text),
    Column("checked_in_at", DateTime(timezone=True), nullable=False),
    Column("checked_out_at", DateTime(timezone=True)),
    Column("minutes", Integer, nullable=False),
    Column("evidence", Text),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("second_by", Text),
    Column("reason", Text),
    Column("reference", Text),
    Column("contribution_id", Text),
    Column("refusal", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "attendance_id", name="attendances_pkey"),
    # In twice is in once.
    UniqueConstraint("community", "shift_id", "party_id", name="attendances_once"),
    ForeignKeyConstraint(
        ["community", "activity_id"], [activities.c.community, activities.c.activity_id], name="attendances_activity"
    ),
    ForeignKeyConstraint(["community", "shift_id"], [shifts.c.community, shifts.c.shift_id], name="attendances_shift"),
    Index("attendances_activity_party", "community", "activity_id", "party_id"),
    Index("attendances_party", "community", "party_id", "attendance_id"),
    Index("attendances_contribution", "community", "contribution_id"),
    CheckConstraint("(source = 'paper') = (reference IS NOT NULL)", name="attendances_reference"),
    # What waits to become a contribution.
    Index("attendances_done", "community", "activity_id", postgresql_where=text("state = 'done'")),
    CheckConstraint("state IN ('open', 'done', 'submitted', 'refused', 'recorded')", name="attendances_state_known"),
    CheckConstraint("source IN ('code', 'paper', 'correction')", name="attendances_source"),
    CheckConstraint("(basis = 'paid') = (organisation_id IS NOT NULL)", name="attendances_basis"),
    CheckConstraint("minutes >= 0 AND checked_out_at >= checked_in_at", name="attendances_minutes"),
    CheckConstraint("(state = 'open') = (evidence IS NULL)", name="attendances_evidence"),
    CheckConstraint("(state = 'submitted') = (contribution_id IS NOT NULL)", name="attendances_submitted"),
    # What no code at the venue vouches for is vouched for by two persons, neither of them who came.
    CheckConstraint(
        "source = 'code' OR (second_by IS NOT NULL AND second_by NOT IN (entered_by, party_id))",
        name="attendances_two_persons",
    ),
    info={
        "updatable": (
            "basis",
            "organisation_id",
            "checked_in_at",
            "checked_out_at",
            "minutes",
            "evidence",
            "source",
            "state",
            "entered_by",
            "second_by",
            "reason",
            "reference",
            "contribution_id",
            "refusal",
            "version",
        )
    },
)

code_tries = Table(
    "venue_code_tries",
    metadata,
    Column("community", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("locked_until", DateTime(timezone=True)),
    PrimaryKeyConstraint("community", "activity_id", "party_id", name="venue_code_tries_pkey"),
    CheckConstraint("tries BETWEEN 0 AND 5", name="venue_code_tries_count"),
    info={"updatable": ("tries", "locked_until")},
)
