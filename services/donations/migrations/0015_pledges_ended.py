"""A merchant may step back from a pledge that is not agreed yet, and end an agreed one early."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

AGREED = (
    "(state IN ({unagreed})) = (agreement_number IS NULL) "
    "AND (agreement_number IS NULL) = (agreed_at IS NULL) AND (agreed_at IS NULL) = (agreed_by IS NULL)"
)
BEFORE = "'draft', 'signed', 'countersigned'"
AFTER = "'active', 'banner_off', 'suspended', 'completed'"


def _check(unagreed: str) -> None:
    op.drop_constraint('pledges_state', 'pledges', type_='check')
    op.create_check_constraint('pledges_state', 'pledges', f'state IN ({unagreed}, {AFTER})')
    op.drop_constraint('pledges_agreed', 'pledges', type_='check')
    op.create_check_constraint('pledges_agreed', 'pledges', AGREED.format(unagreed=unagreed))


def upgrade() -> None:
    """Apply."""
    _check(f"{BEFORE}, 'declined'")
    op.add_column('pledges', sa.Column('ended_on', sa.Date(), nullable=True))
    op.create_check_constraint('pledges_ended', 'pledges', 'ended_on IS NULL OR agreed_at IS NOT NULL AND ended_on <= ends_on')


def downgrade() -> None:
    """Undo. What was declined is a draft again, which nobody can sign once its sale has begun."""
    op.drop_constraint('pledges_ended', 'pledges', type_='check')
    op.drop_column('pledges', 'ended_on')
    op.execute("UPDATE pledges SET state = 'draft' WHERE state = 'declined'")
    _check(BEFORE)
