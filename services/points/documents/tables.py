"""The tables of documents: what is known of each, its sealed file, who uploaded it, what names it, and which auditor looked."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

SHA256 = "sha256 ~ '^[0-9a-f]{64}$'"

documents = Table(
    "documents",
    metadata,
    Column("community", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("kept_until", DateTime(timezone=True), nullable=False),
    Column("gone", Text),
    Column("gone_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("community", "sha256", name="documents_pkey"),
    CheckConstraint(SHA256, name="documents_sha256"),
    CheckConstraint("media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name="documents_media_type"),
    CheckConstraint("gone IN ('unused', 'outdated', 'forgotten')", name="documents_gone"),
    CheckConstraint("(gone IS NULL) = (gone_at IS NULL)", name="documents_gone_at"),
    # The sweep's queue, whatever the community.
    Index("documents_due", "kept_until", postgresql_where=text("gone IS NULL")),
    info={"updatable": ("kept_at", "kept_until", "gone", "gone_at")},
)

# Apart from what is known of them, so that no look at that fetches megabytes.
document_files = Table(
    "document_files",
    metadata,
    Column("community", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community", "sha256", name="document_files_pkey"),
    ForeignKeyConstraint(
        ["community", "sha256"], [documents.c.community, documents.c.sha256], name="document_files_document"
    ),
    CheckConstraint("key_id ~ '^[0-9a-f]{10}$'", name="document_files_key"),
    Index("document_files_by_key", "key_id"),
    info={"updatable": ("key_id", "content"), "deletable": True},
)

document_uploads = Table(
    "document_uploads",
    metadata,
    Column("community", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("community", "sha256", "by", name="document_uploads_pkey"),
    Index("document_uploads_by_day", "community", "by", "day"),
    info={"updatable": ("at", "day")},
)

document_uses = Table(
    "document_uses",
    metadata,
    Column("community", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False),
    Column("forgotten_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("community", "sha256", "about", "source", name="document_uses_pkey"),
    Index("document_uses_about", "community", "about"),
    info={"updatable": ("forgotten_at",)},
)

document_looks = Table(
    "document_looks",
    metadata,
    Column("community", Text, nullable=False),
    Column("look_id", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("community", "look_id", name="document_looks_pkey"),
    Index("document_looks_of", "community", "contribution_id", "look_id"),
    info=APPEND_ONLY,
)
