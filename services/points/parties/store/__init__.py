"""Every statement about parties."""

from __future__ import annotations

from services.points.parties.store.acting import acting_as, are_own, is_own, own_parties
from services.points.parties.store.agencies import acting_for, agencies_of, end_all
from services.points.parties.store.guardians import children, guardians_of, is_guardian
from services.points.parties.store.hands import hand_among, hand_of, hands, links_of
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
    show_as,
)

__all__ = [
    "acting_as",
    "acting_for",
    "add_parties",
    "agencies_of",
    "are_own",
    "children",
    "collapsed",
    "end_all",
    "erased",
    "find_parties",
    "forget_party",
    "guardians_of",
    "hand_among",
    "hand_of",
    "hands",
    "house",
    "inhabited",
    "is_guardian",
    "is_own",
    "linked",
    "links_of",
    "lock_parties",
    "lock_party",
    "need_groups",
    "own_parties",
    "page",
    "require_party",
    "residents_of",
    "show_as",
]
