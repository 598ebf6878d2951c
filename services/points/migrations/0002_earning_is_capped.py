"""Opens the accounts of spendable points without a cap: only earning is capped, and points decides that before it grants.

The service of the revision before must not run meanwhile: it reads the cap from the account.
"""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("UPDATE ledger_accounts SET cap = NULL WHERE unit = 'SP' AND code LIKE 'party%' AND cap IS NOT NULL")


def downgrade() -> None:
    """A balance above the cap would not fit any more."""
    raise NotImplementedError
