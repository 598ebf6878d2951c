"""Every statement about personal data."""

from __future__ import annotations

from services.points.personal.store.erasures import (
    add_erasure,
    erasure_page,
    forget_values,
    require_erasure,
    save_erasure,
)
from services.points.personal.store.looks import add_looks, changes_page, find_look, looks_page, revealed_today
from services.points.personal.store.values import (
    find_values,
    found_by,
    having,
    keep_values,
    remove_value,
    seal_anew,
    sealed_otherwise,
    values_of,
)

__all__ = [
    "add_erasure",
    "add_looks",
    "changes_page",
    "erasure_page",
    "find_look",
    "find_values",
    "forget_values",
    "found_by",
    "having",
    "keep_values",
    "looks_page",
    "remove_value",
    "require_erasure",
    "revealed_today",
    "save_erasure",
    "seal_anew",
    "sealed_otherwise",
    "values_of",
]
