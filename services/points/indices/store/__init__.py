"""Every statement about indices: one party's entries, everybody's at once, what is published, and the targets."""

from __future__ import annotations

from services.points.indices.store.night import be_patient, communities, night
from services.points.indices.store.own import found, needs
from services.points.indices.store.published import (
    add_targets,
    community_of,
    community_page,
    latest_targets,
    lock_targets,
    party_page,
    publish_community,
    publish_parties,
    save_targets,
    targets_in_force,
    targets_page,
)

__all__ = [
    "add_targets",
    "be_patient",
    "communities",
    "community_of",
    "community_page",
    "found",
    "latest_targets",
    "lock_targets",
    "needs",
    "night",
    "party_page",
    "publish_community",
    "publish_parties",
    "save_targets",
    "targets_in_force",
    "targets_page",
]
