"""API keys (only hashes of their secrets) and the audit, which nobody can change."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.tables import APPEND_ONLY

metadata = MetaData()

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("environment", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),
    Column("last_four", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("organisation_id", Text),
    Column("roles", ARRAY(Text), nullable=False),
    Column("communities", ARRAY(Text), nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("agreed_by", Text),
    # Without it the key opens nothing. Keys of the time when one operator issued them name nobody who agreed.
    Column("agreed_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    CheckConstraint("cardinality(communities) > 0", name="a_key_is_for_some_community"),
    CheckConstraint("agreed_by NOT IN (issued_by, party_id)", name="a_key_needs_two_operators"),
    info={"updatable": ("agreed_by", "agreed_at", "revoked_at")},
)
Index("api_keys_of_a_party", api_keys.c.party_id)

audit = Table(
    "audit",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("what", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("key_id", Text),
    Column("party_id", Text),
    Column("request_id", Text, nullable=False),
    info=APPEND_ONLY,
)
