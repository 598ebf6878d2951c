"""Certificates of service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('certificate_numbers',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('community', 'year', name='certificate_numbers_pkey'),
    info={'updatable': ('last',)}
    )
    op.create_table('certificates',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('certificate_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('services', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('requested_by', sa.Text(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('notice_ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('number', sa.Text(), nullable=True),
    sa.Column('issuer_id', sa.Text(), nullable=True),
    sa.Column('contact', sa.Text(), nullable=True),
    sa.Column('issued_by', sa.Text(), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state IN ('issued', 'revoked')) = (number IS NOT NULL AND issuer_id IS NOT NULL AND contact IS NOT NULL AND issued_by IS NOT NULL)", name='certificates_issued'),
    sa.CheckConstraint("notice_ends_at >= requested_at + interval '7 days'", name='certificates_notice'),
    sa.CheckConstraint("state IN ('under_notice', 'issued', 'declined', 'revoked')", name='certificates_state_known'),
    sa.CheckConstraint('ended_by NOT IN (coalesce(issued_by, requested_by), party_id)', name='certificates_ended_by'),
    sa.CheckConstraint('first_day <= last_day AND minutes > 0 AND services > 0', name='certificates_period'),
    sa.CheckConstraint('issued_at >= notice_ends_at', name='certificates_issued_after'),
    sa.CheckConstraint('issued_by NOT IN (requested_by, party_id)', name='certificates_two_persons'),
    sa.PrimaryKeyConstraint('community', 'certificate_id', name='certificates_pkey'),
    sa.UniqueConstraint('community', 'number', name='certificates_number'),
    info={'updatable': ('state', 'number', 'issuer_id', 'contact', 'issued_by', 'issued_at', 'ended_by', 'ended_at', 'reason', 'version')}
    )
    op.create_index('certificates_party', 'certificates', ['community', 'party_id', 'certificate_id'], unique=False)
    op.create_index('certificates_state', 'certificates', ['community', 'state', 'certificate_id'], unique=False)
    op.create_table('certificate_lines',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('certificate_id', sa.Text(), nullable=False),
    sa.Column('line', sa.SmallInteger(), nullable=False),
    sa.Column('source_id', sa.Text(), nullable=False),
    sa.Column('activity', sa.Text(), nullable=False),
    sa.Column('performed_on', sa.Date(), nullable=False),
    sa.Column('contribution_type', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['community', 'certificate_id'], ['certificates.community', 'certificates.certificate_id'], name='certificate_lines_certificate'),
    sa.PrimaryKeyConstraint('community', 'certificate_id', 'line', name='certificate_lines_pkey'),
    info={'append_only': True}
    )


def downgrade() -> None:
    """Undo: what was kept of it is lost."""
    op.drop_table('certificate_lines')
    op.drop_table('certificates')
    op.drop_table('certificate_numbers')
