"""Gifts, goods and pledges name the shared act of charity to which they are given (rulebook §10)."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('gifts', sa.Column('activity_id', sa.Text(), nullable=True))
    op.add_column('goods', sa.Column('activity_id', sa.Text(), nullable=True))
    op.add_column('pledges', sa.Column('activity_id', sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column('pledges', 'activity_id')
    op.drop_column('goods', 'activity_id')
    op.drop_column('gifts', 'activity_id')
