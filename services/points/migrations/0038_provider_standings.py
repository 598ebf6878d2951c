"""The standing of merchants that are providers (rulebook §17)."""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('provider_standings',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('member_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('standing', sa.Text(), nullable=False),
    sa.Column('suspended_until', sa.Date(), nullable=True),
    sa.Column('member_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(standing = 'suspended') = (suspended_until IS NOT NULL)", name='provider_standings_until_a_day'),
    sa.CheckConstraint("standing IN ('admitted', 'suspended', 'expelled', 'withdrawn')", name='provider_standings_known'),
    sa.PrimaryKeyConstraint('community', 'member_id', name='provider_standings_pkey'),
    info={'updatable': ('standing', 'suspended_until', 'member_version')}
    )
    op.create_index('provider_standings_party', 'provider_standings', ['community', 'party_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table('provider_standings')
