"""Statements of past days find the lots of an account."""

from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index('ledger_lots_past', 'ledger_lots', ['community', 'account_id', 'expires_on', 'id'])


def downgrade() -> None:
    """Take back."""
    op.drop_index('ledger_lots_past', 'ledger_lots')
