"""Plays the festival: `python -m deploy.demo` with GATEWAY_URL, ADMIN_KEY and SECOND_ADMIN_KEY. Exit code 0 only if the reconciliation holds.

With ASK_TWICE=1 every change of the festival is sent a second time at the end, with the key it had: each must be answered from store.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import time

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from deploy.demo import acts, report
from deploy.demo.api import Api, NotRefused, NotSo, Refused, Somebody
from deploy.demo.examples import Examples
from deploy.demo.town import Town

COMMUNITY = "changlinpan"
PHASES = ("prepare", "festival_day", "after_notice", "month_end")


def main() -> int:
    """Play, reconcile, say."""
    started = time.monotonic()
    api = Api(os.environ["GATEWAY_URL"], os.environ.get("COMMUNITY", COMMUNITY))
    first, second = (
        Somebody(name=name, party_id=name, token=os.environ[setting])
        for name, setting in (("bootstrap", "ADMIN_KEY"), ("bootstrap-second", "SECOND_ADMIN_KEY"))
    )
    town = Town(api, first, second)
    examples = Examples.beside(api, first, second)
    try:
        _play(town, examples)
    except (NotRefused, NotSo, Refused, TimeoutError) as error:
        sys.stderr.write(f"the festival stopped: {error}\n")
        return 1
    found, wrong = report.settle(town)
    wrong += [line for one in examples.towns for line in report.settle(one)[1]]
    if os.environ.get("ASK_TWICE") == "1":
        wrong += [f"asked twice, done twice: {path}" for path in api.repeat_all()]
        found, more = report.settle(town)
        wrong += more
    report.show(town, found, wrong, time.monotonic() - started, examples.rows)
    return 1 if wrong else 0


def _play(town: Town, examples: Examples) -> None:
    scenes = [
        importlib.import_module(f"{acts.__name__}.{module.name}").SCENES
        for module in pkgutil.iter_modules(acts.__path__)
    ]
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} 次请求"),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as progress:
        task = progress.add_task(
            "规则算例：2024 年 6 月至 2026 年 7 月 worked examples of the rulebook (§4, §6, §10, §11)"
        )
        examples.play(lambda task=task: progress.advance(task))  # type: ignore[misc]
        task = progress.add_task("登记 registering")
        town.api.step = lambda: progress.advance(task)
        town.open()
        for phase in PHASES:
            for scene in (each[phase] for each in scenes if phase in each):
                title = (scene.__doc__ or phase).splitlines()[0]
                task = progress.add_task(title)
                town.api.step = lambda task=task: progress.advance(task)  # type: ignore[misc]
                scene(town)
            town.quiet()


if __name__ == "__main__":
    sys.exit(main())
