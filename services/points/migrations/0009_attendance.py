"""Places in shifts, qualifications, and who came."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('qualifications',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('qualification_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('stated_by', sa.Text(), nullable=False),
    sa.Column('stated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_by', sa.Text(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('verified_by NOT IN (party_id, stated_by)', name='qualifications_two_persons'),
    sa.PrimaryKeyConstraint('community', 'qualification_id', name='qualifications_pkey'),
    info={'updatable': ('verified_by', 'verified_at', 'version')}
    )
    op.create_index('qualifications_party', 'qualifications', ['community', 'party_id', 'code'], unique=False)
    op.create_table('venue_code_tries',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('tries', sa.SmallInteger(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('tries BETWEEN 0 AND 5', name='venue_code_tries_count'),
    sa.PrimaryKeyConstraint('community', 'activity_id', 'party_id', name='venue_code_tries_pkey'),
    info={'updatable': ('tries', 'locked_until')}
    )
    op.create_table('attendances',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('attendance_id', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('shift_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Text(), nullable=True),
    sa.Column('checked_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('entered_by', sa.Text(), nullable=False),
    sa.Column('second_by', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('contribution_id', sa.Text(), nullable=True),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(basis = 'paid') = (organisation_id IS NOT NULL)", name='attendances_basis'),
    sa.CheckConstraint("(state = 'open') = (evidence IS NULL)", name='attendances_evidence'),
    sa.CheckConstraint("(state = 'submitted') = (contribution_id IS NOT NULL)", name='attendances_submitted'),
    sa.CheckConstraint("source = 'code' OR (second_by IS NOT NULL AND second_by NOT IN (entered_by, party_id))", name='attendances_two_persons'),
    sa.CheckConstraint("source IN ('code', 'paper', 'correction')", name='attendances_source'),
    sa.CheckConstraint("state IN ('open', 'done', 'submitted', 'refused', 'recorded')", name='attendances_state_known'),
    sa.CheckConstraint('minutes >= 0 AND checked_out_at >= checked_in_at', name='attendances_minutes'),
    sa.ForeignKeyConstraint(['community', 'activity_id'], ['activities.community', 'activities.activity_id'], name='attendances_activity'),
    sa.ForeignKeyConstraint(['community', 'shift_id'], ['shifts.community', 'shifts.shift_id'], name='attendances_shift'),
    sa.PrimaryKeyConstraint('community', 'attendance_id', name='attendances_pkey'),
    sa.UniqueConstraint('community', 'shift_id', 'party_id', name='attendances_once'),
    info={'updatable': ('basis', 'organisation_id', 'checked_in_at', 'checked_out_at', 'minutes', 'evidence', 'source', 'state', 'entered_by', 'second_by', 'reason', 'contribution_id', 'refusal', 'version')}
    )
    op.create_index('attendances_activity_party', 'attendances', ['community', 'activity_id', 'party_id'], unique=False)
    op.create_index('attendances_contribution', 'attendances', ['community', 'contribution_id'], unique=False)
    op.create_index('attendances_done', 'attendances', ['community', 'activity_id'], unique=False, postgresql_where=sa.text("state = 'done'"))
    op.create_index('attendances_party', 'attendances', ['community', 'party_id', 'attendance_id'], unique=False)
    op.create_table('sign_ups',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('sign_up_id', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('shift_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('offer_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('no_show', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(basis = 'paid') = (organisation_id IS NOT NULL)", name='sign_ups_basis'),
    sa.CheckConstraint("(state = 'offered') = (offer_ends_at IS NOT NULL)", name='sign_ups_offer'),
    sa.CheckConstraint("(state IN ('withdrawn', 'lapsed')) = (ended_at IS NOT NULL)", name='sign_ups_end'),
    sa.CheckConstraint("state IN ('placed', 'waiting', 'offered', 'withdrawn', 'lapsed')", name='sign_ups_state_known'),
    sa.ForeignKeyConstraint(['community', 'shift_id'], ['shifts.community', 'shifts.shift_id'], name='sign_ups_shift'),
    sa.PrimaryKeyConstraint('community', 'sign_up_id', name='sign_ups_pkey'),
    info={'updatable': ('state', 'position', 'placed_at', 'offer_ends_at', 'ended_at', 'no_show', 'version')}
    )
    op.create_index('sign_ups_activity', 'sign_ups', ['community', 'activity_id', 'sign_up_id'], unique=False)
    op.create_index('sign_ups_line', 'sign_ups', ['community', 'shift_id', 'position'], unique=False, postgresql_where=sa.text("state = 'waiting'"))
    op.create_index('sign_ups_offered', 'sign_ups', ['community', 'offer_ends_at'], unique=False, postgresql_where=sa.text("state = 'offered'"))
    op.create_index('sign_ups_once', 'sign_ups', ['community', 'shift_id', 'party_id'], unique=True, postgresql_where=sa.text("state IN ('placed', 'waiting', 'offered')"))
    op.create_index('sign_ups_party', 'sign_ups', ['community', 'party_id', 'sign_up_id'], unique=False)


def downgrade() -> None:
    """Undo: what was kept of it is lost."""
    op.drop_table('sign_ups')
    op.drop_table('attendances')
    op.drop_table('venue_code_tries')
    op.drop_table('qualifications')
