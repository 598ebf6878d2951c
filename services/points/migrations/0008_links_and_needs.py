"""Links between identities, and what the community needs."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        'parties_of_household',
        'parties',
        ['community', 'household_id'],
        postgresql_where=sa.text('household_id IS NOT NULL'),
    )
    op.create_table('identity_links',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('link_id', sa.Text(), nullable=False),
    sa.Column('one_id', sa.Text(), nullable=False),
    sa.Column('other_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'ended') = (ended_by IS NOT NULL)", name='identity_links_ended'),
    sa.CheckConstraint("kind IN ('same_household', 'same_legal_representative', 'same_payment_account', 'same_address')", name='identity_links_kind'),
    sa.CheckConstraint("state <> 'confirmed' OR confirmed_by IS NOT NULL", name='identity_links_confirmed'),
    sa.CheckConstraint("state IN ('recorded', 'confirmed', 'ended')", name='identity_links_state'),
    sa.CheckConstraint('confirmed_by IS NULL OR confirmed_by NOT IN (recorded_by, one_id, other_id)', name='identity_links_two_persons'),
    sa.CheckConstraint('one_id < other_id', name='identity_links_order'),
    sa.ForeignKeyConstraint(['community', 'one_id'], ['parties.community', 'parties.party_id'], name='identity_links_one'),
    sa.ForeignKeyConstraint(['community', 'other_id'], ['parties.community', 'parties.party_id'], name='identity_links_other'),
    sa.PrimaryKeyConstraint('community', 'link_id', name='identity_links_pkey'),
    info={'updatable': ('state', 'confirmed_by', 'confirmed_at', 'ended_by', 'ended_at', 'end_reason', 'version')}
    )
    op.create_index('identity_links_of_other', 'identity_links', ['community', 'other_id', 'one_id'], unique=False)
    op.create_index('identity_links_once', 'identity_links', ['community', 'one_id', 'other_id', 'kind'], unique=True, postgresql_where=sa.text("state <> 'ended'"))
    op.create_table('need_profiles',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('profile_id', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('elders_percent', sa.Integer(), nullable=False),
    sa.Column('elders_size', sa.Integer(), nullable=False),
    sa.Column('children_percent', sa.Integer(), nullable=False),
    sa.Column('children_size', sa.Integer(), nullable=False),
    sa.Column('hardship_percent', sa.Integer(), nullable=False),
    sa.Column('hardship_size', sa.Integer(), nullable=False),
    sa.Column('others_percent', sa.Integer(), nullable=False),
    sa.Column('others_size', sa.Integer(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved_by IS NULL) = (approved_at IS NULL)', name='need_profiles_approved'),
    sa.CheckConstraint('(elders_size >= 5 OR (elders_size = 0 AND elders_percent = 0)) AND (children_size >= 5 OR (children_size = 0 AND children_percent = 0)) AND (hardship_size >= 5 OR (hardship_size = 0 AND hardship_percent = 0)) AND (others_size >= 5 OR (others_size = 0 AND others_percent = 0))', name='need_profiles_sizes'),
    sa.CheckConstraint('approved_by <> proposed_by', name='need_profiles_two_persons'),
    sa.CheckConstraint('elders_percent + children_percent + hardship_percent + others_percent = 100', name='need_profiles_whole'),
    sa.CheckConstraint('least(elders_percent, children_percent, hardship_percent, others_percent) >= 0', name='need_profiles_shares'),
    sa.PrimaryKeyConstraint('community', 'profile_id', name='need_profiles_pkey'),
    info={'updatable': ('approved_by', 'approved_at', 'version')}
    )
    op.create_index('need_profiles_in_force', 'need_profiles', ['community', 'approved_at'], unique=False, postgresql_where=sa.text('approved_at IS NOT NULL'))


def downgrade() -> None:
    """Forget the links and the profiles."""
    op.drop_table('need_profiles')
    op.drop_table('identity_links')
    op.drop_index('parties_of_household', table_name='parties')
