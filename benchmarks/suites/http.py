"""HTTP with real keys, roles, shapes and commits: one command, one exact read, one read composed of four services.

The command is `POST /v1/gifts`: key and role looked up, body checked, idempotency key claimed, fund and donor read, gift, event and answer
written, one commit. The exact read is one gift of one's own; the composed read asks for balance, gifts, memberships and orders of a party.

The peers answer the same requests on **copies of the same databases** with the same checks or fewer (no signed actor between gateway and
service, no rate limit, no spans): **Starlette + FastStream** has our shape in other tools, a gateway that calls four services over the same
broker with aio-pika and without confirms; the **FastAPI monolith** has everything in one process (or in two, one for each core, which is the more
usual way to run it) and no broker in the way. All run on uvloop
and httptools with asyncpg's prepared statements, warm pools and orjson. The events of all are sent by the same relay.

wrk runs one thread, as many connections as said, a unique idempotency key for each command; one answer that is no success fails the benchmark.
Before, all must answer the reads alike, word for word. After every run the rows are counted: no fewer than acknowledged, no more than
acknowledged and still in flight when wrk stopped. At the end commands are sent of which a tenth is sent twice at once, and every answer is held
against the rows: exactly as many, and every repetition answered alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from itertools import count

from sqlalchemy import text

from benchmarks import stacks
from benchmarks.figures import OURS, PartlyFailed, Series
from benchmarks.load import exactly, wrk
from benchmarks.load.wrk import Load
from benchmarks.promises import CONNECTIONS, MONOLITH, SCENARIOS, STARLETTE, TWO_PROCESSES, http_figure
from benchmarks.session import Session
from benchmarks.stacks import Stack
from benchmarks.town import party_id, towns

WORDS = {"command": "command", "exact read": "exact", "composed read": "composed"}
SECONDS, WARMING_SECONDS = 4, 2
EXACT_COMMANDS = 1_000
EXACT_IDS = f"gft_03{0:014d}999"
"""The last ten digits are the payment reference, which no two gifts share: here they begin with 999, wrk's with the run, old ones with 000."""
SETTLED_SECONDS = 0.3
# In one statement: what was in flight when the load stopped may still be committing.
KEPT = text("""
SELECT (SELECT count(*) FROM gifts WHERE gift_id LIKE :like) AS gifts,
       (SELECT count(*) FROM requests WHERE key LIKE :like AND answer IS NOT NULL) AS answers
""")


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure; the reads first, because commands change what they find."""
    with session.servers() as (stand, databases), ExitStack() as stack:
        starts: dict[str, Callable[..., AbstractContextManager[Stack]]] = {
            OURS: stacks.ours,
            STARLETTE: stacks.starlette,
            MONOLITH: stacks.monolith,
            TWO_PROCESSES: partial(stacks.monolith, processes=2),
        }
        session.say("furnishing a town for each")
        made = stack.enter_context(towns(stand, databases, tuple(starts)))
        running = []
        for name, start in starts.items():
            session.say(f"starting {name}")
            uri = stand.new_vhost()
            running.append(stack.enter_context(start(name, made[name], uri, session.folder)))
        _agree(running)
        bench = Http(session, running)
        bench.measure_all()
    series = sorted(bench.series, key=lambda one: SCENARIOS.index(_scenario(one)))
    if bench.failures:
        raise PartlyFailed(bench.failures, series, bench.remarks)
    return series, bench.remarks


class Http:
    """Asks the competitors in turns."""

    def __init__(self, session: Session, running: list[Stack]) -> None:
        """Write the keys down for wrk."""
        self.session, self.running = session, running
        self.numbers = count(1)
        self.series: list[Series] = []
        self.remarks: list[str] = []
        self.failures: list[str] = []
        self.tokens = session.folder / "tokens"
        self.tokens.write_text("\n".join(running[0].town.tokens) + "\n")

    def measure_all(self) -> None:
        """Every scenario, and the check; what fails is remembered, and the others are measured all the same."""
        for scenario in reversed(SCENARIOS):
            for connections in CONNECTIONS:
                with self._remembering():
                    self.series += self.measure(scenario, connections)
        for stack in self.running:
            with self._remembering():
                self.remarks.append(self.exactly(stack))

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        try:
            yield
        except AssertionError as failure:
            self.failures.append(str(failure))
            self.session.say(f"FAILED: {failure}")

    def measure(self, scenario: str, connections: int) -> list[Series]:
        """The figures of one scenario."""
        competitors: dict[str, Callable[[], Load]] = {}
        for each in self.running:
            self._load(each, scenario, connections, self.session.many(WARMING_SECONDS, 1))
            seconds = self.session.many(SECONDS, 1)
            competitors[each.name] = partial(self._load, each, scenario, connections, seconds)
        found = self.session.interleaved(competitors, what=f"{scenario}, {connections}")
        return [
            Series(figure=http_figure(scenario, connections, what), who=who, unit=unit, samples=tuple(map(read, loads)))
            for what, unit, read in (
                ("req/s", "/s", lambda load: load.per_second),
                ("p50", "ms", lambda load: load.p50),
                ("p99", "ms", lambda load: load.p99),
            )
            for who, loads in found.items()
        ]

    def exactly(self, stack: Stack) -> str:
        """Send commands, some twice, and hold every answer against the rows."""
        many = self.session.many(EXACT_COMMANDS, 100)
        remembered = exactly.ask(stack.url, stack.town.tokens, many=many, prefix=EXACT_IDS)
        kept, answered = self._rows(stack, f"{EXACT_IDS}%")
        assert kept == answered == len(remembered.answers) == many, f"{stack.name}: {kept} rows, {answered} answers"
        assert remembered.repeats_agree, f"{stack.name}: a repetition got another answer"
        twice = sum(len(bodies) - 1 for bodies in remembered.answers.values())
        return f"{stack.name}: {many:,} commands, {twice} of them sent twice: {kept:,} rows, 0 lost, 0 doubled, repetitions answered alike."

    def _load(self, stack: Stack, scenario: str, connections: int, seconds: int) -> Load:
        number = next(self.numbers)
        load = wrk.run(
            stack.url,
            WORDS[scenario],
            connections=connections,
            seconds=seconds,
            tokens=self.tokens,
            number=number,
        )
        if scenario == "command":
            kept, answered = self._rows(stack, f"gft_02{0:014d}{number:03d}%")
            assert kept == answered, f"{stack.name}: {kept} gifts and {answered} stored answers"
            most = load.acknowledged + connections
            assert load.acknowledged <= kept <= most, f"{stack.name}: {load.acknowledged} acknowledged, {kept} kept"
        return load

    @staticmethod
    def _rows(stack: Stack, like: str) -> tuple[int, int]:
        time.sleep(SETTLED_SECONDS)
        with stack.town.databases["donations"].engine.connect() as connection:
            row = connection.execute(KEPT, {"like": like}).one()
            return row.gifts, row.answers


def _agree(running: list[Stack]) -> None:
    """The competitors answer alike, or they do not do the same work."""
    for path in (f"/v1/gifts/gft_01{3:024d}", f"/v1/parties/{party_id(3)}/overview"):
        said = [exactly.get(each.url, path, each.town.tokens[2]) for each in running]
        for each, answer in zip(running, said, strict=True):
            parts = [name for name in said[0].keys() | answer.keys() if said[0].get(name) != answer.get(name)]
            assert not parts, (
                f"{path}: {each.name} differs in {parts}: {[(answer.get(p), said[0].get(p)) for p in parts]}"
            )


def _scenario(one: Series) -> str:
    return one.figure.removeprefix("HTTP ").partition(",")[0]
