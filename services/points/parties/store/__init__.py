"""Every statement about parties."""

from __future__ import annotations

from services.points.parties.store.hands import hand_among, hand_of, links_of
from services.points.parties.store.links import collapsed, linked
from services.points.parties.store.needs import need_groups
from services.points.parties.store.registry import (
    add_parties,
    erased,
    find_parties,
    forget_party,
    house,
    inhabited,
    lock_parties,
    lock_party,
    page,
    require_party,
    residents_of,
)

__all__ = [
    "add_parties",
    "collapsed",
    "erased",
    "find_parties",
    "forget_party",
    "hand_among",
    "hand_of",
    "house",
    "inhabited",
    "linked",
    "links_of",
    "lock_parties",
    "lock_party",
    "need_groups",
    "page",
    "require_party",
    "residents_of",
]
