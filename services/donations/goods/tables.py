"""Goods given in kind and what they were said to be worth."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
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
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

goods = Table(
    "goods",
    metadata,
    Column("community", Text, nullable=False),
    Column("goods_id", Text, nullable=False),
    Column("donor_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("offered", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("grams", BigInteger, nullable=False),
    Column("appraised", BigInteger, nullable=False),
    # The most they may be appraised at: own produce at what it cost to grow, a merchant's own goods at cost or wholesale, by its paper.
    Column("cost", BigInteger),
    Column("cost_document", Text),
    # The shared act of charity to which they were given; whether it exists is known in points.
    Column("activity_id", Text),
    Column("basis", Text),
    Column("wants_receipt", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("declined", Text),
    Column("lot", Text),
    Column("place", Text),
    Column("source_id", Text),
    Column("recorded_by", Text),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("first_appraiser", Text),
    Column("accepted_by", Text),
    Column("received_by", Text),
    Column("version", Integer, nullable=False),
    Column("set_aside", BigInteger, nullable=False),
    Column("returned", BigInteger, nullable=False),
    Column("written_off", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "goods_id", name="goods_pkey"),
    # A lot that was donated elsewhere becomes goods here once, however often it is told.
    UniqueConstraint("community", "source_id", name="goods_source"),
    # Mass balance (rulebook §22, invariant 13): nothing leaves that is not there.
    CheckConstraint(
        "least(remaining, set_aside, returned, written_off) >= 0 AND received <= offered "
        "AND remaining + set_aside + returned + written_off <= received",
        name="goods_balance",
    ),
    CheckConstraint("offered > 0 AND grams >= 0 AND appraised >= 0", name="goods_quantities"),
    # A donor's own word is the most, never the value (rulebook §2).
    CheckConstraint("appraised <= cost", name="goods_at_cost"),
    CheckConstraint("cost_document IS NULL OR cost IS NOT NULL", name="goods_cost_by_document"),
    CheckConstraint("appraised = 0 OR first_appraiser IS NOT NULL OR cost IS NULL", name="goods_appraised_by_somebody"),
    Index("goods_of_donor", "community", "donor_id", "goods_id"),
)

appraisals = Table(
    "appraisals",
    metadata,
    Column("community", Text, nullable=False),
    Column("goods_id", Text, nullable=False),
    Column("appraiser_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("kept_percent", Integer, nullable=False),
    Column("basis", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("second_document", Text),
    Column("appraised_at", DateTime(timezone=True), nullable=False),
    # One person's word counts once.
    PrimaryKeyConstraint("community", "goods_id", "appraiser_id", name="appraisals_pkey"),
    CheckConstraint("second_document <> document", name="appraisals_two_documents"),
    info=APPEND_ONLY,
)

recalled_lots = Table(
    "recalled_lots",
    metadata,
    Column("community", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("recalled_on", Date, nullable=False),
    # A recall is final, so that it does not matter whether it is heard before or after the lot was given.
    PrimaryKeyConstraint("community", "lot_id", name="recalled_lots_pkey"),
    info=APPEND_ONLY,
)

held_lots = Table(
    "held_lots",
    metadata,
    Column("community", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("held", Boolean, nullable=False),
    # Which of what was heard is the latest, in whatever order it came.
    Column("lot_version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "lot_id", name="held_lots_pkey"),
)
