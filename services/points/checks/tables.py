"""The table of patterns that were found."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

findings = Table(
    "findings",
    metadata,
    Column("community", Text, nullable=False),
    Column("finding_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("parties", ARRAY(Text), nullable=False),
    Column("month", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("found_on", Date, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "finding_id", name="findings_pkey"),
    # The same pattern is shown once a month, however often it is seen.
    UniqueConstraint("community", "kind", "parties", "month", name="findings_once"),
    CheckConstraint("kind IN ('mutual', 'ring', 'share', 'twice')", name="findings_kind"),
    CheckConstraint("state IN ('open', 'cleared', 'upheld')", name="findings_state"),
    # Nobody decides about a pattern they are a part of.
    CheckConstraint("decided_by <> ALL (parties)", name="findings_decider"),
    info={"updatable": ("state", "decided_by", "decided_at", "reason", "version")},
)
