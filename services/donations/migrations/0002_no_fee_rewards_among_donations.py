"""Builds the wall of rulebook §9 into the table of accounts: no fee reward is ever kept in the books of donations."""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_check_constraint(
        'ledger_accounts_wall',
        'ledger_accounts',
        "(code NOT LIKE 'fund:%' OR unit = 'CNY') "
        "AND (unit <> 'CNY' OR (code NOT LIKE 'fee-reward:%' AND code NOT LIKE 'burned:%'))",
    )
    op.create_check_constraint(
        'ledger_accounts_no_fee_rewards',
        'ledger_accounts',
        "code NOT LIKE 'fee-reward:%' AND code NOT LIKE 'burned:%'",
    )


def downgrade() -> None:
    """Take the wall down."""
    op.drop_constraint('ledger_accounts_no_fee_rewards', 'ledger_accounts')
    op.drop_constraint('ledger_accounts_wall', 'ledger_accounts')
