"""Where persons live after they have moved, as points says it (rulebook §1)."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('known_households',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('party_version', sa.Integer(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=True),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'party_id', 'party_version', name='known_households_pkey'),
    info={'append_only': True}
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('known_households')
