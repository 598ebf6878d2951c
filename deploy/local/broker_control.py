"""Doing things to a running private node, mostly for tests: vhosts, policies, broken connections."""

import json
import os
import subprocess
from itertools import count
from typing import Any

from deploy.local.broker import DISK_FREE_MIN, MEMORY_MAX, NODE, USER, Node, programs_folder
from deploy.local.refusal import CannotStartError

CONTROL_SECONDS_MAX = 60.0
_calls = count()


class Control:
    """A node's remote control.

    Vhosts come and go with every test, and an alarm is to be there at once: those speak Erlang to the
    node directly, a few milliseconds instead of the half second that rabbitmqctl takes to start.
    """

    def __init__(self, node: Node) -> None:
        """Know the node; it must be running when something is asked of it."""
        self._node = node

    def add_vhost(self, name: str) -> None:
        """Make a vhost in which the node's user may do everything."""
        everything = ", ".join(['<<".*">>'] * 3)
        self._erlang(
            f"rabbit_vhost:add({_binary(name)}, {_binary(USER)}), "
            f"rabbit_auth_backend_internal:set_permissions("
            f"{_binary(USER)}, {_binary(name)}, {everything}, {_binary(USER)})."
        )

    def delete_vhost(self, name: str) -> None:
        """Remove a vhost with its queues and connections."""
        self._erlang(f"rabbit_vhost:delete({_binary(name)}, {_binary(USER)}).")

    def vhosts(self) -> list[str]:
        """Return the names of all vhosts."""
        return [row["name"] for row in self._listing("list_vhosts", "name")]

    def list_queues(self, vhost: str) -> list[dict[str, Any]]:
        """Return name, type, messages, messages_unacknowledged and consumers of each queue."""
        columns = ("name", "type", "messages", "messages_unacknowledged", "consumers")
        return self._listing("list_queues", "-p", vhost, *columns)

    def set_policy(self, vhost: str, *, name: str, pattern: str, definition: dict[str, Any]) -> None:
        """Set a policy for the queues whose name matches."""
        self.rabbitmqctl("set_policy", "-p", vhost, "--apply-to", "queues", name, pattern, json.dumps(definition))

    def clear_policy(self, vhost: str, *, name: str) -> None:
        """Take a policy away."""
        self.rabbitmqctl("clear_policy", "-p", vhost, name)

    def close_all_connections(self, vhost: str, *, reason: str = "a test closes them") -> None:
        """Close every connection to a vhost, as an operator would."""
        self.rabbitmqctl("close_all_connections", "-p", vhost, reason)

    def raise_alarm(self, resource: str, *, on: bool) -> None:
        """Make the node believe that it is out of "memory" or "disk", or no longer: it blocks publishers."""
        limits = {
            ("memory", True): "vm_memory_monitor:set_vm_memory_high_watermark(0).",
            ("memory", False): f'vm_memory_monitor:set_vm_memory_high_watermark({{absolute, "{MEMORY_MAX}"}}).',
            ("disk", True): 'rabbit_disk_monitor:set_disk_free_limit("100000GB").',
            ("disk", False): f'rabbit_disk_monitor:set_disk_free_limit("{DISK_FREE_MIN}").',
        }
        self._erlang(limits[resource, on])

    def rabbitmqctl(self, *arguments: str) -> str:
        """Run rabbitmqctl against this node and return what it printed. About half a second."""
        return self._run([str(programs_folder() / "rabbitmqctl"), "--quiet", *arguments])

    def _listing(self, *arguments: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.rabbitmqctl("--formatter", "json", *arguments))
        return rows

    def _erlang(self, expression: str) -> None:
        # Without a name of its own every erl_call bears the same one, and the node turns away the second of two at once.
        caller = f"call_{os.getpid()}_{next(_calls)}"
        answer = self._run(["erl_call", "-h", caller, "-sname", NODE, "-e"], asked=f"{expression}\n")
        if not answer.startswith("{ok, "):
            raise CannotStartError(f"the broker answered {answer!r} to {expression!r}")

    def _run(self, command: list[str], *, asked: str | None = None) -> str:
        done = subprocess.run(
            command,
            input=asked,
            env=dict(self._node.environment()),
            capture_output=True,
            text=True,
            timeout=CONTROL_SECONDS_MAX,
            check=False,
        )
        if done.returncode != 0:
            raise CannotStartError(f"{command[0]} failed with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout


def _binary(text: str) -> str:
    if '"' in text or "\\" in text:
        raise CannotStartError(f"{text!r} is no name for a vhost")
    return f'<<"{text}">>'
