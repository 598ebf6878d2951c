"""N-27: a service process is patched before anything else is imported, or does not start."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from chassis import runner

FIRST_LINES = ["import eventlet", "eventlet.monkey_patch()"]


def test_the_entry_point_patches_before_it_imports_anything_else():
    # Read, not imported: importing it would patch this very process.
    statements = ast.parse(Path(runner.__file__).with_name("run.py").read_text()).body

    code = [ast.unparse(one) for one in statements if not isinstance(one, ast.Expr) or isinstance(one.value, ast.Call)]

    assert code[:2] == FIRST_LINES


def test_a_process_that_was_not_patched_does_not_start():
    with pytest.raises(SystemExit, match="python -m chassis"):
        runner.main(["points"])
