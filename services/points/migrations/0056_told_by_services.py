"""What other services tell is a contribution like any other, and known by their id."""

import sqlalchemy as sa
from alembic import op

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None

CHANNELS = "channel IN ('self', 'organiser', 'activity', 'back_office', 'import', 'paper'{more})"
OBJECTIONS = "state IN ('open', 'upheld', 'dismissed'{more})"


def upgrade() -> None:
    """Apply."""
    op.add_column('contributions', sa.Column('grams', sa.BigInteger(), nullable=False, server_default=sa.text('0')))
    op.add_column('contributions', sa.Column('told_as', sa.Text(), nullable=True))
    op.create_index(
        'contributions_told_as',
        'contributions',
        ['community', 'told_as'],
        unique=True,
        postgresql_where=sa.text(
            "told_as IS NOT NULL AND state NOT IN ('returned', 'withdrawn', 'rejected', 'reversed')"
        ),
    )
    op.add_column('grants', sa.Column('told_as', sa.Text(), nullable=True))
    op.create_index(
        'grants_told_as',
        'grants',
        ['community', 'told_as'],
        unique=True,
        postgresql_where=sa.text('told_as IS NOT NULL'),
    )
    op.create_table(
        'contributions_gone_before',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('because', sa.Text(), nullable=False),
        sa.Column('fen', sa.BigInteger(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', 'because', name='contributions_gone_before_pkey'),
        info={'append_only': True},
    )
    _channels(", 'service'")
    _objections(", 'lapsed'")


def downgrade() -> None:
    """Undo; what was told by services must be gone before."""
    _objections('')
    _channels('')
    op.drop_table('contributions_gone_before')
    op.drop_index('grants_told_as', table_name='grants')
    op.drop_column('grants', 'told_as')
    op.drop_index('contributions_told_as', table_name='contributions')
    op.drop_column('contributions', 'told_as')
    op.drop_column('contributions', 'grams')


def _channels(more: str) -> None:
    op.drop_constraint('contributions_channel', 'contributions', type_='check')
    op.create_check_constraint('contributions_channel', 'contributions', CHANNELS.format(more=more))


def _objections(more: str) -> None:
    op.drop_constraint('challenges_state', 'challenges', type_='check')
    op.create_check_constraint('challenges_state', 'challenges', OBJECTIONS.format(more=more))
