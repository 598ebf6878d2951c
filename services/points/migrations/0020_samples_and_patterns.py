"""Keeps what is looked at again after it was settled, and patterns of confirming for the council."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'recheck_draws',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('period', sa.Text(), nullable=False),
        sa.Column('seal_number', sa.BigInteger(), nullable=False),
        sa.Column('seal_hash', sa.Text(), nullable=False),
        sa.Column('population', sa.Integer(), nullable=False),
        sa.Column('drawn', sa.Integer(), nullable=False),
        sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'period', name='recheck_draws_pkey'),
    )
    op.create_table(
        'rechecks',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('period', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('checked_by', sa.Text()),
        sa.Column('checked_at', sa.DateTime(timezone=True)),
        sa.Column('reason', sa.Text()),
        sa.Column('agreed_by', sa.Text()),
        sa.Column('agreed_at', sa.DateTime(timezone=True)),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', name='rechecks_pkey'),
        sa.CheckConstraint("state IN ('open', 'passed', 'failed', 'agreed')", name='rechecks_state'),
        sa.CheckConstraint('agreed_by <> checked_by', name='rechecks_two_persons'),
    )
    op.create_index('rechecks_period', 'rechecks', ['community', 'period', 'contribution_id'])
    op.create_table(
        'findings',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('finding_id', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('parties', sa.ARRAY(sa.Text()), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('found_on', sa.Date(), nullable=False),
        sa.Column('decided_by', sa.Text()),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('reason', sa.Text()),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'finding_id', name='findings_pkey'),
        sa.UniqueConstraint('community', 'kind', 'parties', 'month', name='findings_once'),
        sa.CheckConstraint("kind IN ('mutual', 'ring', 'share')", name='findings_kind'),
        sa.CheckConstraint("state IN ('open', 'cleared', 'upheld')", name='findings_state'),
        sa.CheckConstraint('decided_by <> ALL (parties)', name='findings_decider'),
    )


def downgrade() -> None:
    """What was drawn and found is forgotten."""
    for table in ('findings', 'rechecks', 'recheck_draws'):
        op.drop_table(table)
