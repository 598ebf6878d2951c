"""Findings about what was perhaps counted twice."""

from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_constraint('findings_kind', 'findings', type_='check')
    op.create_check_constraint('findings_kind', 'findings', "kind IN ('mutual', 'ring', 'share', 'twice')")


def downgrade() -> None:
    """Undo."""
    op.drop_constraint('findings_kind', 'findings', type_='check')
    op.create_check_constraint('findings_kind', 'findings', "kind IN ('mutual', 'ring', 'share')")
