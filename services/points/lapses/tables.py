"""The tables of where a party's points go when they lapse, of the notices it got before, and of those that were brought on paper."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

choices = Table(
    "lapse_choices",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("goes_to", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("channel_by", Text),
    Column("channel_own", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "party_id", name="lapse_choices_pkey"),
    CheckConstraint("goes_to IN ('pool', 'nothing')", name="lapse_choices_to"),
    CheckConstraint("channel IN ('account', 'paper')", name="lapse_choices_channel"),
    # Nobody is told on paper, and nothing is somebody's own word, without a name to it.
    CheckConstraint("channel_by IS NOT NULL OR (channel = 'account' AND NOT channel_own)", name="lapse_choices_said"),
    info={"updatable": ("goes_to", "channel", "channel_by", "channel_own", "version")},
)

notices = Table(
    "lapse_notices",
    metadata,
    Column("community", Text, nullable=False),
    Column("notice_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("noticed_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("days_before", SmallInteger, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("channel", Text, nullable=False),
    PrimaryKeyConstraint("community", "notice_id", name="lapse_notices_pkey"),
    # Each step once for what a party has with one last day: a lot has one last day, so this is once a lot.
    UniqueConstraint("community", "party_id", "expires_on", "days_before", name="lapse_notices_once"),
    Index("lapse_notices_party", "community", "party_id", "notice_id"),
    Index(
        "lapse_notices_on_paper",
        "community",
        "noticed_on",
        "notice_id",
        postgresql_where=text("channel = 'paper'"),
    ),
    # Of all days, what is still to bring: nobody is told any more of what has lapsed.
    Index(
        "lapse_notices_to_bring",
        "community",
        "expires_on",
        "notice_id",
        postgresql_where=text("channel = 'paper'"),
    ),
    CheckConstraint("sp > 0 AND days_before BETWEEN 1 AND 90", name="lapse_notices_shape"),
    CheckConstraint("channel IN ('account', 'paper')", name="lapse_notices_channel"),
    info=APPEND_ONLY,
)

brought = Table(
    "lapse_notices_brought",
    metadata,
    Column("community", Text, nullable=False),
    Column("notice_id", Text, nullable=False),
    Column("brought_by", Text, nullable=False),
    Column("brought_on", Date, nullable=False),
    Column("marked_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "notice_id", name="lapse_notices_brought_pkey"),
    ForeignKeyConstraint(
        ["community", "notice_id"],
        [notices.c.community, notices.c.notice_id],
        name="lapse_notices_brought_notice",
    ),
    info=APPEND_ONLY,
)
