"""The tables of personal data: sealed values, who changed and who looked, and erasures."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

FIELDS = "('legal_name', 'phone', 'address', 'identity_number')"

personal_values = Table(
    "personal_values",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("blind", Text),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "party_id", "field", name="personal_values_pkey"),
    CheckConstraint(f"field IN {FIELDS}", name="personal_values_field"),
    # A seal begins with the id of its key; a value in clear would not fit.
    CheckConstraint("sealed ~ '^[0-9a-f]{10}\\.[A-Za-z0-9+/]+=*$'", name="personal_values_sealed"),
    CheckConstraint("blind ~ '^[0-9a-f]{64}$'", name="personal_values_blind"),
    Index("personal_values_by_blind", "community", "field", "blind", postgresql_where=text("blind IS NOT NULL")),
    info={"updatable": ("sealed", "blind", "changed_by", "changed_at"), "deletable": True},
)

personal_changes = Table(
    "personal_changes",
    metadata,
    Column("community", Text, nullable=False),
    Column("change_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reason", Text),
    PrimaryKeyConstraint("community", "change_id", name="personal_changes_pkey"),
    CheckConstraint("change IN ('recorded', 'removed')", name="personal_changes_change"),
    Index("personal_changes_of_party", "community", "party_id", "change_id"),
    info=APPEND_ONLY,
)

personal_looks = Table(
    "personal_looks",
    metadata,
    Column("community", Text, nullable=False),
    Column("look_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("day", Date, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("community", "look_id", name="personal_looks_pkey"),
    CheckConstraint("kind IN ('reveal', 'lookup')", name="personal_looks_kind"),
    Index("personal_looks_at_party", "community", "party_id", "look_id"),
    Index("personal_looks_by_day", "community", "by", "day", postgresql_where=text("kind = 'reveal'")),
    info=APPEND_ONLY,
)

erasures = Table(
    "erasures",
    metadata,
    Column("community", Text, nullable=False),
    Column("erasure_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "erasure_id", name="erasures_pkey"),
    CheckConstraint("state IN ('asked', 'executed', 'withdrawn')", name="erasures_state"),
    CheckConstraint("(state = 'asked') = (ended_by IS NULL)", name="erasures_ended"),
    # Nobody erases alone.
    CheckConstraint("state <> 'executed' OR ended_by NOT IN (asked_by, party_id)", name="erasures_two_persons"),
    Index("erasures_once", "community", "party_id", unique=True, postgresql_where=text("state <> 'withdrawn'")),
    info={"updatable": ("state", "ended_by", "ended_at", "version")},
)
