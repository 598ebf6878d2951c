"""The table of services of judges that do not count."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

service_withdrawals = Table(
    "service_withdrawals",
    metadata,
    Column("community", Text, nullable=False),
    Column("withdrawal_id", Text, nullable=False),
    Column("panel_id", Text, nullable=False),
    Column("judge_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("answer", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "withdrawal_id", name="service_withdrawals_pkey"),
    CheckConstraint("state IN ('proposed', 'done', 'declined')", name="service_withdrawals_state"),
    CheckConstraint(
        "reason IN ('ERROR', 'DUPLICATE', 'FRAUD', 'DISPUTE_LOST', 'EVIDENCE_WITHDRAWN')",
        name="service_withdrawals_reason",
    ),
    CheckConstraint(
        "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
        name="service_withdrawals_decided",
    ),
    # Nobody takes a service back alone, and no judge decides about their own.
    CheckConstraint("decided_by NOT IN (proposed_by, judge_id)", name="service_withdrawals_two_persons"),
    # A service is withdrawn once.
    Index(
        "service_withdrawals_once",
        "community",
        "panel_id",
        "judge_id",
        unique=True,
        postgresql_where=text("state <> 'declined'"),
    ),
    Index("service_withdrawals_of_judge", "community", "judge_id"),
    info={"updatable": ("state", "decided_by", "decided_at", "answer", "version")},
)
