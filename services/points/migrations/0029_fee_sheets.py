"""Property companies' files: batches filled in and credit notes, row by row (rulebook §9)."""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('fee_sheets',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sheet_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('programme_id', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('file_sha256', sa.Text(), nullable=False),
    sa.Column('rows_total', sa.Integer(), nullable=False),
    sa.Column('sent_by', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('rows_sound', sa.Integer(), nullable=False),
    sa.Column('rows_unchanged', sa.Integer(), nullable=False),
    sa.Column('rows_open', sa.Integer(), nullable=False),
    sa.Column('rows_refused', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('answers', 'statement')", name='fee_sheets_kind'),
    sa.CheckConstraint("state IN ('receiving', 'taken', 'returned')", name='fee_sheets_state'),
    sa.CheckConstraint("rows_sound + rows_unchanged + rows_open + rows_refused <= rows_total AND (state = 'receiving') = (rows_sound + rows_unchanged + rows_open + rows_refused < rows_total)", name='fee_sheets_counts'),
    sa.CheckConstraint("kind = 'answers' OR state <> 'taken' OR rows_refused = 0", name='fee_sheets_whole'),
    sa.PrimaryKeyConstraint('community', 'sheet_id', name='fee_sheets_pkey'),
    sa.UniqueConstraint('community', 'programme_id', 'kind', 'about', 'file_sha256', name='fee_sheets_file')
    )
    op.create_table('fee_sheet_rows',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sheet_id', sa.Text(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('cells', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=True),
    sa.Column('faults', sa.Text(), nullable=False),
    sa.CheckConstraint("state IN ('sound', 'unchanged', 'open', 'refused')", name='fee_sheet_rows_state'),
    sa.CheckConstraint("(state = 'refused') = (faults <> '[]') AND (state = 'refused') = (key IS NULL)", name='fee_sheet_rows_faults'),
    sa.ForeignKeyConstraint(['community', 'sheet_id'], ['fee_sheets.community', 'fee_sheets.sheet_id'], name='fee_sheet_rows_sheet'),
    sa.PrimaryKeyConstraint('community', 'sheet_id', 'turn', name='fee_sheet_rows_pkey')
    )
    op.create_index('fee_sheet_rows_key', 'fee_sheet_rows', ['community', 'sheet_id', 'key'], unique=True, postgresql_where=sa.text("key IS NOT NULL"))


def downgrade() -> None:
    """Undo."""
    op.drop_table('fee_sheet_rows')
    op.drop_table('fee_sheets')
