"""Every promise, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bars import Promise

STARLETTE, MONOLITH, TWO_PROCESSES = "starlette+faststream", "fastapi monolith", "fastapi monolith, 2 processes"
ONE_BY_ONE, BATCHED, CEILING = "faststream one by one", "hand-batched aio-pika", "publish only, py-amqp"
PLAIN = "plain publish"
PGBENCH = "pgbench"
SMALL = "10⁴ rows"
ENTRIES = ("10⁴ entries", "10⁶ entries", "10⁷ entries")
NUMPY = "numpy"
CONNECTIONS = (1, 32)
SCENARIOS = ("command", "exact read", "composed read")


def http_figure(scenario: str, connections: int, what: str) -> str:
    """How a figure of HTTP is called; `what` is req/s, p50 or p99."""
    return f"HTTP {scenario}, {connections} connection{'s' if connections > 1 else ''}, {what}"


def _event_path() -> Iterator[Promise]:
    figure = "event path"
    for against, bar, aim in ((ONE_BY_ONE, 8, 10), (BATCHED, 1, 1.2), (CEILING, 0.7, 0.9)):
        yield Promise(
            benchmark="event_path", figure=figure, label="event path, messages/s", against=against, bar=bar, aim=aim
        )


def _latency() -> Iterator[Promise]:
    for percent in ("p50", "p99"):
        figure = f"event latency idle, {percent}"
        yield Promise(benchmark="latency", figure=figure, label=figure, against=PLAIN, most=True, bar=4, aim=2)


def _http() -> Iterator[Promise]:
    aims = {("command", 32): 1.25, ("exact read", 32): 0.8, ("composed read", 32): 0.8}
    aims |= {("exact read", 1): 0.8, ("composed read", 1): 0.8}
    for scenario in SCENARIOS:
        for connections in CONNECTIONS:
            speed = http_figure(scenario, connections, "req/s")
            late = http_figure(scenario, connections, "p99")
            yield Promise(benchmark="http", figure=speed, label=speed, against=STARLETTE, bar=1)
            aim = aims.get((scenario, connections))
            yield Promise(benchmark="http", figure=speed, label=speed, against=MONOLITH, aim=aim)
            yield Promise(benchmark="http", figure=speed, label=speed, against=TWO_PROCESSES)
            yield Promise(benchmark="http", figure=late, label=late, against=STARLETTE, most=True, bar=1)
            yield Promise(benchmark="http", figure=late, label=late, against=MONOLITH, most=True)


def one_party_figure(what: str) -> str:
    """How a figure of one party's questions is called."""
    return f"one party: {what}, p95"


def _indices() -> Iterator[Promise]:
    figure = "night of all indices"
    yield Promise(benchmark="indices", figure=figure, label=f"{figure}, s", against=NUMPY, most=True, bar=5, aim=3)


def _one_party() -> Iterator[Promise]:
    for what in ("balance", "statement page", "explained index"):
        figure = one_party_figure(what)
        for ours in ENTRIES[1:]:
            yield Promise(
                benchmark="one_party",
                figure=figure,
                label=f"{figure}, {ours}",
                ours=ours,
                against=ENTRIES[0],
                most=True,
                bar=1.3,
                aim=1.1,
            )


def _ledger() -> Iterator[Promise]:
    for figure, against, bar, aim in (
        ("postings, one per commit", PGBENCH, 0.7, 0.9),
        ("postings, 8 clients", PGBENCH, 0.7, 0.9),
        ("postings, set-based", PGBENCH, 3, 5),
        ("postings, set-based", "pgbench, 8 clients", None, None),
    ):
        yield Promise(benchmark="ledger", figure=figure, label=f"{figure}, /s", against=against, bar=bar, aim=aim)


def _growth() -> Iterator[Promise]:
    for what in ("balance", "statement page", "outbox drain", "inbox claim"):
        figure = f"growth: {what}"
        yield Promise(
            benchmark="growth", figure=figure, label=figure, ours="10⁶ rows", against=SMALL, most=True, bar=1.3, aim=1.1
        )


def _imports() -> Iterator[Promise]:
    figure = "bulk import"
    for against in ("COPY", "INSERT, 500 a commit"):
        yield Promise(benchmark="imports", figure=figure, label=f"{figure}, rows/s", against=against)


def _system() -> Iterator[Promise]:
    for figure, unit, aim in (
        ("memory of the idle system", "MB", 700),
        ("time to ready", "s", 12),
        ("time to ready again", "s", 12),
        ("make demo ONCE=1, cold", "s", 240),
        ("make demo ONCE=1, warm", "s", 45),
    ):
        yield Promise(benchmark="system", figure=figure, label=f"{figure}, {unit}", most=True, aim=aim)


PROMISES: tuple[Promise, ...] = (
    *_event_path(),
    *_latency(),
    *_indices(),
    *_one_party(),
    *_http(),
    *_ledger(),
    *_growth(),
    *_imports(),
    *_system(),
)
