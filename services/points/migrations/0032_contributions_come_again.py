"""What was returned is put forward again, once."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('contributions', sa.Column('replaces', sa.Text(), nullable=True))
    op.create_index('contributions_replaced', 'contributions', ['community', 'replaces'], unique=True, postgresql_where=sa.text('replaces IS NOT NULL'))


def downgrade() -> None:
    """Undo."""
    op.drop_index('contributions_replaced', table_name='contributions', postgresql_where=sa.text('replaces IS NOT NULL'))
    op.drop_column('contributions', 'replaces')
