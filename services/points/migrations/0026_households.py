"""Proposals of who lives together, agreed by each adult (rulebook §1)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('household_proposals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('proposal_id', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=False),
    sa.Column('adults', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('minors', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('agreed', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('proposed', 'in_effect', 'declined', 'overtaken')", name='household_proposals_state'),
    sa.CheckConstraint("state <> 'in_effect' OR agreed @> adults", name='household_proposals_consent'),
    sa.CheckConstraint("cardinality(adults) + cardinality(minors) > 0 AND NOT adults && minors", name='household_proposals_members'),
    sa.CheckConstraint("(state = 'proposed') = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)", name='household_proposals_end'),
    sa.PrimaryKeyConstraint('community', 'proposal_id', name='household_proposals_pkey'),
    info={'updatable': ('agreed', 'state', 'ended_by', 'ended_at', 'version')}
    )
    op.create_index('household_proposals_open', 'household_proposals', ['community', 'household_id'], unique=False, postgresql_where=sa.text("state = 'proposed'"))


def downgrade() -> None:
    """Undo."""
    op.drop_table('household_proposals')
