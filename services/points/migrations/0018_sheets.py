"""Corrections of attendance, and paper sheets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('attendances', sa.Column('reference', sa.Text(), nullable=True))
    op.create_check_constraint(
        'attendances_reference', 'attendances', "(source = 'paper') = (reference IS NOT NULL)"
    )
    op.create_table('sheet_serials',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'year', name='sheet_serials_pkey'),
    info={'updatable': ('last',)}
    )
    op.create_table('attendance_corrections',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('correction_id', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('shift_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Text(), nullable=True),
    sa.Column('checked_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_out_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('was_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('was_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name='attendance_corrections_decision'),
    sa.CheckConstraint("state IN ('proposed', 'accepted', 'declined')", name='attendance_corrections_state_known'),
    sa.CheckConstraint('checked_in_at < checked_out_at', name='attendance_corrections_times'),
    sa.CheckConstraint('decided_by NOT IN (proposed_by, party_id)', name='attendance_corrections_two_persons'),
    sa.ForeignKeyConstraint(['community', 'activity_id'], ['activities.community', 'activities.activity_id'], name='attendance_corrections_activity'),
    sa.ForeignKeyConstraint(['community', 'shift_id'], ['shifts.community', 'shifts.shift_id'], name='attendance_corrections_shift'),
    sa.PrimaryKeyConstraint('community', 'correction_id', name='attendance_corrections_pkey'),
    info={'updatable': ('state', 'decided_by', 'decided_at', 'was_in_at', 'was_out_at', 'version')}
    )
    op.create_index('attendance_corrections_of_activity', 'attendance_corrections', ['community', 'activity_id', 'correction_id'], unique=False)
    op.create_table('attendance_sheets',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('serial', sa.Text(), nullable=False),
    sa.Column('activity_id', sa.Text(), nullable=False),
    sa.Column('shift_id', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('printed_by', sa.Text(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keying', sa.Integer(), nullable=False),
    sa.Column('keyed_by', sa.Text(), nullable=True),
    sa.Column('keyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scan_sha256', sa.Text(), nullable=True),
    sa.Column('entered_by', sa.Text(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'entered') = (entered_by IS NOT NULL)", name='attendance_sheets_entered'),
    sa.CheckConstraint("state = 'printed' OR (keyed_by IS NOT NULL AND scan_sha256 IS NOT NULL)", name='attendance_sheets_keyed'),
    sa.CheckConstraint("state IN ('printed', 'keyed', 'entered')", name='attendance_sheets_state_known'),
    sa.CheckConstraint('entered_by <> keyed_by', name='attendance_sheets_two_persons'),
    sa.ForeignKeyConstraint(['community', 'activity_id'], ['activities.community', 'activities.activity_id'], name='attendance_sheets_activity'),
    sa.ForeignKeyConstraint(['community', 'shift_id'], ['shifts.community', 'shifts.shift_id'], name='attendance_sheets_shift'),
    sa.PrimaryKeyConstraint('community', 'serial', name='attendance_sheets_pkey'),
    info={'updatable': ('state', 'keying', 'keyed_by', 'keyed_at', 'scan_sha256', 'entered_by', 'entered_at', 'reason', 'version')}
    )
    op.create_table('attendance_sheet_lines',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('serial', sa.Text(), nullable=False),
    sa.Column('keying', sa.Integer(), nullable=False),
    sa.Column('line', sa.SmallInteger(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Text(), nullable=True),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('signed', sa.Boolean(), nullable=False),
    sa.Column('countersigned_by', sa.Text(), nullable=True),
    sa.CheckConstraint('countersigned_by <> party_id', name='attendance_sheet_lines_counterpart'),
    sa.CheckConstraint('minutes > 0 AND line > 0', name='attendance_sheet_lines_minutes'),
    sa.CheckConstraint('signed OR countersigned_by IS NOT NULL', name='attendance_sheet_lines_signed'),
    sa.ForeignKeyConstraint(['community', 'serial'], ['attendance_sheets.community', 'attendance_sheets.serial'], name='attendance_sheet_lines_sheet'),
    sa.PrimaryKeyConstraint('community', 'serial', 'keying', 'line', name='attendance_sheet_lines_pkey'),
    info={'append_only': True}
    )


def downgrade() -> None:
    """Undo: what was kept of it is lost."""
    op.drop_table('attendance_sheet_lines')
    op.drop_table('attendance_sheets')
    op.drop_table('attendance_corrections')
    op.drop_table('sheet_serials')
    op.drop_column('attendances', 'reference')
