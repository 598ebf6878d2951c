"""Ports and secrets that are chosen once."""

import socket
import stat

import pytest

from deploy.local.kept import LOOPBACK, Kept
from deploy.local.refusal import CannotStartError


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "kept.json"

    made = Kept(path).secret("broker")

    assert Kept(path).secret("broker") == made
    assert Kept(path).secret("cookie") != made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_port_is_kept_until_somebody_else_has_taken_it(tmp_path):
    path = tmp_path / "kept.json"
    first = Kept(path).free_port("amqp")
    still = Kept(path).free_port("amqp")

    with socket.socket() as stranger:
        stranger.bind((LOOPBACK, first))
        stranger.listen()
        moved = Kept(path).free_port("amqp")

    assert still == first
    assert moved != first
    assert Kept(path).known_port("amqp") == moved


def test_a_port_that_people_type_moves_to_its_neighbour_and_comes_back(tmp_path):
    kept = Kept(tmp_path / "kept.json")
    with socket.socket() as stranger:
        stranger.bind((LOOPBACK, 0))
        stranger.listen()
        wanted = stranger.getsockname()[1]
        meanwhile = kept.free_port("gateway", preferred=wanted)
    again = kept.free_port("gateway", preferred=wanted)

    assert wanted < meanwhile < wanted + 10
    assert again == wanted


def test_two_servers_of_one_system_never_share_a_port(tmp_path):
    kept = Kept(tmp_path / "kept.json")

    first = kept.free_port("gateway", preferred=29_123)
    second = kept.free_port("health of gateway", preferred=first)

    assert first != second


def test_an_unreadable_file_is_a_refusal_rather_than_a_new_set_of_passwords(tmp_path):
    path = tmp_path / "kept.json"
    path.write_text('{"secret:broker": "torn')

    with pytest.raises(CannotStartError, match="make reset"):
        Kept(path)
