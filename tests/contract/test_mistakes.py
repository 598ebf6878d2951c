"""The list of mistakes follows the code: `make mutants` could not try one that does not fit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutants.fitting import mistaken, places_of
from tests.mutants.mistakes import MISTAKES, Mistake

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_mistake_fits_the_code_once_and_its_tests_exist(mistake: Mistake):
    for path, text in mistaken(mistake, ROOT).items():
        ast.parse(text, filename=str(path))
    for name in mistake.tests:
        assert places_of(name, ROOT)


def test_there_are_ten():
    assert len({mistake.name for mistake in MISTAKES}) == 10
