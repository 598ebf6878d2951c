"""Merchants' pledges and their months."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
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

pledges = Table(
    "pledges",
    metadata,
    Column("community", Text, nullable=False),
    Column("pledge_id", Text, nullable=False),
    Column("merchant_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("share", Integer),
    Column("per_piece", BigInteger),
    Column("least", BigInteger),
    Column("most", BigInteger),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("publication", Text, nullable=False),
    Column("terms_sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("agreement_number", Text),
    Column("drafted_by", Text),
    Column("signed_by", Text),
    Column("countersigned_by", Text),
    Column("agreed_by", Text),
    Column("signed_at", DateTime(timezone=True)),
    Column("agreed_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    Column("activity_id", Text),
    Column("ended_on", Date),
    PrimaryKeyConstraint("community", "pledge_id", name="pledges_pkey"),
    UniqueConstraint("community", "agreement_number", name="pledges_number"),
    CheckConstraint(
        "state IN ('draft', 'signed', 'countersigned', 'active', 'banner_off', 'suspended', 'completed', 'declined')",
        name="pledges_state",
    ),
    CheckConstraint(
        "(basis = 'share') = (share IS NOT NULL) AND (basis = 'per_piece') = (per_piece IS NOT NULL) "
        "AND share BETWEEN 1 AND 10000 AND per_piece > 0 AND most >= least",
        name="pledges_terms",
    ),
    # Agreed before the sale starts [law]: the civil day of the agreement lies before it.
    CheckConstraint(
        "starts_on <= ends_on AND (agreed_at AT TIME ZONE 'Asia/Shanghai')::date < starts_on", name="pledges_before"
    ),
    CheckConstraint(
        "(state IN ('draft', 'signed', 'countersigned', 'declined')) = (agreement_number IS NULL) "
        "AND (agreement_number IS NULL) = (agreed_at IS NULL) AND (agreed_at IS NULL) = (agreed_by IS NULL)",
        name="pledges_agreed",
    ),
    # The merchant signs, and two other persons countersign.
    CheckConstraint(
        "(agreed_by IS NULL OR (signed_by IS NOT NULL AND countersigned_by IS NOT NULL)) "
        "AND agreed_by NOT IN (signed_by, countersigned_by) AND countersigned_by <> signed_by",
        name="pledges_hands",
    ),
    # Nobody ends what was not agreed, or what is over by itself.
    CheckConstraint("ended_on IS NULL OR agreed_at IS NOT NULL AND ended_on <= ends_on", name="pledges_ended"),
    Index("pledges_of_merchant", "community", "merchant_id", "pledge_id"),
    info={
        "updatable": (
            "state",
            "agreement_number",
            "signed_by",
            "countersigned_by",
            "agreed_by",
            "signed_at",
            "agreed_at",
            "ended_on",
            "version",
        )
    },
)

settlements = Table(
    "pledge_settlements",
    metadata,
    Column("community", Text, nullable=False),
    Column("pledge_id", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("sales", BigInteger),
    Column("pieces", BigInteger),
    Column("document", Text),
    Column("amount", BigInteger),
    Column("gift_id", Text),
    Column("received", BigInteger),
    Column("paid_on", Date),
    Column("published_at", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "pledge_id", "month", name="pledge_settlements_pkey"),
    ForeignKeyConstraint(
        ["community", "pledge_id"], ["pledges.community", "pledges.pledge_id"], name="pledge_settlements_of"
    ),
    # A month is paid by one gift.
    UniqueConstraint("community", "gift_id", name="pledge_settlements_gift"),
    CheckConstraint(
        "state IN ('expected', 'due', 'nothing_due', 'paid', 'published', 'refunded')", name="pledge_settlements_state"
    ),
    CheckConstraint(
        "(state = 'expected') = (sales IS NULL) AND (sales IS NULL) = (amount IS NULL) AND sales >= 0 AND pieces >= 0 "
        "AND (state IN ('expected', 'nothing_due')) = (gift_id IS NULL) AND (gift_id IS NULL OR amount > 0)",
        name="pledge_settlements_stated",
    ),
    CheckConstraint(
        "(state IN ('paid', 'published', 'refunded')) = (received IS NOT NULL) AND (received IS NULL) = (paid_on IS NULL) "
        "AND (state <> 'published' OR published_at IS NOT NULL)",
        name="pledge_settlements_paid",
    ),
    Index("pledge_settlements_open", "community", "due_on", postgresql_where=text("state IN ('expected', 'due')")),
    info={
        "updatable": (
            "state",
            "sales",
            "pieces",
            "document",
            "amount",
            "gift_id",
            "received",
            "paid_on",
            "published_at",
            "version",
        )
    },
)
