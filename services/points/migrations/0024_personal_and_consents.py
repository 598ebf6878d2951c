"""Personal data, sealed; who looked and who changed them; erasures; consents and guardians."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('parties', sa.Column('erased_at', sa.DateTime(timezone=True)))
    op.create_check_constraint('parties_erased', 'parties', "erased_at IS NULL OR kind = 'person'")
    op.create_table('personal_values',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('blind', sa.Text(), nullable=True),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("blind ~ '^[0-9a-f]{64}$'", name='personal_values_blind'),
    sa.CheckConstraint("field IN ('legal_name', 'phone', 'address', 'identity_number')", name='personal_values_field'),
    sa.CheckConstraint("sealed ~ '^[0-9a-f]{10}\\.[A-Za-z0-9+/]+=*$'", name='personal_values_sealed'),
    sa.PrimaryKeyConstraint('community', 'party_id', 'field', name='personal_values_pkey'),
    info={'updatable': ('sealed', 'blind', 'changed_by', 'changed_at'), 'deletable': True}
    )
    op.create_index('personal_values_by_blind', 'personal_values', ['community', 'field', 'blind'], unique=False, postgresql_where=sa.text('blind IS NOT NULL'))
    op.create_table('personal_changes',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('change_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('change', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.CheckConstraint("change IN ('recorded', 'removed')", name='personal_changes_change'),
    sa.PrimaryKeyConstraint('community', 'change_id', name='personal_changes_pkey'),
    info={'append_only': True}
    )
    op.create_index('personal_changes_of_party', 'personal_changes', ['community', 'party_id', 'change_id'], unique=False)
    op.create_table('personal_looks',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('look_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('reveal', 'lookup')", name='personal_looks_kind'),
    sa.PrimaryKeyConstraint('community', 'look_id', name='personal_looks_pkey'),
    info={'append_only': True}
    )
    op.create_index('personal_looks_at_party', 'personal_looks', ['community', 'party_id', 'look_id'], unique=False)
    op.create_index('personal_looks_by_day', 'personal_looks', ['community', 'by', 'day'], unique=False, postgresql_where=sa.text("kind = 'reveal'"))
    op.create_table('erasures',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('erasure_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'asked') = (ended_by IS NULL)", name='erasures_ended'),
    sa.CheckConstraint("state <> 'executed' OR ended_by NOT IN (asked_by, party_id)", name='erasures_two_persons'),
    sa.CheckConstraint("state IN ('asked', 'executed', 'withdrawn')", name='erasures_state'),
    sa.PrimaryKeyConstraint('community', 'erasure_id', name='erasures_pkey'),
    info={'updatable': ('state', 'ended_by', 'ended_at', 'version')}
    )
    op.create_index('erasures_once', 'erasures', ['community', 'party_id'], unique=True, postgresql_where=sa.text("state <> 'withdrawn'"))
    op.create_table('consent_texts',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('text_id', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('text_version', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('published_by', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')", name='consent_texts_hash'),
    sa.PrimaryKeyConstraint('community', 'text_id', name='consent_texts_pkey'),
    info={'append_only': True}
    )
    op.create_index('consent_texts_latest', 'consent_texts', ['community', 'purpose', 'published_at'], unique=False)
    op.create_table('consents',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('consent_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('fields', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('text_version', sa.Text(), nullable=False),
    sa.Column('text_sha256', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('given_by', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("recorded_by = given_by OR channel = 'paper'", name='consents_paper'),
    sa.CheckConstraint('cardinality(fields) > 0', name='consents_fields'),
    sa.PrimaryKeyConstraint('community', 'consent_id', name='consents_pkey'),
    info={'append_only': True}
    )
    op.create_index('consents_of_party', 'consents', ['community', 'party_id', 'purpose', 'recipient'], unique=False)
    op.create_table('consent_withdrawals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('consent_id', sa.Text(), nullable=False),
    sa.Column('withdrawn_by', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['community', 'consent_id'], ['consents.community', 'consents.consent_id'], name='consent_withdrawals_consent'),
    sa.PrimaryKeyConstraint('community', 'consent_id', name='consent_withdrawals_pkey'),
    info={'append_only': True}
    )
    op.create_table('guardianships',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('guardianship_id', sa.Text(), nullable=False),
    sa.Column('ward_id', sa.Text(), nullable=False),
    sa.Column('guardian_id', sa.Text(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'confirmed' OR confirmed_by IS NOT NULL", name='guardianships_confirmed'),
    sa.CheckConstraint("state IN ('recorded', 'confirmed', 'ended')", name='guardianships_state'),
    sa.CheckConstraint('EXTRACT(day FROM until + 1) = 1', name='guardianships_month_end'),
    sa.CheckConstraint('confirmed_by IS NULL OR confirmed_by NOT IN (recorded_by, ward_id, guardian_id)', name='guardianships_two_persons'),
    sa.CheckConstraint('ward_id <> guardian_id', name='guardianships_two'),
    sa.PrimaryKeyConstraint('community', 'guardianship_id', name='guardianships_pkey'),
    info={'updatable': ('state', 'confirmed_by', 'confirmed_at', 'ended_by', 'ended_at', 'version')}
    )
    op.create_index('guardianships_once', 'guardianships', ['community', 'ward_id', 'guardian_id'], unique=True, postgresql_where=sa.text("state <> 'ended'"))


def downgrade() -> None:
    """Refused: it would throw away people's data and the proof of their consents."""
    message = "personal data and consents are not thrown away: restore a backup instead"
    raise NotImplementedError(message)
