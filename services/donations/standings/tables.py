"""The table of members' standing."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

merchant_standings = Table(
    "merchant_standings",
    metadata,
    Column("community", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    # Until this day the member begins nothing new; empty: it is in good standing.
    Column("barred_until", Date),
    # The member's own version: what is told later of an earlier one changes nothing.
    Column("member_version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "member_id", name="merchant_standings_pkey"),
    Index("merchant_standings_party", "community", "party_id"),
    info={"updatable": ("barred_until", "member_version")},
)
