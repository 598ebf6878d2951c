"""The fees that a company has told, and sheets of them (rulebook §9)."""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('annual_fees',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('fee_id', sa.Text(), nullable=False),
    sa.Column('company_id', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=False),
    sa.Column('year', sa.Text(), nullable=False),
    sa.Column('annual_fee', sa.BigInteger(), nullable=False),
    sa.Column('told_by', sa.Text(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('annual_fee > 0', name='annual_fees_amount'),
    sa.PrimaryKeyConstraint('community', 'fee_id', name='annual_fees_pkey'),
    info={'append_only': True}
    )
    op.create_index('annual_fees_told', 'annual_fees', ['community', 'company_id', 'household_id', 'year', 'told_at'], unique=False)
    op.drop_constraint('fee_sheets_kind', 'fee_sheets', type_='check')
    op.create_check_constraint('fee_sheets_kind', 'fee_sheets', "kind IN ('answers', 'statement', 'fees')")
    op.drop_constraint('fee_sheets_whole', 'fee_sheets', type_='check')
    op.create_check_constraint('fee_sheets_whole', 'fee_sheets', "kind <> 'statement' OR state <> 'taken' OR rows_refused = 0")
    op.create_index('parties_household_number', 'parties', ['community', 'name'], unique=False, postgresql_where=sa.text("kind = 'household'"))


def downgrade() -> None:
    """Undo."""
    op.drop_index('parties_household_number', table_name='parties')
    op.execute("DELETE FROM fee_sheet_rows r USING fee_sheets s WHERE s.community = r.community AND s.sheet_id = r.sheet_id AND s.kind = 'fees'")
    op.execute("DELETE FROM fee_sheets WHERE kind = 'fees'")
    op.drop_constraint('fee_sheets_whole', 'fee_sheets', type_='check')
    op.create_check_constraint('fee_sheets_whole', 'fee_sheets', "kind = 'answers' OR state <> 'taken' OR rows_refused = 0")
    op.drop_constraint('fee_sheets_kind', 'fee_sheets', type_='check')
    op.create_check_constraint('fee_sheets_kind', 'fee_sheets', "kind IN ('answers', 'statement')")
    op.drop_table('annual_fees')
