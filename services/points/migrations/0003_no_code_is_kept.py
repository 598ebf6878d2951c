"""Forgets the hashes of one-time codes: a code is derived from the service's secret and compared, so there is nothing to keep.

What was held with a random code before can no longer be opened: it lapses, or is cancelled and redeemed anew.
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_column('redemptions', 'code_hash')
    # Answers that were stored with the code in clear.
    op.execute(
        """UPDATE requests SET answer = (CAST(answer AS jsonb) || '{"code"\\: null}')::text
            WHERE method = 'redeem' AND CAST(answer AS jsonb) ->> 'code' IS NOT NULL"""
    )


def downgrade() -> None:
    """The hashes are gone."""
    raise NotImplementedError
