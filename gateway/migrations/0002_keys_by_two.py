"""A key opens the door once a second operator has agreed to it."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '4c8100a75b1d'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('api_keys', sa.Column('agreed_by', sa.Text(), nullable=True))
    op.add_column('api_keys', sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True))
    # What was issued before opens the door as it did; nobody is named who agreed.
    op.execute('UPDATE api_keys SET agreed_at = issued_at')
    op.create_check_constraint('a_key_needs_two_operators', 'api_keys', 'agreed_by NOT IN (issued_by, party_id)')


def downgrade() -> None:
    """Undo. What waits for agreement is revoked, or one operator would have issued it."""
    op.execute('UPDATE api_keys SET revoked_at = issued_at WHERE agreed_at IS NULL AND revoked_at IS NULL')
    op.drop_constraint('a_key_needs_two_operators', 'api_keys', type_='check')
    op.drop_column('api_keys', 'agreed_at')
    op.drop_column('api_keys', 'agreed_by')
