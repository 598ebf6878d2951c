"""The papers that were handed in for lots; kept as they were stated, with the contact already masked."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, DateTime, MetaData, PrimaryKeyConstraint, Table, Text

from chassis.tables import APPEND_ONLY

metadata = MetaData()

lot_documents = Table(
    "lot_documents",
    metadata,
    Column("community", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("grams", BigInteger, nullable=False),
    Column("place", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("promisor", Text, nullable=False),
    Column("contact_masked", Text, nullable=False),
    Column("file_sha256", Text),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    # A lot has one paper of each kind; the law has them kept for years, so none is ever removed.
    PrimaryKeyConstraint("community", "lot_id", "kind"),
    CheckConstraint("grams > 0", name="vouches_for_something"),
    # Seven digits in a row would be a telephone number.
    CheckConstraint("contact_masked !~ '[0-9]{7}'", name="contact_is_masked"),
    info=APPEND_ONLY,
)
