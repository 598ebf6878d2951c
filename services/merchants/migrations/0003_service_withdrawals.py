"""Services of judges that do not count (rulebook §5, §15)."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('service_withdrawals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('withdrawal_id', sa.Text(), nullable=False),
    sa.Column('panel_id', sa.Text(), nullable=False),
    sa.Column('judge_id', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('proposed', 'done', 'declined')", name='service_withdrawals_state'),
    sa.CheckConstraint("reason IN ('ERROR', 'DUPLICATE', 'FRAUD', 'DISPUTE_LOST', 'EVIDENCE_WITHDRAWN')", name='service_withdrawals_reason'),
    sa.CheckConstraint("(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)", name='service_withdrawals_decided'),
    sa.CheckConstraint('decided_by NOT IN (proposed_by, judge_id)', name='service_withdrawals_two_persons'),
    sa.PrimaryKeyConstraint('community', 'withdrawal_id', name='service_withdrawals_pkey'),
    info={'updatable': ('state', 'decided_by', 'decided_at', 'answer', 'version')}
    )
    op.create_index('service_withdrawals_of_judge', 'service_withdrawals', ['community', 'judge_id'], unique=False)
    op.create_index('service_withdrawals_once', 'service_withdrawals', ['community', 'panel_id', 'judge_id'], unique=True, postgresql_where=sa.text("state <> 'declined'"))


def downgrade() -> None:
    """Undo."""
    op.drop_table('service_withdrawals')
