"""Every statement about contributions."""

from __future__ import annotations

from services.points.contributions.store.claims import (
    add_claims,
    claims_of,
    find_claim,
    find_claims,
    lock_claims,
    page,
    references,
    require_claim,
    save_claim,
    save_claims,
)
from services.points.contributions.store.proofs import (
    add_appraisals,
    add_documents,
    add_goods,
    appraisals_of,
    documents_of,
    goods_of,
)

__all__ = [
    "add_appraisals",
    "add_claims",
    "add_documents",
    "add_goods",
    "appraisals_of",
    "claims_of",
    "documents_of",
    "find_claim",
    "find_claims",
    "goods_of",
    "lock_claims",
    "page",
    "references",
    "require_claim",
    "save_claim",
    "save_claims",
]
