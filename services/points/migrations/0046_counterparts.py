"""Whether a contribution's grade stands on its confirmer's word as the other side."""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('contributions', sa.Column('as_counterpart', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column('contributions', 'as_counterpart', server_default=None)
    op.create_check_constraint(
        'contributions_counterpart',
        'contributions',
        "NOT as_counterpart OR (confirmed_by IS NOT NULL AND evidence IN ('E1', 'E2'))",
    )


def downgrade() -> None:
    """Undo."""
    op.drop_constraint('contributions_counterpart', 'contributions', type_='check')
    op.drop_column('contributions', 'as_counterpart')
