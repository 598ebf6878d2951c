"""A small system in place of the platform: servers that answer, obey and write down when they end.

python -m tests.integration.deploy.stand_in supervise STATE [broken] [forked] [while-used]
python -m tests.integration.deploy.stand_in serve NAME PORT STATE
"""

import functools
import http.server
import os
import signal
import subprocess
import sys
from pathlib import Path

from deploy.local.forked import ForkServer
from deploy.local.kept import LOOPBACK, Kept
from deploy.local.layout import Layout
from deploy.local.program import Layer, Program, answers_alive, answers_ready
from deploy.local.supervisor import supervise

LAYERS = {"store": Layer.STORES, "points": Layer.SERVICES, "gateway": Layer.GATEWAY}


class Answer(http.server.BaseHTTPRequestHandler):
    """Says 200 to everything."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()


def serve(name: str, port: str, state: str) -> None:
    """Answer until SIGTERM, with a grandchild that would outlive a careless parent."""
    grandchild = subprocess.Popen(["sleep", "600"])
    (Path(state) / f"{name}.grandchild").write_text(str(grandchild.pid))
    (Path(state) / f"{name}.told").write_text(
        f"{os.environ.get('TOLD')} {[one for one in os.environ if one == 'LEAK']}"
    )

    def end(*_: object) -> None:
        with (Path(state) / "endings").open("a") as file:
            file.write(f"{name}\n")
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    http.server.HTTPServer((LOOPBACK, int(port)), Answer).serve_forever()


def programs(state: Path, *, broken: bool, forked: bool) -> list[Program]:
    """Three servers in three layers and a job between them; a broken system's gateway only says why.

    In a forked one the server of points comes from a fork server.
    """
    kept = Kept(Layout(state=state).kept)
    me = (sys.executable, "-m", "tests.integration.deploy.stand_in", "serve")
    made = [
        Program(
            name=name,
            argv=(*me, name, str(kept.free_port(name)), str(state)),
            environment={"TOLD": name},
            layer=layer,
            forkable=forked and name == "points",
            ready=answers_ready(kept.known_port(name)),
            alive=answers_alive(kept.known_port(name), seconds_max=1.0),
            alive_pause_seconds=0.1,
            ready_seconds_max=10,
        )
        for name, layer in LAYERS.items()
    ]
    made.append(
        Program(name="schema", argv=("touch", str(state / "migrated")), environment={}, layer=Layer.SCHEMA, job=True)
    )
    if forked:
        forks = ForkServer(Layout(state=state).forkserver)
        made.append(
            Program(
                name="forkserver",
                argv=(sys.executable, "-m", "deploy.local.forkserver", forks.address, "http.server"),
                environment={"LEAK": "1"},
                layer=Layer.STORES,
                ready=forks.answers,
            )
        )
    if broken:
        reason = Program(
            name="gateway",
            argv=("sh", "-c", "echo the key is missing; exit 3"),
            environment={},
            layer=Layer.GATEWAY,
            ready=lambda: False,
        )
        made = [program for program in made if program.name != "gateway"] + [reason]
    return made


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(*sys.argv[2:])
    else:
        home = Path(sys.argv[2])
        plan = functools.partial(programs, home, broken="broken" in sys.argv, forked="forked" in sys.argv)
        sys.exit(supervise(Layout(state=home), plan=lambda: (plan(), {}), while_used="while-used" in sys.argv))
