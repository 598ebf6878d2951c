"""Rate cards and loan tables are put in force by two council members; what is lent says which table priced it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

NEVER_BACKWARDS = "in_force_from > to_char(published_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"


def upgrade() -> None:
    """Apply."""
    op.create_table('rate_proposals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('proposal_id', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('content', postgresql.JSONB(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name='rate_proposals_decided'),
    sa.CheckConstraint("state <> 'agreed' OR decided_by <> proposed_by", name='rate_proposals_two_persons'),
    sa.CheckConstraint("state IN ('proposed', 'agreed', 'rejected')", name='rate_proposals_state_known'),
    sa.CheckConstraint("subject IN ('rate_card', 'loan_table')", name='rate_proposals_subject_known'),
    sa.PrimaryKeyConstraint('community', 'proposal_id', name='rate_proposals_pkey'),
    info={'updatable': ('state', 'decided_by', 'decided_at', 'answer', 'version')}
    )
    op.create_table('loan_tables',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('in_force_from', sa.Text(), nullable=False),
    sa.Column('items', postgresql.JSONB(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('published_by', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('published_by <> proposed_by', name='loan_tables_two_persons'),
    sa.CheckConstraint(NEVER_BACKWARDS, name='loan_tables_never_backwards'),
    sa.PrimaryKeyConstraint('community', 'number', name='loan_tables_pkey'),
    sa.UniqueConstraint('community', 'in_force_from', name='loan_tables_month'),
    info={'append_only': True}
    )
    op.add_column('rate_cards', sa.Column('proposed_by', sa.Text(), nullable=True))
    op.create_check_constraint('rate_cards_two_persons', 'rate_cards', 'published_by <> proposed_by')
    op.create_check_constraint('rate_cards_never_backwards', 'rate_cards', NEVER_BACKWARDS)
    op.add_column('contributions', sa.Column('loan_table', sa.Integer(), nullable=True))
    # Until now there was one table.
    op.execute("UPDATE contributions SET loan_table = 1 WHERE contribution_type = 'V1'")
    op.create_check_constraint('contributions_loan_table', 'contributions', "(contribution_type = 'V1') = (loan_table IS NOT NULL)")


def downgrade() -> None:
    """Undo: the community's own loan tables and what was proposed are lost."""
    op.drop_constraint('contributions_loan_table', 'contributions', type_='check')
    op.drop_column('contributions', 'loan_table')
    op.drop_constraint('rate_cards_never_backwards', 'rate_cards', type_='check')
    op.drop_constraint('rate_cards_two_persons', 'rate_cards', type_='check')
    op.drop_column('rate_cards', 'proposed_by')
    op.drop_table('loan_tables')
    op.drop_table('rate_proposals')
