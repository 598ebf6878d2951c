"""Keeps objections, who is on duty, who was passed over, and drafts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'challenges',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('challenge_id', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('raised_by', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by', sa.Text()),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'challenge_id', name='challenges_pkey'),
        sa.CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name='challenges_state'),
        sa.CheckConstraint('decided_by <> raised_by', name='challenges_decider'),
    )
    op.create_index('challenges_contribution', 'challenges', ['community', 'contribution_id'])
    op.create_table(
        'duties',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('duty_id', sa.Text(), nullable=False),
        sa.Column('party_id', sa.Text(), nullable=False),
        sa.Column('task', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('appointed_by', sa.Text(), nullable=False),
        sa.Column('appointed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('agreed_by', sa.Text()),
        sa.Column('agreed_at', sa.DateTime(timezone=True)),
        sa.Column('ended_at', sa.DateTime(timezone=True)),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('community', 'duty_id', name='duties_pkey'),
        sa.CheckConstraint("task IN ('confirm', 'second_confirm', 'approve', 'decide')", name='duties_task'),
        sa.CheckConstraint("state IN ('proposed', 'active', 'ended')", name='duties_state'),
        sa.CheckConstraint('agreed_by NOT IN (party_id, appointed_by)', name='duties_two_persons'),
        sa.CheckConstraint("state <> 'active' OR agreed_by IS NOT NULL", name='duties_agreed'),
    )
    op.create_index(
        'duties_active', 'duties', ['community', 'task'], postgresql_where=sa.text("state = 'active'")
    )
    op.create_table(
        'passed_over',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('task', sa.Text(), nullable=False),
        sa.Column('party_id', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', 'task', 'party_id', 'at', name='passed_over_pkey'),
    )
    op.create_table(
        'contribution_drafts',
        sa.Column('community', sa.Text(), nullable=False),
        sa.Column('contribution_id', sa.Text(), nullable=False),
        sa.Column('saved_by', sa.Text(), nullable=False),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('content', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint('community', 'contribution_id', name='contribution_drafts_pkey'),
    )
    op.create_index(
        'contribution_drafts_mine', 'contribution_drafts', ['community', 'saved_by', 'contribution_id']
    )


def downgrade() -> None:
    """Objections, duties and drafts are forgotten."""
    for table in ('contribution_drafts', 'passed_over', 'duties', 'challenges'):
        op.drop_table(table)
