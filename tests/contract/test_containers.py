"""The container files, as far as they can be checked without an engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def test_the_compose_file_has_the_shape_of_one():
    checked = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", ROOT / "deploy/compose.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_dockerfile_has_nothing_to_complain_of():
    checked = subprocess.run([BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_service_that_exists_is_composed_and_every_port_is_on_loopback():
    composed = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())["services"]
    existing = {path.parent.name for path in ROOT.glob("services/*/service.py")}

    assert existing <= set(composed)
    assert all(port.startswith("127.0.0.1:") for each in composed.values() for port in each.get("ports", ()))
