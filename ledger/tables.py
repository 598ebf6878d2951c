"""What the ledger remembers: accounts, transfers with their two entries, holds, lots, reversals, and the seals of the chain.

Facts are append-only, and the service's database role is not allowed to change them (`info` tells the migration tool what to
grant). What may change is only what can be computed again from the facts: balances, what is held, what is left of a lot.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

BALANCE_MAX = 9 * 10**18
"""No balance goes beyond this, in either direction: half a thousandth below the end of a bigint."""

accounts = Table(
    "ledger_accounts",
    metadata,
    Column("community", Text, nullable=False),
    Column("id", BigInteger, Identity(always=True), nullable=False),
    Column("unit", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("balance", BigInteger, nullable=False, server_default=text("0")),
    Column("pending", BigInteger, nullable=False, server_default=text("0")),
    Column("floor", BigInteger),
    Column("cap", BigInteger),
    Column("lots", Boolean, nullable=False),
    PrimaryKeyConstraint("community", "id", name="ledger_accounts_pkey"),
    UniqueConstraint("community", "unit", "code", name="ledger_accounts_code"),
    CheckConstraint("pending >= 0", name="ledger_accounts_pending"),
    # Nobody spends twice what they have once (rulebook §4), whatever the code above it believes.
    CheckConstraint("balance - pending >= floor", name="ledger_accounts_floor"),
    CheckConstraint("balance <= cap", name="ledger_accounts_cap"),
    # The wall (rulebook §9): a transfer stays in its unit, so no chain of them leads from a fund to a fee reward, whoever writes it.
    CheckConstraint(
        "(code NOT LIKE 'fund:%' OR unit = 'CNY') "
        "AND (unit <> 'CNY' OR (code NOT LIKE 'fee-reward:%' AND code NOT LIKE 'burned:%'))",
        name="ledger_accounts_wall",
    ),
    CheckConstraint("length(code) BETWEEN 1 AND 200 AND length(unit) BETWEEN 1 AND 20", name="ledger_accounts_names"),
    info={"updatable": ("balance", "pending")},
    # Balances change all the time and are in no index: with room on the page the row is rewritten in place.
    postgresql_with={"fillfactor": 60},
)

transfers = Table(
    "ledger_transfers",
    metadata,
    Column("community", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("debit_id", BigInteger, nullable=False),
    Column("credit_id", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("rulebook", Text, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("expires_on", Date),
    Column("reverses", Text),
    PrimaryKeyConstraint("community", "id", name="ledger_transfers_pkey"),
    CheckConstraint("amount > 0", name="ledger_transfers_amount"),
    CheckConstraint("debit_id <> credit_id", name="ledger_transfers_two_accounts"),
    Index("ledger_transfers_reference", "community", "kind", "reference"),
    Index("ledger_transfers_reverses", "community", "reverses", postgresql_where=text("reverses IS NOT NULL")),
    info=APPEND_ONLY,
)

entries = Table(
    "ledger_entries",
    metadata,
    Column("community", Text, nullable=False),
    Column("transfer_id", Text, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("balance_after", BigInteger, nullable=False),
    # Taken while the account's row is locked, so that per account positions follow the order of commits.
    Column("position", BigInteger, Identity(always=True), nullable=False),
    PrimaryKeyConstraint("community", "transfer_id", "account_id", name="ledger_entries_pkey"),
    ForeignKeyConstraint(
        ["community", "transfer_id"], [transfers.c.community, transfers.c.id], name="ledger_entries_transfer"
    ),
    ForeignKeyConstraint(
        ["community", "account_id"], [accounts.c.community, accounts.c.id], name="ledger_entries_account"
    ),
    CheckConstraint("amount <> 0", name="ledger_entries_amount"),
    Index("ledger_entries_statement", "community", "account_id", "position", unique=True),
    info=APPEND_ONLY,
)

holds = Table(
    "ledger_holds",
    metadata,
    Column("community", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("debit_id", BigInteger, nullable=False),
    Column("credit_id", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("rulebook", Text, nullable=False),
    Column("held_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("posted_amount", BigInteger, nullable=False, server_default=text("0")),
    Column("transfer_id", Text),
    Column("ended_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("community", "id", name="ledger_holds_pkey"),
    ForeignKeyConstraint(["community", "debit_id"], [accounts.c.community, accounts.c.id], name="ledger_holds_debit"),
    ForeignKeyConstraint(["community", "credit_id"], [accounts.c.community, accounts.c.id], name="ledger_holds_credit"),
    CheckConstraint("amount > 0 AND posted_amount BETWEEN 0 AND amount", name="ledger_holds_amount"),
    CheckConstraint("state IN ('held', 'posted', 'voided', 'expired')", name="ledger_holds_state"),
    # A hold ends once, and only a posted one took something.
    CheckConstraint(
        "(state = 'held') = (ended_at IS NULL) AND (state = 'posted') = (transfer_id IS NOT NULL) "
        "AND (state = 'posted') = (posted_amount > 0)",
        name="ledger_holds_end",
    ),
    Index("ledger_holds_due", "community", "expires_at", postgresql_where=text("state = 'held'")),
    info={"updatable": ("state", "posted_amount", "transfer_id", "ended_at")},
)

lots = Table(
    "ledger_lots",
    metadata,
    Column("community", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("opened_by", Text, nullable=False),
    # The transfer that first granted it: a refund with a grace day opens a new lot of the same grant.
    Column("granted_by", Text, nullable=False),
    Column("granted_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "id", name="ledger_lots_pkey"),
    ForeignKeyConstraint(
        ["community", "account_id"], [accounts.c.community, accounts.c.id], name="ledger_lots_account"
    ),
    ForeignKeyConstraint(
        ["community", "opened_by"], [transfers.c.community, transfers.c.id], name="ledger_lots_opened_by"
    ),
    # No lot is negative, and none grows beyond what was granted (rulebook §22, invariant 2).
    CheckConstraint(
        "0 <= held AND held <= remaining AND remaining <= amount AND amount > 0", name="ledger_lots_amounts"
    ),
    Index(
        "ledger_lots_first_expired",
        "community",
        "account_id",
        "expires_on",
        "id",
        postgresql_where=text("remaining > 0"),
    ),
    # For statements of past days, which also show lots that are used up by now.
    Index("ledger_lots_past", "community", "account_id", "expires_on", "id"),
    Index("ledger_lots_lapsing", "community", "expires_on", "id", postgresql_where=text("remaining > held")),
    info={"updatable": ("remaining", "held")},
)

lot_slices = Table(
    "ledger_lot_slices",
    metadata,
    Column("community", Text, nullable=False),
    Column("transfer_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    # For what a reversal puts back: the lot that the reversed transfer had taken it from.
    Column("taken_from", Text),
    PrimaryKeyConstraint("community", "transfer_id", "lot_id", name="ledger_lot_slices_pkey"),
    ForeignKeyConstraint(
        ["community", "transfer_id"], [transfers.c.community, transfers.c.id], name="ledger_lot_slices_transfer"
    ),
    ForeignKeyConstraint(["community", "lot_id"], [lots.c.community, lots.c.id], name="ledger_lot_slices_lot"),
    CheckConstraint("amount <> 0", name="ledger_lot_slices_amount"),
    Index("ledger_lot_slices_lot_id", "community", "lot_id"),
    info=APPEND_ONLY,
)

hold_slices = Table(
    "ledger_hold_slices",
    metadata,
    Column("community", Text, nullable=False),
    Column("hold_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "hold_id", "lot_id", name="ledger_hold_slices_pkey"),
    ForeignKeyConstraint(["community", "hold_id"], [holds.c.community, holds.c.id], name="ledger_hold_slices_hold"),
    ForeignKeyConstraint(["community", "lot_id"], [lots.c.community, lots.c.id], name="ledger_hold_slices_lot"),
    CheckConstraint("amount > 0", name="ledger_hold_slices_amount"),
    info=APPEND_ONLY,
)

reversals = Table(
    "ledger_reversals",
    metadata,
    Column("community", Text, nullable=False),
    Column("transfer_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("owed", BigInteger, nullable=False),
    Column("group_id", Text, nullable=False),
    # One posting is reversed once for one reason and turn (rulebook §5).
    PrimaryKeyConstraint("community", "transfer_id", "reason", "sequence", name="ledger_reversals_pkey"),
    ForeignKeyConstraint(
        ["community", "transfer_id"], [transfers.c.community, transfers.c.id], name="ledger_reversals_transfer"
    ),
    CheckConstraint("amount > 0 AND owed BETWEEN 0 AND amount", name="ledger_reversals_amount"),
    info=APPEND_ONLY,
)

unsealed = Table(
    "ledger_unsealed",
    metadata,
    Column("community", Text, nullable=False),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("transfer_id", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "position", name="ledger_unsealed_pkey"),
    info={"updatable": (), "deletable": True},
)
"""What waits for its number in the chain: one row per new transfer, deleted when it is sealed, so that sealing costs what is new."""

seals = Table(
    "ledger_seals",
    metadata,
    Column("community", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("transfer_id", Text, nullable=False),
    Column("form", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("community", "number", name="ledger_seals_pkey"),
    UniqueConstraint("community", "transfer_id", name="ledger_seals_transfer"),
    CheckConstraint("number > 0 AND length(hash) = 32", name="ledger_seals_shape"),
    info=APPEND_ONLY,
)
