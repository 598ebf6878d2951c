"""Keeps the reserve behind the points and its daily coverage (rulebook §6), reversals proposed by hand, and suspensions of earning (§5)."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('reserve_sources',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('source_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('left', sa.BigInteger(), nullable=False),
    sa.Column('usable_until', sa.Date(), nullable=True),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind LIKE 'pledged%') = (provider_id IS NOT NULL)", name='reserve_sources_pledge'),
    sa.CheckConstraint("(state = 'recorded') = (decided_by IS NULL)", name='reserve_sources_decided'),
    sa.CheckConstraint("kind IN ('pledged_goods', 'pledged_service', 'company_budget', 'public_budget', 'operating_income')", name='reserve_sources_kind_known'),
    sa.CheckConstraint("state IN ('recorded', 'approved', 'rejected', 'ended')", name='reserve_sources_state_known'),
    sa.CheckConstraint('amount > 0 AND "left" BETWEEN 0 AND amount', name='reserve_sources_amounts'),
    sa.CheckConstraint('decided_by <> recorded_by', name='reserve_sources_two_persons'),
    sa.PrimaryKeyConstraint('community', 'source_id', name='reserve_sources_pkey'),
    info={'updatable': ('left', 'state', 'decided_by', 'reason', 'version')}
    )
    op.create_table('reserve_draws',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('source_id', sa.Text(), nullable=False),
    sa.Column('given_back', sa.Boolean(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount <> 0 AND (amount < 0) = given_back', name='reserve_draws_amount'),
    sa.ForeignKeyConstraint(['community', 'source_id'], ['reserve_sources.community', 'reserve_sources.source_id'], name='reserve_draws_source'),
    sa.PrimaryKeyConstraint('community', 'reference', 'source_id', 'given_back', name='reserve_draws_pkey'),
    info={'append_only': True}
    )
    op.create_index('reserve_draws_source_id', 'reserve_draws', ['community', 'source_id'], unique=False)
    op.create_table('reserve_states',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('reserve', sa.BigInteger(), nullable=False),
    sa.Column('outstanding', sa.BigInteger(), nullable=False),
    sa.Column('redemption_rate', sa.Integer(), nullable=False),
    sa.Column('rate_measured', sa.Boolean(), nullable=False),
    sa.Column('coverage', sa.BigInteger(), nullable=True),
    sa.Column('band', sa.Text(), nullable=False),
    sa.Column('mint_percent', sa.SmallInteger(), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.CheckConstraint("(band, mint_percent) IN (('green', 100), ('amber', 75), ('red', 50))", name='reserve_states_band_known'),
    sa.CheckConstraint('in_force_from > published_on', name='reserve_states_never_backwards'),
    sa.PrimaryKeyConstraint('community', 'published_on', name='reserve_states_pkey'),
    info={'append_only': True}
    )
    op.create_index('reserve_states_in_force', 'reserve_states', ['community', 'in_force_from'], unique=False)
    op.create_table('suspensions',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('suspension_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('reversal_id', sa.Text(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('begins_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('appeal', sa.Text(), nullable=True),
    sa.Column('appeal_decided_by', sa.Text(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state IN ('imposed', 'upheld')) = (begins_on IS NOT NULL) AND (begins_on IS NULL) = (ends_on IS NULL)", name='suspensions_time'),
    sa.CheckConstraint("state IN ('proposed', 'declined', 'imposed', 'appealed', 'upheld', 'lifted')", name='suspensions_state_known'),
    sa.CheckConstraint('decided_by NOT IN (proposed_by, party_id) AND appeal_decided_by NOT IN (proposed_by, party_id, decided_by)', name='suspensions_persons'),
    sa.CheckConstraint('months BETWEEN 3 AND 12', name='suspensions_length'),
    sa.PrimaryKeyConstraint('community', 'suspension_id', name='suspensions_pkey'),
    info={'updatable': ('state', 'decided_by', 'decided_on', 'begins_on', 'ends_on', 'appeal', 'appeal_decided_by', 'answer', 'version')}
    )
    op.create_index('suspensions_party', 'suspensions', ['community', 'party_id'], unique=False)
    op.create_table('reversal_proposals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('proposal_id', sa.Text(), nullable=False),
    sa.Column('source_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('reversal_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL) AND (state = 'done') = (reversal_id IS NOT NULL)", name='reversal_proposals_decided'),
    sa.CheckConstraint("state IN ('proposed', 'done', 'declined')", name='reversal_proposals_state_known'),
    sa.CheckConstraint('decided_by NOT IN (proposed_by, party_id)', name='reversal_proposals_two_persons'),
    sa.PrimaryKeyConstraint('community', 'proposal_id', name='reversal_proposals_pkey'),
    info={'updatable': ('state', 'decided_by', 'answer', 'reversal_id', 'version')}
    )
    op.create_index('reversal_proposals_state', 'reversal_proposals', ['community', 'state', 'proposal_id'], unique=False)


def downgrade() -> None:
    """Undo: what was kept of it is lost."""
    for table in ('reversal_proposals', 'suspensions', 'reserve_states', 'reserve_draws', 'reserve_sources'):
        op.drop_table(table)
