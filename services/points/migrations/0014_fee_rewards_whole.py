"""The whole way of a property-fee reward: offers, consent on record, undoing, reminders and cases, answers in suspense."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

STATES = "state IN ('offered', 'accepted', 'submitted', 'applied', 'rejected', 'confirmed', 'withdrawn', 'reversed')"


def upgrade() -> None:
    """Apply."""
    _programmes()
    _rewards()
    _batches()
    _control()


def _programmes() -> None:
    every = "ARRAY['H1', 'H2', 'H3', 'H4']"
    op.add_column('programmes', sa.Column('work_types', sa.ARRAY(sa.Text()), server_default=sa.text(every), nullable=False))
    op.add_column('programmes', sa.Column('arrears', sa.Text(), server_default='waits', nullable=False))
    op.add_column('programmes', sa.Column('closed_by', sa.Text()))
    op.alter_column('programmes', 'work_types', server_default=None)
    op.alter_column('programmes', 'arrears', server_default=None)
    op.create_check_constraint('programmes_work_alone', 'programmes', f'work_types <@ {every} AND cardinality(work_types) > 0')
    op.create_check_constraint('programmes_arrears', 'programmes', "arrears IN ('ignored', 'waits')")


def _rewards() -> None:
    for column in ('offered_until', 'consented_at', 'confirmed_at'):
        op.add_column('rewards', sa.Column(column, sa.DateTime(timezone=True)))
    op.add_column('rewards', sa.Column('consent_text', sa.Text()))
    op.add_column('rewards', sa.Column('confirmation', sa.Text()))
    # Whoever asked before could only do so with consent, to the same words.
    op.execute("UPDATE rewards SET consented_at = requested_at, consent_text = 'fee-reward-1'")
    for name in ('rewards_state_known', 'rewards_applied'):
        op.drop_constraint(name, 'rewards')
    op.create_check_constraint('rewards_state_known', 'rewards', STATES)
    op.create_check_constraint(
        'rewards_applied',
        'rewards',
        "(state IN ('applied', 'confirmed', 'reversed')) = (applied IS NOT NULL AND credit_note IS NOT NULL)",
    )
    op.create_check_constraint(
        'rewards_consent', 'rewards', "state = 'offered' OR (consented_at IS NOT NULL AND consent_text IS NOT NULL)"
    )
    op.create_check_constraint('rewards_confirmed', 'rewards', '(confirmed_at IS NULL) = (confirmation IS NULL)')
    op.drop_index('rewards_household', table_name='rewards')
    op.create_index(
        'rewards_household',
        'rewards',
        ['community', 'household_id', 'billing_period', 'programme_id'],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('offered', 'rejected', 'withdrawn', 'reversed')"),
    )
    op.create_table('fee_undos',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('undo_id', sa.Text(), nullable=False),
    sa.Column('reward_id', sa.Text(), nullable=False),
    sa.Column('programme_id', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_number', sa.Text(), nullable=True),
    sa.Column('line_number', sa.Integer(), nullable=True),
    sa.Column('credit_note', sa.Text(), nullable=True),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name='fee_undos_amount'),
    sa.CheckConstraint("state IN ('waiting', 'submitted', 'done', 'refused')", name='fee_undos_state'),
    sa.ForeignKeyConstraint(['community', 'reward_id'], ['rewards.community', 'rewards.reward_id'], name='fee_undos_reward'),
    sa.PrimaryKeyConstraint('community', 'undo_id', name='fee_undos_pkey'),
    )
    op.create_index('fee_undos_once', 'fee_undos', ['community', 'reward_id'], unique=True, postgresql_where=sa.text("state <> 'refused'"))
    op.create_index('fee_undos_waiting', 'fee_undos', ['community', 'programme_id', 'undo_id'], postgresql_where=sa.text("state = 'waiting'"))


def _batches() -> None:
    op.add_column('fee_batches', sa.Column('reminders', sa.SmallInteger(), server_default='0', nullable=False))
    op.alter_column('fee_batches', 'reminders', server_default=None)
    op.add_column('fee_batches', sa.Column('next_at', sa.DateTime(timezone=True)))
    op.execute("UPDATE fee_batches SET next_at = sealed_at + interval '5 days' WHERE open_lines > 0")
    op.create_index('fee_batches_due', 'fee_batches', ['community', 'next_at'], postgresql_where=sa.text('next_at IS NOT NULL'))
    op.drop_constraint('fee_batches_counts', 'fee_batches')
    op.create_check_constraint('fee_batches_counts', 'fee_batches', 'open_lines BETWEEN 0 AND line_count AND line_count > 0')
    op.create_check_constraint('fee_batches_reminders', 'fee_batches', 'reminders BETWEEN 0 AND 3')
    op.add_column('fee_batch_lines', sa.Column('undoes', sa.Text()))
    op.add_column('fee_batch_lines', sa.Column('undo_id', sa.Text()))
    op.drop_constraint('fee_batch_lines_reward', 'fee_batch_lines')
    op.drop_constraint('fee_batch_lines_amount', 'fee_batch_lines')
    op.create_index('fee_batch_lines_reward', 'fee_batch_lines', ['community', 'reward_id'], unique=True, postgresql_where=sa.text('undo_id IS NULL'))
    op.create_index('fee_batch_lines_undo', 'fee_batch_lines', ['community', 'undo_id'], unique=True, postgresql_where=sa.text('undo_id IS NOT NULL'))
    op.create_check_constraint(
        'fee_batch_lines_amount',
        'fee_batch_lines',
        'line_number > 0 AND amount <> 0 AND (amount < 0) = (undo_id IS NOT NULL) AND (amount < 0) = (undoes IS NOT NULL)',
    )


def _control() -> None:
    op.create_table('fee_suspense',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('suspense_id', sa.Text(), nullable=False),
    sa.Column('batch_number', sa.Text(), nullable=False),
    sa.Column('line_number', sa.Integer(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('applied', sa.BigInteger(), nullable=True),
    sa.Column('credit_note', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('delivered_by', sa.Text(), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cleared_by', sa.Text(), nullable=True),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('clearing', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("cause IN ('unknown_line', 'answered_otherwise', 'unfit')", name='fee_suspense_cause'),
    sa.CheckConstraint('(cleared_by IS NULL) = (cleared_at IS NULL) AND (cleared_by IS NULL) = (clearing IS NULL) '
    'AND cleared_by <> delivered_by', name='fee_suspense_cleared'),
    sa.PrimaryKeyConstraint('community', 'suspense_id', name='fee_suspense_pkey'),
    sa.UniqueConstraint('community', 'batch_number', 'line_number', 'fingerprint', name='fee_suspense_once'),
    )
    op.create_table('fee_cases',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('batch_number', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unanswered', sa.Integer(), nullable=False),
    sa.Column('closed_by', sa.Text(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closing', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closing IS NULL)', name='fee_cases_closed'),
    sa.PrimaryKeyConstraint('community', 'case_id', name='fee_cases_pkey'),
    sa.UniqueConstraint('community', 'batch_number', name='fee_cases_batch'),
    )


def downgrade() -> None:
    """What was offered, undone or suspended would have no place."""
    raise NotImplementedError
