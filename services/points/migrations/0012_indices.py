"""What is published of indices, the targets of the community's own, and an index on grants by activity."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        'grants_activity',
        'grants',
        ['community', 'activity_id'],
        postgresql_where=sa.text('activity_id IS NOT NULL'),
    )
    op.create_table(
        'party_indices',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('party_id', sa.Text(), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('rulebook', sa.Text(), nullable=False),
        sa.Column('activity_count', sa.Integer(), nullable=False),
        sa.Column('days', sa.Integer(), nullable=False),
        sa.Column('cv', sa.BigInteger(), nullable=False),
        sa.Column('coordination', sa.SmallInteger()),
        sa.Column('depth', sa.SmallInteger()),
        sa.Column('breadth', sa.SmallInteger()),
        sa.Column('composite', sa.SmallInteger()),
        sa.PrimaryKeyConstraint('community', 'party_id', 'month', name='party_indices_pkey'),
        sa.CheckConstraint(
            'num_nulls(coordination, depth, breadth, composite) IN (0, 4)', name='party_indices_whole'
        ),
        sa.CheckConstraint(
            'composite IS NULL OR (activity_count >= 3 AND days >= 30)', name='party_indices_sufficient'
        ),
        sa.CheckConstraint(
            'coordination BETWEEN 0 AND 1000 AND depth BETWEEN 0 AND 1000 AND breadth BETWEEN 0 AND 1000 '
            'AND composite BETWEEN 0 AND 1000',
            name='party_indices_range',
        ),
    )
    op.create_table(
        'community_indices',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('month', sa.Text(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('figures', postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'month', name='community_indices_pkey'),
    )
    op.create_table(
        'index_targets',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('targets', postgresql.JSONB(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('proposed_by', sa.Text(), nullable=False),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by', sa.Text()),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'number', name='index_targets_pkey'),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'withdrawn')", name='index_targets_state'),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
            name='index_targets_decided',
        ),
        sa.CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name='index_targets_two_persons'),
    )
    op.create_index(
        'index_targets_waiting',
        'index_targets',
        ['community'],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )


def downgrade() -> None:
    """What was published is forgotten; it can be computed anew for any past night."""
    op.drop_table('index_targets')
    op.drop_table('community_indices')
    op.drop_table('party_indices')
    op.drop_index('grants_activity', 'grants')
