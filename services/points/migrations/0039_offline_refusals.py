"""Each row that a shop took in vain says why."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

# Of two uses by one device the later one was the device's own fault; whatever else cost nothing had been borne before.
SAID = """
UPDATE offline_uses AS u
   SET refusal = CASE
       WHEN u.outcome = 'unknown' THEN 'points.offline_unknown'
       WHEN u.outcome = 'wrong_code' AND r.tries >= 5 AND u.uploaded_at > r.moved_at THEN 'points.offline_code_locked'
       WHEN u.outcome = 'wrong_code' THEN 'points.offline_wrong_code'
       WHEN u.loss = 0 AND EXISTS (
            SELECT FROM offline_uses o
             WHERE o.community = u.community AND o.redemption_id = u.redemption_id AND o.device = u.device
               AND o.use_id <> u.use_id AND (o.uploaded_at, o.use_id) < (u.uploaded_at, u.use_id)
            ) THEN 'points.offline_same_device'
       WHEN u.loss = 0 AND EXISTS (
            SELECT FROM offline_uses o
             WHERE o.community = u.community AND o.redemption_id = u.redemption_id AND o.loss > 0
            ) THEN 'points.offline_loss_borne'
       WHEN u.outcome = 'used_before' THEN 'points.offline_used_before'
       WHEN r.state IN ('cancelled', 'declined') THEN 'points.offline_given_up'
       ELSE 'points.offline_lapsed'
       END
  FROM offline_uses AS same
  LEFT JOIN redemptions AS r ON r.community = same.community AND r.redemption_id = same.redemption_id
 WHERE same.community = u.community AND same.use_id = u.use_id AND u.outcome <> 'fulfilled'
"""


def upgrade() -> None:
    """Apply."""
    op.add_column('offline_uses', sa.Column('refusal', sa.Text(), nullable=True))
    op.execute(SAID)
    op.create_check_constraint('offline_uses_refusal', 'offline_uses', "refusal IS NULL OR outcome <> 'fulfilled'")
    op.create_index('offline_uses_shown', 'offline_uses', ['community', 'provider_id', 'use_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index('offline_uses_shown', table_name='offline_uses')
    op.drop_constraint('offline_uses_refusal', 'offline_uses', type_='check')
    op.drop_column('offline_uses', 'refusal')
