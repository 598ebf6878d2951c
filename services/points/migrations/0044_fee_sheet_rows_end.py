"""The rows of a property company's files are let go of in time."""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('fee_sheets', sa.Column('rows_gone_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('fee_sheets_kept', 'fee_sheets', ['sent_at'], unique=False, postgresql_where=sa.text('rows_gone_at IS NULL'))


def downgrade() -> None:
    """Undo."""
    op.drop_index('fee_sheets_kept', table_name='fee_sheets')
    op.drop_column('fee_sheets', 'rows_gone_at')
