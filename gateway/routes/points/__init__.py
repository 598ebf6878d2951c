"""The routes of points, a file for each capability."""

from __future__ import annotations

from gateway.routes.points import activities, contributions, fee_rewards, indices, parties, redemptions

ROUTES = (
    parties.routes,
    activities.routes,
    contributions.routes,
    redemptions.routes,
    fee_rewards.routes,
    indices.routes,
)
