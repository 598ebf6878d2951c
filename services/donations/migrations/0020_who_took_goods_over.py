"""Goods know who agreed to take them and who counted them."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('goods', sa.Column('accepted_by', sa.Text(), nullable=True))
    op.add_column('goods', sa.Column('received_by', sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column('goods', 'received_by')
    op.drop_column('goods', 'accepted_by')
