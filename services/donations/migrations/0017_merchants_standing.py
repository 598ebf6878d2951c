"""Where merchants stand: what is new needs a good standing (rulebook §17)."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('merchant_standings',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('member_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('barred_until', sa.Date(), nullable=True),
    sa.Column('member_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'member_id', name='merchant_standings_pkey'),
    info={'updatable': ('barred_until', 'member_version')}
    )
    op.create_index('merchant_standings_party', 'merchant_standings', ['community', 'party_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table('merchant_standings')
