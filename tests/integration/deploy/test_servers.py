"""The private servers themselves: who gets in, from where, and what a kill leaves."""

import os
import signal
import subprocess
import time
from pathlib import Path

import amqp
import psycopg2
import pytest
from psycopg2 import errors

from deploy.local.kept import Kept
from deploy.local.postgres import Cluster
from deploy.local.processes import look

LOOPBACK_IN_PROC = ("0100007F", "00000000000000000000000001000000")
LISTENING = "0A"
START_SECONDS_MAX = 10.0


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    kept = Kept(tmp_path / "kept.json")
    return Cluster(
        home=tmp_path / "postgres", port=kept.free_port("postgres"), kept=kept, services=("points", "donations")
    )


def started(cluster: Cluster) -> "subprocess.Popen[bytes]":
    program = cluster.program()
    program.before_start()
    process = subprocess.Popen(program.command, env=dict(program.environment), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS_MAX
    while not program.ready():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    process.wait()


def connect(url: str) -> "psycopg2.extensions.connection":
    return psycopg2.connect(url.replace("+psycopg2", ""))


def test_a_role_enters_its_own_database_with_its_password_and_no_other(cluster):
    server = started(cluster)
    own, foreign = (cluster.url(role="points", database=f"ccs_{name}") for name in ("points", "donations"))

    connect(own).close()
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        connect(foreign)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host="127.0.0.1", port=cluster.port, user="points", password="guess", dbname="ccs_points")

    end(server)


def test_a_working_role_makes_no_tables_but_its_owner_does(cluster):
    server = started(cluster)

    with (
        connect(cluster.url(role="points", database="ccs_points")) as worker,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        worker.cursor().execute("CREATE TABLE mine ()")
    with connect(cluster.url(role="points_owner", database="ccs_points")) as owner:
        owner.cursor().execute("CREATE TABLE books ()")

    end(server)


def test_a_killed_cluster_starts_again_with_what_was_committed(cluster):
    server = started(cluster)
    url = cluster.url(role="points_owner", database="ccs_points")
    with connect(url) as owner:
        owner.cursor().execute("CREATE TABLE books AS SELECT 7 AS pages")
    owner.close()
    server.kill()
    server.wait()

    server = started(cluster)
    with connect(url) as owner:
        cursor = owner.cursor()
        cursor.execute("SELECT pages FROM books")
        assert cursor.fetchone() == (7,)
    end(server)


def test_a_server_that_outlived_its_supervisor_gives_the_cluster_back(cluster):
    forgotten = started(cluster)

    server = started(cluster)

    assert forgotten.wait(timeout=1) is not None
    assert look(server.pid) is not None
    end(server)


def test_a_claim_that_names_a_stranger_is_not_believed(cluster):
    end(started(cluster))
    (cluster.storage / "postmaster.pid").write_text(f"{os.getpid()}\n")

    end(started(cluster))


def test_a_cluster_that_was_made_only_half_is_made_anew(cluster):
    (cluster.home / "cluster.new").mkdir(parents=True)
    (cluster.home / "cluster.new" / "PG_VERSION").write_text("18")

    end(started(cluster))


def test_a_template_is_built_once_and_every_copy_of_it_is_alone(testbed):
    built = []

    def build(urls) -> None:
        built.append(urls.name)
        with connect(urls.owner) as owner:
            owner.cursor().execute("CREATE TABLE books AS SELECT 1 AS pages; GRANT ALL ON books TO points")
        owner.close()

    version = os.urandom(4).hex()
    templates = {testbed.template("points", version=version, build=build) for _ in range(2)}
    first, second = (testbed.new_database("points", template=templates.copy().pop()) for _ in range(2))
    with connect(first.app) as working:
        working.cursor().execute("DELETE FROM books")
    with connect(second.app) as other:
        cursor = other.cursor()
        cursor.execute("SELECT count(*) FROM books")
        left = cursor.fetchone()

    assert len(built) == len(templates) == 1
    assert left == (1,)
    testbed.drop_database(first)
    testbed.drop_database(second)


def test_the_broker_listens_on_loopback_only_and_admits_no_guest(testbed):
    ports = testbed.node.ports

    heard = [
        line.split() for path in ("/proc/net/tcp", "/proc/net/tcp6") for line in Path(path).read_text().splitlines()[1:]
    ]
    ours = {
        f"{port:04X}": {
            row[1].split(":")[0] for row in heard if row[3] == LISTENING and row[1].endswith(f":{port:04X}")
        }
        for port in (ports.amqp, ports.distribution, ports.names)
    }

    assert all(addresses and addresses <= set(LOOPBACK_IN_PROC) for addresses in ours.values()), ours
    with pytest.raises(amqp.exceptions.AccessRefused):
        amqp.Connection(f"127.0.0.1:{ports.amqp}", userid="guest", password="guest", virtual_host="ccs").connect()


def test_a_vhost_of_a_test_has_its_own_queues_and_can_be_taken_away(testbed):
    uri = testbed.new_vhost()
    password, address = uri.removeprefix("amqp://ccs:").split("@")
    host, vhost = address.split("/")
    connection = amqp.Connection(host, userid="ccs", password=password, virtual_host=vhost)
    connection.connect()
    connection.channel().queue_declare("letters", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})

    queues = testbed.broker.list_queues(vhost)
    elsewhere = testbed.broker.list_queues("ccs")
    connection.close()
    testbed.delete_vhost(uri)

    assert [(queue["name"], queue["type"]) for queue in queues] == [("letters", "quorum")]
    assert elsewhere == []
    assert vhost not in testbed.broker.vhosts()
