"""How much is minted while the reserve is amber or red is a parameter of the council's."""

from alembic import op

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_constraint('reserve_states_band_known', 'reserve_states', type_='check')
    op.create_check_constraint('reserve_states_band_known', 'reserve_states', "band IN ('green', 'amber', 'red')")
    op.create_check_constraint(
        'reserve_states_percent', 'reserve_states', "mint_percent BETWEEN 1 AND 100 AND (band <> 'green' OR mint_percent = 100)"
    )


def downgrade() -> None:
    """Undo: fails where another percentage was published meanwhile."""
    op.drop_constraint('reserve_states_percent', 'reserve_states', type_='check')
    op.drop_constraint('reserve_states_band_known', 'reserve_states', type_='check')
    op.create_check_constraint(
        'reserve_states_band_known', 'reserve_states', "(band, mint_percent) IN (('green', 100), ('amber', 75), ('red', 50))"
    )
