"""The certificate gate: which papers a lot needs before anybody may order it, and what must be written on them (rulebook §18)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.refused import Refused
from contracts.rural_link.kinds import DocumentKind, ProduceCategory

ACT_2025_4 = "农业农村部令2025年第4号《承诺达标合格证管理办法》"
ANIMAL_ACT = "《中华人民共和国动物防疫法》"
PLATFORM_RULE = "平台规则：不在目录内的，只凭产地说明"

ORIGIN_AGE_DAYS_MAX = (
    30  # An origin statement may be written this long before the harvest, for instance for a whole season's picking.
)
DIGITS_KEPT = (3, 4)  # Of a contact: 138****8000.
DIGIT_RUN = re.compile(r"\d[\d \-]{5,}\d")


class DocumentsMissing(Refused):
    """A paper that the lot's category needs was not handed in."""

    code = "rural_link.documents_missing"
    zh = "还缺：{missing}。"
    en = "Documents are missing: {missing}."


class DocumentRepeated(Refused):
    """Two papers of one kind were handed in."""

    code = "rural_link.document_repeated"
    zh = "同一种证明只交一份：{document}。"
    en = "Hand in one document of each kind: {document}."


class DocumentForAnotherProduct(Refused):
    """The paper is about something else than the lot."""

    code = "rural_link.document_for_another_product"
    zh = "证明上的产品与这一批不一致：{document}。"
    en = "The document names another product than the lot: {document}."


class DocumentTooSmall(Refused):
    """The paper vouches for less than the lot weighs."""

    code = "rural_link.document_quantity_too_small"
    zh = "证明上的数量少于这一批的重量：{document}。"
    en = "The document vouches for less than the lot weighs: {document}."


class DocumentDateWrong(Refused):
    """The paper was issued before there was anything to vouch for, or in the future."""

    code = "rural_link.document_date_wrong"
    zh = "证明的开具日期不对：{document}。"
    en = "The document's date does not fit the harvest: {document}."


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What one category needs, and which law or rule says so."""

    documents: tuple[DocumentKind, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """A paper as it was handed in; `contact_masked` holds no telephone number."""

    kind: DocumentKind
    number: str
    product: str
    grams: int
    place: str
    issued_on: date
    promisor: str
    contact_masked: str
    file_sha256: str | None


PROMISE = Requirement(documents=(DocumentKind.COMMITMENT_CERTIFICATE,), source=ACT_2025_4)
PROMISE_QUARANTINE = Requirement(
    documents=(DocumentKind.COMMITMENT_CERTIFICATE, DocumentKind.QUARANTINE_CERTIFICATE),
    source=f"{ACT_2025_4}；{ANIMAL_ACT}",
)
ORIGIN = Requirement(documents=(DocumentKind.ORIGIN_STATEMENT,), source=PLATFORM_RULE)

NEEDED: Mapping[ProduceCategory, Requirement] = {
    ProduceCategory.VEGETABLES: PROMISE,
    ProduceCategory.FRUIT: PROMISE,
    ProduceCategory.FRESH_TEA: PROMISE,
    ProduceCategory.LIVESTOCK_MEAT: PROMISE_QUARANTINE,
    ProduceCategory.POULTRY_MEAT: PROMISE,
    ProduceCategory.EGGS: PROMISE,
    ProduceCategory.AQUATIC: PROMISE,
    ProduceCategory.POTATOES: ORIGIN,
    ProduceCategory.SICHUAN_PEPPER: ORIGIN,
    ProduceCategory.OTHER: ORIGIN,
}
"""The rule table: one row per category. Potatoes and 花椒 are not on the list of the act."""


def check_documents(
    documents: Sequence[Document],
    *,
    category: ProduceCategory,
    product: str,
    grams: int,
    harvested_on: date,
    today: date,
) -> None:
    """Let the lot pass, or refuse: DocumentsMissing, DocumentRepeated, DocumentForAnotherProduct, DocumentTooSmall, DocumentDateWrong.

    A paper of a kind the category does not need is welcome, and checked like the others.
    """
    kinds = [document.kind for document in documents]
    missing = [kind.value for kind in NEEDED[category].documents if kind not in kinds]
    if missing:
        raise DocumentsMissing(missing="、".join(missing))
    for document in documents:
        if kinds.count(document.kind) > 1:
            raise DocumentRepeated(document=document.kind.value)
        if document.product != product:
            raise DocumentForAnotherProduct(document=document.kind.value)
        if document.grams < grams:
            raise DocumentTooSmall(document=document.kind.value)
        if not _earliest(document.kind, harvested_on) <= document.issued_on <= today:
            raise DocumentDateWrong(document=document.kind.value)


def masked(contact: str) -> str:
    """A contact without its telephone number: `138****8000`, `李明 138****8000`. What holds no number stays as it is."""
    return DIGIT_RUN.sub(_masked_number, contact)


def _earliest(kind: DocumentKind, harvested_on: date) -> date:
    # The promise and the quarantine vouch for this very batch: before the harvest there was none.
    if kind is DocumentKind.ORIGIN_STATEMENT:
        return harvested_on - timedelta(days=ORIGIN_AGE_DAYS_MAX)
    return harvested_on


def _masked_number(number: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", number.group())
    first, last = DIGITS_KEPT
    # A landline of seven digits would be half told by three and four: it keeps only its last two.
    if len(digits) < first + last + 3:
        return "****" + digits[-2:]
    return digits[:first] + "****" + digits[-last:]
