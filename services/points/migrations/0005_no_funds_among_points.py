"""Builds the wall of rulebook §9 into the table of accounts: no charity fund is ever kept in the books of points.

In any books a fund is kept in money and a fee reward never is; in these there is no fund at all, and no money.
"""

from alembic import op

revision = '0005'
down_revision = '0004'
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
    op.create_check_constraint('ledger_accounts_no_funds', 'ledger_accounts', "code NOT LIKE 'fund:%'")


def downgrade() -> None:
    """Take the wall down."""
    op.drop_constraint('ledger_accounts_no_funds', 'ledger_accounts')
    op.drop_constraint('ledger_accounts_wall', 'ledger_accounts')
