"""The first tables of points."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('inbox',
    sa.Column('queue', sa.Text(), nullable=False),
    sa.Column('event_id', sa.Text(), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('queue', 'event_id')
    )
    op.create_table('moved_clock',
    sa.Column('only', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('offset_seconds', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('only')
    )
    op.create_table('outbox',
    sa.Column('position', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('event_id', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('aggregate', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('headers', sa.Text(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), server_default=sa.text('clock_timestamp()'), nullable=False),
    sa.PrimaryKeyConstraint('position')
    )
    op.create_table('period_runs',
    sa.Column('job', sa.Text(), nullable=False),
    sa.Column('period', sa.Text(), nullable=False),
    sa.Column('ran_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('job', 'period')
    )
    op.create_table('redrives',
    sa.Column('event_id', sa.Text(), nullable=False),
    sa.Column('queue', sa.Text(), nullable=False),
    sa.Column('redriven_on', sa.Date(), nullable=False),
    sa.Column('redriven_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('second_person', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('queue', 'event_id', 'redriven_at'),
    info={'append_only': True}
    )
    op.create_table('requests',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('principal', sa.Text(), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('community', 'principal', 'method', 'key')
    )
    op.create_table('ledger_accounts',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('balance', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('pending', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('floor', sa.BigInteger(), nullable=True),
    sa.Column('cap', sa.BigInteger(), nullable=True),
    sa.Column('lots', sa.Boolean(), nullable=False),
    sa.CheckConstraint('balance - pending >= floor', name='ledger_accounts_floor'),
    sa.CheckConstraint('balance <= cap', name='ledger_accounts_cap'),
    sa.CheckConstraint('length(code) BETWEEN 1 AND 200 AND length(unit) BETWEEN 1 AND 20', name='ledger_accounts_names'),
    sa.CheckConstraint('pending >= 0', name='ledger_accounts_pending'),
    sa.PrimaryKeyConstraint('community', 'id', name='ledger_accounts_pkey'),
    sa.UniqueConstraint('community', 'unit', 'code', name='ledger_accounts_code'),
    info={'updatable': ('balance', 'pending')},
    postgresql_with={'fillfactor': 60}
    )
    op.create_table('ledger_seals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('transfer_id', sa.Text(), nullable=False),
    sa.Column('form', sa.Integer(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('number > 0 AND length(hash) = 32', name='ledger_seals_shape'),
    sa.PrimaryKeyConstraint('community', 'number', name='ledger_seals_pkey'),
    sa.UniqueConstraint('community', 'transfer_id', name='ledger_seals_transfer'),
    info={'append_only': True}
    )
    op.create_table('ledger_transfers',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('debit_id', sa.BigInteger(), nullable=False),
    sa.Column('credit_id', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('group_id', sa.Text(), nullable=False),
    sa.Column('rulebook', sa.Text(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('reverses', sa.Text(), nullable=True),
    sa.CheckConstraint('amount > 0', name='ledger_transfers_amount'),
    sa.CheckConstraint('debit_id <> credit_id', name='ledger_transfers_two_accounts'),
    sa.PrimaryKeyConstraint('community', 'id', name='ledger_transfers_pkey'),
    info={'append_only': True}
    )
    op.create_index('ledger_transfers_reference', 'ledger_transfers', ['community', 'kind', 'reference'], unique=False)
    op.create_index('ledger_transfers_reverses', 'ledger_transfers', ['community', 'reverses'], unique=False, postgresql_where=sa.text('reverses IS NOT NULL'))
    op.create_table('ledger_unsealed',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('position', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('transfer_id', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('community', 'position', name='ledger_unsealed_pkey'),
    info={'updatable': (), 'deletable': True}
    )
    op.create_table('ledger_entries',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('transfer_id', sa.Text(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('balance_after', sa.BigInteger(), nullable=False),
    sa.Column('position', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.CheckConstraint('amount <> 0', name='ledger_entries_amount'),
    sa.ForeignKeyConstraint(['community', 'account_id'], ['ledger_accounts.community', 'ledger_accounts.id'], name='ledger_entries_account'),
    sa.ForeignKeyConstraint(['community', 'transfer_id'], ['ledger_transfers.community', 'ledger_transfers.id'], name='ledger_entries_transfer'),
    sa.PrimaryKeyConstraint('community', 'transfer_id', 'account_id', name='ledger_entries_pkey'),
    info={'append_only': True}
    )
    op.create_index('ledger_entries_statement', 'ledger_entries', ['community', 'account_id', 'position'], unique=True)
    op.create_table('ledger_holds',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('debit_id', sa.BigInteger(), nullable=False),
    sa.Column('credit_id', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('rulebook', sa.Text(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('posted_amount', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('transfer_id', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'held') = (ended_at IS NULL) AND (state = 'posted') = (transfer_id IS NOT NULL) AND (state = 'posted') = (posted_amount > 0)", name='ledger_holds_end'),
    sa.CheckConstraint("state IN ('held', 'posted', 'voided', 'expired')", name='ledger_holds_state'),
    sa.CheckConstraint('amount > 0 AND posted_amount BETWEEN 0 AND amount', name='ledger_holds_amount'),
    sa.ForeignKeyConstraint(['community', 'credit_id'], ['ledger_accounts.community', 'ledger_accounts.id'], name='ledger_holds_credit'),
    sa.ForeignKeyConstraint(['community', 'debit_id'], ['ledger_accounts.community', 'ledger_accounts.id'], name='ledger_holds_debit'),
    sa.PrimaryKeyConstraint('community', 'id', name='ledger_holds_pkey'),
    info={'updatable': ('state', 'posted_amount', 'transfer_id', 'ended_at')}
    )
    op.create_index('ledger_holds_due', 'ledger_holds', ['community', 'expires_at'], unique=False, postgresql_where=sa.text("state = 'held'"))
    op.create_table('ledger_lots',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('opened_by', sa.Text(), nullable=False),
    sa.Column('granted_by', sa.Text(), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('remaining', sa.BigInteger(), nullable=False),
    sa.Column('held', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('0 <= held AND held <= remaining AND remaining <= amount AND amount > 0', name='ledger_lots_amounts'),
    sa.ForeignKeyConstraint(['community', 'account_id'], ['ledger_accounts.community', 'ledger_accounts.id'], name='ledger_lots_account'),
    sa.ForeignKeyConstraint(['community', 'opened_by'], ['ledger_transfers.community', 'ledger_transfers.id'], name='ledger_lots_opened_by'),
    sa.PrimaryKeyConstraint('community', 'id', name='ledger_lots_pkey'),
    info={'updatable': ('remaining', 'held')}
    )
    op.create_index('ledger_lots_first_expired', 'ledger_lots', ['community', 'account_id', 'expires_on', 'id'], unique=False, postgresql_where=sa.text('remaining > 0'))
    op.create_index('ledger_lots_lapsing', 'ledger_lots', ['community', 'expires_on', 'id'], unique=False, postgresql_where=sa.text('remaining > held'))
    op.create_table('ledger_reversals',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('transfer_id', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('owed', sa.BigInteger(), nullable=False),
    sa.Column('group_id', sa.Text(), nullable=False),
    sa.CheckConstraint('amount > 0 AND owed BETWEEN 0 AND amount', name='ledger_reversals_amount'),
    sa.ForeignKeyConstraint(['community', 'transfer_id'], ['ledger_transfers.community', 'ledger_transfers.id'], name='ledger_reversals_transfer'),
    sa.PrimaryKeyConstraint('community', 'transfer_id', 'reason', 'sequence', name='ledger_reversals_pkey'),
    info={'append_only': True}
    )
    op.create_table('ledger_hold_slices',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('hold_id', sa.Text(), nullable=False),
    sa.Column('lot_id', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0', name='ledger_hold_slices_amount'),
    sa.ForeignKeyConstraint(['community', 'hold_id'], ['ledger_holds.community', 'ledger_holds.id'], name='ledger_hold_slices_hold'),
    sa.ForeignKeyConstraint(['community', 'lot_id'], ['ledger_lots.community', 'ledger_lots.id'], name='ledger_hold_slices_lot'),
    sa.PrimaryKeyConstraint('community', 'hold_id', 'lot_id', name='ledger_hold_slices_pkey'),
    info={'append_only': True}
    )
    op.create_table('ledger_lot_slices',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('transfer_id', sa.Text(), nullable=False),
    sa.Column('lot_id', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('taken_from', sa.Text(), nullable=True),
    sa.CheckConstraint('amount <> 0', name='ledger_lot_slices_amount'),
    sa.ForeignKeyConstraint(['community', 'lot_id'], ['ledger_lots.community', 'ledger_lots.id'], name='ledger_lot_slices_lot'),
    sa.ForeignKeyConstraint(['community', 'transfer_id'], ['ledger_transfers.community', 'ledger_transfers.id'], name='ledger_lot_slices_transfer'),
    sa.PrimaryKeyConstraint('community', 'transfer_id', 'lot_id', name='ledger_lot_slices_pkey'),
    info={'append_only': True}
    )
    op.create_index('ledger_lot_slices_lot_id', 'ledger_lot_slices', ['community', 'lot_id'], unique=False)
    op.create_table('contributions',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('contribution_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('contribution_type', sa.Text(), nullable=False),
    sa.Column('activity', sa.Text(), nullable=False),
    sa.Column('qualification', sa.Text(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('performed_on', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('submitted_by', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('notice_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('rate_card', sa.Integer(), nullable=False),
    sa.Column('cv', sa.BigInteger(), nullable=False),
    sa.Column('sp', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("contribution_type IN ('H1', 'H2', 'H3', 'H4')", name='contributions_type'),
    sa.CheckConstraint("decided_by NOT IN (party_id, submitted_by, coalesce(confirmed_by, ''))", name='contributions_decider'),
    sa.CheckConstraint("state <> 'settled' OR (confirmed_by IS NOT NULL AND decided_by IS NOT NULL AND decided_at >= notice_ends_at)", name='contributions_settled'),
    sa.CheckConstraint("state IN ('submitted', 'returned', 'under_notice', 'settled', 'rejected')", name='contributions_state_known'),
    sa.CheckConstraint('confirmed_by NOT IN (party_id, submitted_by)', name='contributions_confirmer'),
    sa.CheckConstraint('minutes BETWEEN 30 AND 480', name='contributions_minutes'),
    sa.PrimaryKeyConstraint('community', 'contribution_id', name='contributions_pkey'),
    info={'updatable': ('evidence', 'state', 'confirmed_by', 'confirmed_at', 'notice_ends_at', 'decided_by', 'decided_at', 'reason', 'rate_card', 'cv', 'sp', 'version')}
    )
    op.create_index('contributions_party', 'contributions', ['community', 'party_id', 'started_at'], unique=False)
    op.create_index('contributions_state', 'contributions', ['community', 'state', 'contribution_id'], unique=False)
    op.create_table('fee_batch_lines',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('batch_number', sa.Text(), nullable=False),
    sa.Column('line_number', sa.Integer(), nullable=False),
    sa.Column('reward_id', sa.Text(), nullable=False),
    sa.Column('household_number', sa.Text(), nullable=False),
    sa.Column('billing_period', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount > 0 AND line_number > 0', name='fee_batch_lines_amount'),
    sa.PrimaryKeyConstraint('community', 'batch_number', 'line_number', name='fee_batch_lines_pkey'),
    sa.UniqueConstraint('community', 'reward_id', name='fee_batch_lines_reward'),
    info={'append_only': True}
    )
    op.create_table('fee_batches',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('batch_number', sa.Text(), nullable=False),
    sa.Column('programme_id', sa.Text(), nullable=False),
    sa.Column('company_id', sa.Text(), nullable=False),
    sa.Column('month', sa.Text(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('open_lines', sa.Integer(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('open_lines BETWEEN 0 AND line_count AND line_count > 0 AND total > 0', name='fee_batches_counts'),
    sa.PrimaryKeyConstraint('community', 'batch_number', name='fee_batches_pkey'),
    info={'updatable': ('open_lines', 'version')}
    )
    op.create_table('programmes',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('programme_id', sa.Text(), nullable=False),
    sa.Column('company_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('budget', sa.BigInteger(), nullable=False),
    sa.Column('committed', sa.BigInteger(), nullable=False),
    sa.Column('cap_percent', sa.Integer(), nullable=False),
    sa.Column('billing_periods', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('criteria', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('drafted_by', sa.Text(), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=True),
    sa.Column('activated_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'signed', 'active', 'exhausted', 'closed')", name='programmes_state_known'),
    sa.CheckConstraint('activated_by NOT IN (drafted_by, signed_by)', name='programmes_hands'),
    sa.CheckConstraint('cap_percent BETWEEN 1 AND 100', name='programmes_cap'),
    sa.CheckConstraint('committed BETWEEN 0 AND budget', name='programmes_budget'),
    sa.PrimaryKeyConstraint('community', 'programme_id', name='programmes_pkey'),
    info={'updatable': ('committed', 'state', 'signed_by', 'activated_by', 'version')}
    )
    op.create_table('fee_acks',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('batch_number', sa.Text(), nullable=False),
    sa.Column('line_number', sa.Integer(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('applied', sa.BigInteger(), nullable=True),
    sa.Column('credit_note', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('acked_by', sa.Text(), nullable=False),
    sa.Column('acked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(result = 'applied') = (applied IS NOT NULL AND credit_note IS NOT NULL)", name='fee_acks_applied'),
    sa.CheckConstraint("result IN ('applied', 'rejected', 'deferred')", name='fee_acks_result'),
    sa.ForeignKeyConstraint(['community', 'batch_number', 'line_number'], ['fee_batch_lines.community', 'fee_batch_lines.batch_number', 'fee_batch_lines.line_number'], name='fee_acks_line'),
    sa.PrimaryKeyConstraint('community', 'batch_number', 'line_number', name='fee_acks_pkey'),
    info={'updatable': ('result', 'applied', 'credit_note', 'reason', 'acked_by', 'acked_at')}
    )
    op.create_table('rewards',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('reward_id', sa.Text(), nullable=False),
    sa.Column('programme_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=False),
    sa.Column('billing_period', sa.Text(), nullable=False),
    sa.Column('annual_fee', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('at_most', sa.BigInteger(), nullable=True),
    sa.Column('batch_number', sa.Text(), nullable=True),
    sa.Column('line_number', sa.Integer(), nullable=True),
    sa.Column('applied', sa.BigInteger(), nullable=True),
    sa.Column('credit_note', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'applied') = (applied IS NOT NULL AND credit_note IS NOT NULL)", name='rewards_applied'),
    sa.CheckConstraint("state IN ('accepted', 'submitted', 'applied', 'rejected')", name='rewards_state_known'),
    sa.CheckConstraint('discount > 0 AND applied BETWEEN 1 AND discount', name='rewards_amounts'),
    sa.ForeignKeyConstraint(['community', 'programme_id'], ['programmes.community', 'programmes.programme_id'], name='rewards_programme'),
    sa.PrimaryKeyConstraint('community', 'reward_id', name='rewards_pkey'),
    info={'updatable': ('state', 'batch_number', 'line_number', 'applied', 'credit_note', 'reason', 'version')}
    )
    op.create_index('rewards_household', 'rewards', ['community', 'household_id', 'billing_period', 'programme_id'], unique=True, postgresql_where=sa.text("state <> 'rejected'"))
    op.create_index('rewards_party', 'rewards', ['community', 'party_id', 'reward_id'], unique=False)
    op.create_index('rewards_waiting', 'rewards', ['community', 'programme_id', 'reward_id'], unique=False, postgresql_where=sa.text("state = 'accepted'"))
    op.create_table('grants',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('grant_id', sa.Text(), nullable=False),
    sa.Column('source_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('contribution_type', sa.Text(), nullable=False),
    sa.Column('performed_on', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('fen', sa.BigInteger(), nullable=False),
    sa.Column('rate_card', sa.Integer(), nullable=False),
    sa.Column('cv', sa.BigInteger(), nullable=False),
    sa.Column('sp', sa.BigInteger(), nullable=False),
    sa.Column('sp_minutes', sa.Integer(), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("sp = 0 OR contribution_type NOT IN ('G1', 'G4', 'F1', 'F2', 'F3', 'F4', 'FR')", name='grants_receipted'),
    sa.CheckConstraint('cv >= 0 AND sp >= 0 AND sp_minutes BETWEEN 0 AND minutes', name='grants_amounts'),
    sa.PrimaryKeyConstraint('community', 'grant_id', name='grants_pkey'),
    sa.UniqueConstraint('community', 'source_id', name='grants_source'),
    info={'append_only': True}
    )
    op.create_index('grants_party', 'grants', ['community', 'party_id', 'performed_on'], unique=False)
    op.create_table('parties',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('sector', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=True),
    sa.Column('organisation_id', sa.Text(), nullable=True),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind = 'person' OR (household_id IS NULL AND organisation_id IS NULL)", name='parties_links'),
    sa.CheckConstraint("kind IN ('person', 'household', 'organisation')", name='parties_kind'),
    sa.ForeignKeyConstraint(['community', 'household_id'], ['parties.community', 'parties.party_id'], name='parties_household'),
    sa.ForeignKeyConstraint(['community', 'organisation_id'], ['parties.community', 'parties.party_id'], name='parties_organisation'),
    sa.PrimaryKeyConstraint('community', 'party_id', name='parties_pkey'),
    info={'updatable': ('name', 'version')}
    )
    op.create_table('rate_cards',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('in_force_from', sa.Text(), nullable=False),
    sa.Column('heavy_cv_percent', sa.Integer(), nullable=False),
    sa.Column('sp_hours_per_month', sa.Integer(), nullable=False),
    sa.Column('rates', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('published_by', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('community', 'number', name='rate_cards_pkey'),
    sa.UniqueConstraint('community', 'in_force_from', name='rate_cards_month'),
    info={'append_only': True}
    )
    op.create_table('items',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('stock', sa.Integer(), nullable=False),
    sa.Column('first_stock', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('proposed', 'offered', 'withdrawn')", name='items_state_known'),
    sa.CheckConstraint('approved_by <> proposed_by', name='items_two_persons'),
    sa.CheckConstraint('price > 0', name='items_price'),
    sa.CheckConstraint('stock BETWEEN 0 AND first_stock', name='items_stock'),
    sa.PrimaryKeyConstraint('community', 'item_id', name='items_pkey'),
    info={'updatable': ('stock', 'state', 'approved_by', 'version')}
    )
    op.create_index('items_state', 'items', ['community', 'state', 'item_id'], unique=False)
    op.create_table('redemptions',
    sa.Column('community', sa.Text(), nullable=False),
    sa.Column('redemption_id', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.Text(), nullable=False),
    sa.Column('party_id', sa.Text(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=False),
    sa.Column('slot_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'held') = (ended_at IS NULL)", name='redemptions_end'),
    sa.CheckConstraint("state IN ('held', 'fulfilled', 'cancelled', 'lapsed')", name='redemptions_state_known'),
    sa.CheckConstraint('price > 0 AND tries BETWEEN 0 AND 5', name='redemptions_amounts'),
    sa.ForeignKeyConstraint(['community', 'item_id'], ['items.community', 'items.item_id'], name='redemptions_item'),
    sa.PrimaryKeyConstraint('community', 'redemption_id', name='redemptions_pkey'),
    info={'updatable': ('state', 'tries', 'ended_at', 'ended_by', 'reason', 'version')}
    )
    op.create_index('redemptions_held', 'redemptions', ['community', 'expires_at'], unique=False, postgresql_where=sa.text("state = 'held'"))
    op.create_index('redemptions_party', 'redemptions', ['community', 'party_id', 'redemption_id'], unique=False)
    op.create_index('redemptions_provider', 'redemptions', ['community', 'provider_id', 'redemption_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index('redemptions_provider', table_name='redemptions')
    op.drop_index('redemptions_party', table_name='redemptions')
    op.drop_index('redemptions_held', table_name='redemptions', postgresql_where=sa.text("state = 'held'"))
    op.drop_table('redemptions')
    op.drop_index('items_state', table_name='items')
    op.drop_table('items')
    op.drop_table('rate_cards')
    op.drop_table('parties')
    op.drop_index('grants_party', table_name='grants')
    op.drop_table('grants')
    op.drop_index('rewards_waiting', table_name='rewards', postgresql_where=sa.text("state = 'accepted'"))
    op.drop_index('rewards_party', table_name='rewards')
    op.drop_index('rewards_household', table_name='rewards', postgresql_where=sa.text("state <> 'rejected'"))
    op.drop_table('rewards')
    op.drop_table('fee_acks')
    op.drop_table('programmes')
    op.drop_table('fee_batches')
    op.drop_table('fee_batch_lines')
    op.drop_index('contributions_state', table_name='contributions')
    op.drop_index('contributions_party', table_name='contributions')
    op.drop_table('contributions')
    op.drop_index('ledger_lot_slices_lot_id', table_name='ledger_lot_slices')
    op.drop_table('ledger_lot_slices')
    op.drop_table('ledger_hold_slices')
    op.drop_table('ledger_reversals')
    op.drop_index('ledger_lots_lapsing', table_name='ledger_lots', postgresql_where=sa.text('remaining > held'))
    op.drop_index('ledger_lots_first_expired', table_name='ledger_lots', postgresql_where=sa.text('remaining > 0'))
    op.drop_table('ledger_lots')
    op.drop_index('ledger_holds_due', table_name='ledger_holds', postgresql_where=sa.text("state = 'held'"))
    op.drop_table('ledger_holds')
    op.drop_index('ledger_entries_statement', table_name='ledger_entries')
    op.drop_table('ledger_entries')
    op.drop_table('ledger_unsealed')
    op.drop_index('ledger_transfers_reverses', table_name='ledger_transfers', postgresql_where=sa.text('reverses IS NOT NULL'))
    op.drop_index('ledger_transfers_reference', table_name='ledger_transfers')
    op.drop_table('ledger_transfers')
    op.drop_table('ledger_seals')
    op.drop_table('ledger_accounts')
    op.drop_table('requests')
    op.drop_table('redrives')
    op.drop_table('period_runs')
    op.drop_table('outbox')
    op.drop_table('moved_clock')
    op.drop_table('inbox')
