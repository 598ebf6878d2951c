"""Who acts for whom: granted by the organisation, agreed by the person (rulebook §1)."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('agencies',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('agency_id', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Text(), nullable=False),
    sa.Column('agent_id', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_by', sa.Text(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('proposed', 'in_force', 'ended', 'lapsed')", name='agencies_state'),
    sa.CheckConstraint('granted_by <> agent_id', name='agencies_two_persons'),
    sa.CheckConstraint('(granted_by IS NULL) = (granted_at IS NULL)', name='agencies_granted'),
    sa.CheckConstraint('(began_at IS NOT NULL) = (granted_at IS NOT NULL AND agreed_at IS NOT NULL) AND (began_at IS NULL OR began_at = greatest(granted_at, agreed_at))', name='agencies_both_sides'),
    sa.CheckConstraint("(state <> 'in_force' OR began_at IS NOT NULL) AND (state NOT IN ('proposed', 'lapsed') OR began_at IS NULL)", name='agencies_begun'),
    sa.CheckConstraint("(state IN ('ended', 'lapsed')) = (ended_at IS NOT NULL) AND (state = 'ended') = (ended_by IS NOT NULL)", name='agencies_over'),
    sa.ForeignKeyConstraint(['community', 'agent_id'], ['parties.community', 'parties.party_id'], name='agencies_agent'),
    sa.ForeignKeyConstraint(['community', 'organisation_id'], ['parties.community', 'parties.party_id'], name='agencies_organisation'),
    sa.PrimaryKeyConstraint('community', 'agency_id', name='agencies_pkey'),
    info={'updatable': ('state', 'granted_by', 'granted_at', 'agreed_at', 'began_at', 'ended_by', 'ended_at', 'version')}
    )
    op.create_index('agencies_of_agent', 'agencies', ['community', 'agent_id'], unique=False, postgresql_where=sa.text('began_at IS NOT NULL'))
    op.create_index('agencies_of_organisation', 'agencies', ['community', 'organisation_id'], unique=False)
    op.create_index('agencies_once', 'agencies', ['community', 'agent_id', 'organisation_id'], unique=True, postgresql_where=sa.text("state IN ('proposed', 'in_force')"))
    op.create_index('agencies_unanswered', 'agencies', ['expires_at'], unique=False, postgresql_where=sa.text("state = 'proposed'"))


def downgrade() -> None:
    """Undo."""
    op.drop_table('agencies')
