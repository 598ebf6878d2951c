"""The gateway's routes and the services' methods say the same of who may pass; two lists that drift apart would open or block a door."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Iterator

import pytest

from chassis.doors import RequestDoor
from chassis.entrypoints import DOOR
from chassis.runner import service_class
from gateway import openapi
from gateway import routes as route_modules
from gateway.web.doors import Door

SERVICES = ("points", "donations", "merchants", "rural_link")
ASKED_FOR_ALL_SERVICES_AT_ONCE = {"get_operations_report", "get_service_state", "move_clock"}  # gateway/operations


def routed() -> Iterator[Door]:
    for module in pkgutil.iter_modules(route_modules.__path__):
        for routes in importlib.import_module(f"{route_modules.__name__}.{module.name}").ROUTES:
            yield from routes.doors


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_admits_exactly_the_roles_that_its_service_admits(service: str):
    kind = service_class(service)
    doors = {name: getattr(getattr(kind, name), DOOR, None) for name in dir(kind)}
    admitted = {name: set(door.may) for name, door in doors.items() if isinstance(door, RequestDoor)}
    declared = {door.request.method(): set(door.may) for door in routed() if door.request.service == service}

    assert declared == {name: may for name, may in admitted.items() if name not in ASKED_FOR_ALL_SERVICES_AT_ONCE}


def test_no_address_is_declared_twice():
    addresses = [(door.method, door.path) for door in routed()]

    assert sorted(set(addresses)) == sorted(addresses)


def test_no_two_shapes_share_a_name_in_the_documentation():
    """A second shape of a name would be published with a number that follows the order of imports, not the shape."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        schemas = openapi.document()["components"]["schemas"]

    assert [str(one.message) for one in warned if "Multiple schemas" in str(one.message)] == []
    numbered = {name for name in schemas if name.rstrip("0123456789") in schemas.keys() - {name}}
    assert numbered == set()
