"""Receipts, one row for each time one was asked for.

The payer's name stays when the donor is forgotten: a donation receipt and its counterfoil are vouchers that the law wants kept
whole (财综[2010]112号; PIPL art. 47 leaves what other law keeps), and one that is asked for and not issued yet could not be issued
without it. It is told to who issues it and to the donor, never in a list or in public.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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
    UniqueConstraint,
    text,
)

metadata = MetaData()

receipts = Table(
    "receipts",
    metadata,
    Column("community", Text, nullable=False),
    Column("gift_id", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("payer_name", Text, nullable=False),
    Column("number", Text),
    Column("issued_on", Date),
    Column("pdf_sha256", Text),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("void_reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "gift_id", "turn", name="receipts_pkey"),
    UniqueConstraint("community", "number", name="receipts_number"),
    CheckConstraint("(state = 'requested') = (number IS NULL)", name="receipts_numbered"),
    CheckConstraint("amount > 0", name="receipts_amount"),
    # A gift has one receipt at a time; a voided one stays on the books.
    Index("receipts_one_alive", "community", "gift_id", unique=True, postgresql_where=text("state <> 'voided'")),
    info={"updatable": ("state", "number", "issued_on", "pdf_sha256", "void_reason", "version")},
)
