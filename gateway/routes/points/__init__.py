"""The routes of points, a file for each capability."""

from __future__ import annotations

from gateway.routes.points import (
    activities,
    catalogue,
    contributions,
    fee_rewards,
    fee_sheets,
    fee_statements,
    households,
    imports,
    indices,
    lapses,
    moves,
    parties,
    personal,
    pool,
    redemptions,
    reserve,
    reversals,
    settlements,
    statements,
    volunteers,
)

ROUTES = (
    parties.routes,
    personal.routes,
    activities.routes,
    contributions.routes,
    catalogue.routes,
    redemptions.routes,
    settlements.routes,
    fee_rewards.routes,
    indices.routes,
    fee_statements.routes,
    fee_sheets.routes,
    lapses.routes,
    pool.routes,
    households.routes,
    moves.routes,
    volunteers.routes,
    statements.routes,
    imports.routes,
    reserve.routes,
    reversals.routes,
)
