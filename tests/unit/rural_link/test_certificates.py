"""The certificate gate: which papers, and what must be on them (rulebook §18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rural_link.kinds import DocumentKind, ProduceCategory
from services.rural_link.certificates import rules

HARVESTED = date(2023, 3, 17)
TODAY = date(2023, 3, 18)
PROMISE = rules.Document(
    kind=DocumentKind.COMMITMENT_CERTIFICATE,
    number="CN-510182-0317",
    product="莴笋",
    grams=40_000,
    place="彭州市濛阳街道桂桥村",
    issued_on=HARVESTED,
    promisor="李明华",
    contact_masked="138****8000",
    file_sha256=None,
)
QUARANTINE = replace(PROMISE, kind=DocumentKind.QUARANTINE_CERTIFICATE)
ORIGIN = replace(PROMISE, kind=DocumentKind.ORIGIN_STATEMENT)


def check(*documents: rules.Document, category=ProduceCategory.VEGETABLES):
    rules.check_documents(
        documents, category=category, product="莴笋", grams=40_000, harvested_on=HARVESTED, today=TODAY
    )


@pytest.mark.parametrize(
    ("category", "documents"),
    [
        (ProduceCategory.VEGETABLES, [PROMISE]),
        (ProduceCategory.FRUIT, [PROMISE]),
        (ProduceCategory.FRESH_TEA, [PROMISE]),
        (ProduceCategory.LIVESTOCK_MEAT, [PROMISE, QUARANTINE]),
        (ProduceCategory.POULTRY_MEAT, [PROMISE]),
        (ProduceCategory.EGGS, [PROMISE]),
        (ProduceCategory.AQUATIC, [PROMISE]),
        (ProduceCategory.POTATOES, [ORIGIN]),
        (ProduceCategory.SICHUAN_PEPPER, [ORIGIN]),
        (ProduceCategory.OTHER, [ORIGIN]),
    ],
)
def test_each_category_passes_with_its_papers_and_with_none_of_them_less(category, documents):
    check(*documents, category=category)

    for missing in documents:
        rest = [document for document in documents if document is not missing]
        with pytest.raises(rules.DocumentsMissing, match=missing.kind.value):
            check(*rest, category=category)


def test_every_category_has_a_row_with_a_source():
    assert set(rules.NEEDED) == set(ProduceCategory)
    assert all(requirement.documents and requirement.source for requirement in rules.NEEDED.values())


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (replace(PROMISE, product="白菜"), rules.DocumentForAnotherProduct),
        (replace(PROMISE, grams=39_999), rules.DocumentTooSmall),
        (replace(PROMISE, issued_on=date(2023, 3, 16)), rules.DocumentDateWrong),
        (replace(PROMISE, issued_on=date(2023, 3, 19)), rules.DocumentDateWrong),
    ],
)
def test_a_paper_about_something_else_opens_nothing(document, refusal):
    with pytest.raises(refusal):
        check(document)


def test_an_origin_statement_may_be_a_month_old_and_no_older():
    check(replace(ORIGIN, issued_on=date(2023, 2, 15)), category=ProduceCategory.POTATOES)
    with pytest.raises(rules.DocumentDateWrong):
        check(replace(ORIGIN, issued_on=date(2023, 2, 14)), category=ProduceCategory.POTATOES)


def test_two_promises_for_one_lot_are_refused():
    with pytest.raises(rules.DocumentRepeated):
        check(PROMISE, PROMISE)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("13800138000", "138****8000"),
        ("李明华 138-0013-8000", "李明华 138****8000"),
        ("028-83871234", "028****1234"),
        ("83871234", "****34"),
        ("村委会", "村委会"),
    ],
)
def test_a_telephone_number_is_masked_wherever_it_stands(contact, shown):
    assert rules.masked(contact) == shown


@given(st.text(alphabet="0123456789- 李", max_size=40))
def test_no_contact_keeps_seven_digits_in_a_row(contact):
    digits = 0
    for character in rules.masked(contact):
        digits = digits + 1 if character.isascii() and character.isdigit() else 0
        assert digits < 7
