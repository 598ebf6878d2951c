"""Goods of a lot that is held are not packed until it is released."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'held_lots',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('lot_id', sa.Text(), nullable=False),
        sa.Column('held', sa.Boolean(), nullable=False),
        sa.Column('lot_version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'lot_id', name='held_lots_pkey'),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('held_lots')
