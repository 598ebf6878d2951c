"""The table of suspensions of earning."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

suspensions = Table(
    "suspensions",
    metadata,
    Column("community", Text, nullable=False),
    Column("suspension_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("reversal_id", Text, nullable=False),
    Column("months", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_on", Date),
    Column("begins_on", Date),
    Column("ends_on", Date),
    Column("appeal", Text),
    Column("appeal_decided_by", Text),
    Column("answer", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "suspension_id", name="suspensions_pkey"),
    Index("suspensions_party", "community", "party_id"),
    CheckConstraint("months BETWEEN 3 AND 12", name="suspensions_length"),
    CheckConstraint(
        "state IN ('proposed', 'declined', 'imposed', 'appealed', 'upheld', 'lifted')", name="suspensions_state_known"
    ),
    CheckConstraint(
        "(state IN ('imposed', 'upheld')) = (begins_on IS NOT NULL) AND (begins_on IS NULL) = (ends_on IS NULL)",
        name="suspensions_time",
    ),
    # Proposed, decided and judged on appeal by three persons, none of them the party itself.
    CheckConstraint(
        "decided_by NOT IN (proposed_by, party_id) AND appeal_decided_by NOT IN (proposed_by, party_id, decided_by)",
        name="suspensions_persons",
    ),
    info={
        "updatable": (
            "state",
            "decided_by",
            "decided_on",
            "begins_on",
            "ends_on",
            "appeal",
            "appeal_decided_by",
            "answer",
            "version",
        )
    },
)
