"""The table of reversals proposed by hand."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

proposals = Table(
    "reversal_proposals",
    metadata,
    Column("community", Text, nullable=False),
    Column("proposal_id", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("amount", BigInteger),
    Column("note", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("decided_by", Text),
    Column("answer", Text),
    Column("reversal_id", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "proposal_id", name="reversal_proposals_pkey"),
    Index("reversal_proposals_state", "community", "state", "proposal_id"),
    CheckConstraint("state IN ('proposed', 'done', 'declined')", name="reversal_proposals_state_known"),
    CheckConstraint(
        "(state = 'proposed') = (decided_by IS NULL) AND (state = 'done') = (reversal_id IS NOT NULL)",
        name="reversal_proposals_decided",
    ),
    CheckConstraint("decided_by NOT IN (proposed_by, party_id)", name="reversal_proposals_two_persons"),
    info={"updatable": ("state", "decided_by", "answer", "reversal_id", "version")},
)
