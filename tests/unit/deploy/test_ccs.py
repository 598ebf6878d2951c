"""What each process of the platform is told, and what it is not."""

import pytest

from deploy.local.broker import Node
from deploy.local.ccs import BEHIND_THE_GATEWAY, System
from deploy.local.layout import Layout
from deploy.local.postgres import SERVICES, Cluster
from deploy.local.supervisor import needed

SECRETS = ("ACTOR_PRIVATE_KEY", "CURSOR_SECRET", "ADMIN_KEY", "SECOND_ADMIN_KEY")
SECRET_LENGTH_MIN = 32


@pytest.fixture
def system(tmp_path, monkeypatch):
    for name in ("AMQP_URI", "SECRET_POINTS", *SECRETS, *(f"DATABASE_URL_{service.upper()}" for service in SERVICES)):
        monkeypatch.delenv(name, raising=False)
    # Describing the servers makes their files; here only the description matters.
    monkeypatch.setattr(Cluster, "prepare", lambda _: None)
    monkeypatch.setattr(Cluster, "_wrapper", lambda _: ())
    monkeypatch.setattr(Node, "prepare", lambda _: None)
    layout = Layout(state=tmp_path)
    return System(layout, anew=True)


def told(system: System, name: str) -> dict[str, str]:
    return dict(next(program for program in system.programs() if program.name == name).environment)


def test_a_service_knows_only_its_own_database_and_no_key_that_signs(system):
    points = told(system, "points")

    assert {name for name in points if name.startswith("DATABASE_")} == {"DATABASE_URL_POINTS"}
    assert "points:" in points["DATABASE_URL_POINTS"]
    assert "PUBLIC KEY" in points["ACTOR_PUBLIC_KEY"]
    assert not set(SECRETS) & set(points)
    assert len(points["SECRET_POINTS"]) >= SECRET_LENGTH_MIN
    assert not any("SECRET_POINTS" in told(system, name) for name in ("relay", "gateway", "donations"))
    # A migration may have to seal what stood in clear before.
    assert told(system, "migrations")["SECRET_POINTS"] == points["SECRET_POINTS"]


def test_only_the_gateway_signs_and_only_the_migrations_are_owners(system):
    gateway, migrations = told(system, "gateway"), told(system, "migrations")

    assert set(SECRETS) <= set(gateway)
    assert "DATABASE_OWNER_URL_GATEWAY" not in gateway
    assert all(f"DATABASE_OWNER_URL_{service.upper()}" in migrations for service in SERVICES)


def test_the_relay_reads_the_outbox_of_every_service_behind_the_gateway(system):
    relay = next(program for program in system.programs() if program.name == "relay")

    databases = {name for name in relay.environment if name.startswith("DATABASE_")}

    assert relay.argv[-4:] == BEHIND_THE_GATEWAY
    assert databases == {f"DATABASE_URL_{service.upper()}" for service in BEHIND_THE_GATEWAY}


def test_every_process_has_a_health_port_of_its_own(system):
    ports = [told(system, name)["HEALTH_PORT"] for name in ("relay", "gateway", *BEHIND_THE_GATEWAY)]

    assert len(set(ports)) == len(ports)


def test_nobody_waits_for_what_he_does_not_need_and_the_relay_for_every_queue(system):
    programs = system.programs()
    needs = {program.name: set(needed(program, programs)) for program in programs}

    assert needs["migrations"] == {"postgres"}
    assert needs["queues"] == set()
    assert needs["relay"] == {"migrations", "queues"}
    assert all(needs[name] == {"migrations", "forkserver"} for name in ("gateway", *BEHIND_THE_GATEWAY))
    assert needs["forkserver"] == set()
    assert needs["broker"] == needs["postgres"] == {"epmd"}


def test_the_fork_server_knows_no_secret_and_in_a_folder_too_deep_for_its_socket_all_is_executed(system, tmp_path):
    (far := tmp_path / ("d" * 100)).mkdir()
    deep = System(Layout(state=far), anew=True)

    secrets = {name for name in told(system, "forkserver") if name.startswith(("DATABASE", "SECRET", *SECRETS))}

    assert secrets == set()
    assert "forkserver" not in {program.name for program in deep.programs()}
    assert {program.name for program in system.programs() if program.forkable} == {"gateway", *BEHIND_THE_GATEWAY}


def test_given_servers_are_used_and_no_private_ones_started(tmp_path, monkeypatch):
    monkeypatch.setenv("AMQP_URI", "amqp://elsewhere/ccs")
    for service in SERVICES:
        monkeypatch.setenv(f"DATABASE_URL_{service.upper()}", f"postgresql+psycopg2://elsewhere/{service}")

    system = System(Layout(state=tmp_path), anew=True)

    assert {"postgres", "broker", "epmd"}.isdisjoint(program.name for program in system.programs())
    assert told(system, "points")["AMQP_URI"] == "amqp://elsewhere/ccs"
    assert told(system, "migrations")["DATABASE_OWNER_URL_POINTS"] == "postgresql+psycopg2://elsewhere/points"


def test_the_clock_can_be_moved_in_the_demo_only(tmp_path, monkeypatch, system):
    monkeypatch.delenv("CLOCK_MOVABLE", raising=False)

    moved = told(System(Layout(state=tmp_path), anew=True, movable_clock=True), "points")

    assert moved["CLOCK_MOVABLE"] == "1"
    assert "CLOCK_MOVABLE" not in told(system, "points")
