"""Versions of the initiative and assents to its clauses. Nothing here is ever changed."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

initiatives = Table(
    "initiatives",
    metadata,
    Column("community", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "number"),
    info=APPEND_ONLY,
)

clauses = Table(
    "clauses",
    metadata,
    Column("community", Text, nullable=False),
    Column("initiative", Integer, nullable=False),
    Column("number", SmallInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    PrimaryKeyConstraint("community", "initiative", "number"),
    ForeignKeyConstraint(["community", "initiative"], ["initiatives.community", "initiatives.number"]),
    CheckConstraint("number BETWEEN 1 AND 10", name="ten_clauses"),
    info=APPEND_ONLY,
)

assents = Table(
    "assents",
    metadata,
    Column("community", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("clause_number", SmallInteger, nullable=False),
    Column("clause_hash", Text, nullable=False),
    Column("initiative_version", Integer, nullable=False),
    Column("signer_id", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("verification", Text, nullable=False),
    Column("witness_id", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("assented_at", DateTime(timezone=True), nullable=False),
    # A merchant assents to one text of a clause once.
    PrimaryKeyConstraint("community", "member_id", "clause_number", "clause_hash"),
    ForeignKeyConstraint(
        ["community", "initiative_version", "clause_number"],
        ["clauses.community", "clauses.initiative", "clauses.number"],
    ),
    CheckConstraint("witness_id <> signer_id", name="seen_by_another"),
    info=APPEND_ONLY,
)
