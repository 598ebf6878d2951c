"""Acts of charity with their hosts and shifts, and how many people they reached."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('activities',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('needs', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('planned_start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('planned_end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sign_up_closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('drafted_by', sa.Text(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.Text(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state IN ('closed', 'cancelled')) = (ended_at IS NOT NULL)", name='activities_end'),
    sa.CheckConstraint("state IN ('draft', 'cancelled') OR published_by IS NOT NULL", name='activities_published'),
    sa.CheckConstraint("state IN ('draft', 'published', 'running', 'closed', 'cancelled')", name='activities_state_known'),
    sa.CheckConstraint('cardinality(needs) > 0', name='activities_needs'),
    sa.CheckConstraint('planned_start < planned_end AND sign_up_closes_at <= planned_end', name='activities_times'),
    sa.CheckConstraint('published_by <> drafted_by', name='activities_two_persons'),
    sa.PrimaryKeyConstraint('community', 'activity_id', name='activities_pkey'),
    info={'updatable': ('state', 'published_by', 'published_at', 'started_at', 'ended_by', 'ended_at', 'reason', 'version')}
    )
    op.create_index('activities_planned', 'activities', ['community', 'state', 'planned_end'], unique=False)
    op.create_table('activity_hosts',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'named') = (answered_by IS NULL)", name='activity_hosts_answer'),
    sa.CheckConstraint("state IN ('named', 'accepted', 'declined')", name='activity_hosts_state_known'),
    sa.ForeignKeyConstraint(['community', 'activity_id'], ['activities.community', 'activities.activity_id'], name='activity_hosts_activity'),
    sa.PrimaryKeyConstraint('community', 'activity_id', 'party_id', name='activity_hosts_pkey'),
    info={'updatable': ('state', 'answered_by', 'answered_at')}
    )
    op.create_table('beneficiary_reports',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('report_id', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('entered_by', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('confirmed_by <> entered_by', name='beneficiary_reports_two_persons'),
    sa.CheckConstraint('number = 1 OR (number > 1 AND reason IS NOT NULL)', name='beneficiary_reports_correction'),
    sa.ForeignKeyConstraint(['community', 'activity_id'], ['activities.community', 'activities.activity_id'], name='beneficiary_reports_activity'),
    sa.PrimaryKeyConstraint('community', 'report_id', name='beneficiary_reports_pkey'),
    sa.UniqueConstraint('community', 'activity_id', 'number', name='beneficiary_reports_number'),
    info={'updatable': ('confirmed_by', 'confirmed_at', 'version')}
    )
    op.create_table('shifts',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('shift_id', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('task', sa.Text(), nullable=False),
    sa.Column('hours_type', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('quota', sa.Integer(), nullable=False),
    sa.Column('level', sa.SmallInteger(), nullable=False),
    sa.Column('qualification', sa.Text(), nullable=True),
    sa.Column('strain', sa.Text(), nullable=True),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('queued', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(hours_type = 'H3') = (strain IS NOT NULL)", name='shifts_listed'),
    sa.CheckConstraint("hours_type <> 'H2' OR qualification IS NOT NULL", name='shifts_skilled'),
    sa.CheckConstraint("hours_type IN ('H1', 'H2', 'H3', 'H4')", name='shifts_hours'),
    sa.CheckConstraint("strain IN ('night', 'emergency', 'heavy')", name='shifts_strain'),
    sa.CheckConstraint('level BETWEEN 1 AND 5 AND queued >= 0', name='shifts_level'),
    sa.CheckConstraint('starts_at < ends_at', name='shifts_times'),
    sa.CheckConstraint('taken BETWEEN 0 AND quota', name='shifts_quota'),
    sa.ForeignKeyConstraint(['community', 'activity_id'], ['activities.community', 'activities.activity_id'], name='shifts_activity'),
    sa.PrimaryKeyConstraint('community', 'shift_id', name='shifts_pkey'),
    info={'updatable': ('quota', 'taken', 'queued', 'version')}
    )
    op.create_index('shifts_of_activity', 'shifts', ['community', 'activity_id'], unique=False)
    op.create_table('beneficiaries',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('report_id', sa.Text(), nullable=False),
    sa.Column('need_group', sa.Text(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.CheckConstraint('people >= 0', name='beneficiaries_people'),
    sa.ForeignKeyConstraint(['community', 'report_id'], ['beneficiary_reports.community', 'beneficiary_reports.report_id'], name='beneficiaries_report'),
    sa.PrimaryKeyConstraint('community', 'report_id', 'need_group', name='beneficiaries_pkey'),
    info={'append_only': True}
    )


def downgrade() -> None:
    """Undo: what was kept of it is lost."""
    op.drop_table('beneficiaries')
    op.drop_table('shifts')
    op.drop_table('beneficiary_reports')
    op.drop_table('activity_hosts')
    op.drop_table('activities')
