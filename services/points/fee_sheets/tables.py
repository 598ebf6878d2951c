"""The tables of property companies' files and their rows as they were judged."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
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

fee_sheets = Table(
    "fee_sheets",
    metadata,
    Column("community", Text, nullable=False),
    Column("sheet_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("file_sha256", Text, nullable=False),
    Column("rows_total", Integer, nullable=False),
    Column("sent_by", Text, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("rows_sound", Integer, nullable=False),
    Column("rows_unchanged", Integer, nullable=False),
    Column("rows_open", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    # When its rows were let go of.
    Column("rows_gone_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "sheet_id", name="fee_sheets_pkey"),
    Index("fee_sheets_kept", "sent_at", postgresql_where=text("rows_gone_at IS NULL")),
    # The same file says the same thing once.
    UniqueConstraint("community", "programme_id", "kind", "about", "file_sha256", name="fee_sheets_file"),
    CheckConstraint("kind IN ('answers', 'statement', 'fees')", name="fee_sheets_kind"),
    CheckConstraint("state IN ('receiving', 'taken', 'returned')", name="fee_sheets_state"),
    CheckConstraint(
        "rows_sound + rows_unchanged + rows_open + rows_refused <= rows_total "
        "AND (state = 'receiving') = (rows_sound + rows_unchanged + rows_open + rows_refused < rows_total)",
        name="fee_sheets_counts",
    ),
    # Of credit notes all rows are taken or none.
    CheckConstraint("kind <> 'statement' OR state <> 'taken' OR rows_refused = 0", name="fee_sheets_whole"),
    info={
        "updatable": (
            "state",
            "pieces",
            "rows_sound",
            "rows_unchanged",
            "rows_open",
            "rows_refused",
            "rows_gone_at",
            "version",
        ),
        "deletable": True,
    },
)

fee_sheet_rows = Table(
    "fee_sheet_rows",
    metadata,
    Column("community", Text, nullable=False),
    Column("sheet_id", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("cells", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("key", Text),
    Column("faults", Text, nullable=False),
    PrimaryKeyConstraint("community", "sheet_id", "turn", name="fee_sheet_rows_pkey"),
    ForeignKeyConstraint(
        ["community", "sheet_id"], [fee_sheets.c.community, fee_sheets.c.sheet_id], name="fee_sheet_rows_sheet"
    ),
    # A line is answered, and a credit note stands, once in a file.
    Index(
        "fee_sheet_rows_key",
        "community",
        "sheet_id",
        "key",
        unique=True,
        postgresql_where=text("key IS NOT NULL"),
    ),
    CheckConstraint("state IN ('sound', 'unchanged', 'open', 'refused')", name="fee_sheet_rows_state"),
    CheckConstraint(
        "(state = 'refused') = (faults <> '[]') AND (state = 'refused') = (key IS NULL)", name="fee_sheet_rows_faults"
    ),
    # Never changed, and let go of when their time is over.
    info={"updatable": (), "deletable": True},
)
