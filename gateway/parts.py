"""Builds the gateway from its settings: the app with all its routes, and what it asks."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil

from flask import Flask

from chassis import database, metrics
from chassis.actor import TokenSigner
from chassis.database import Transactions
from chassis.rpc import Caller
from gateway import overview
from gateway import routes as route_modules
from gateway.identity import routes as identity
from gateway.identity.keys import OPERATORS, DatabaseKeys
from gateway.local import Local
from gateway.operations.routes import Operations
from gateway.settings import Settings
from gateway.web import app
from gateway.web.asking import Parts
from gateway.web.cursors import Cursors
from gateway.web.routes import Routes

POOL_SIZE = 8


def transactions(settings: Settings) -> Transactions:
    """The gateway's own database."""
    engine = database.engine(settings.database_url, pool_size=POOL_SIZE)
    metrics.watch_pool("gateway", engine)
    return Transactions(engine, clock_movable=settings.clock_movable)


def all_routes(settings: Settings, local: Local) -> list[Routes]:
    """Every route: one file per service in gateway/routes, and the gateway's own."""
    names = sorted(module.name for module in pkgutil.iter_modules(route_modules.__path__))
    modules = [importlib.import_module(f"{route_modules.__name__}.{name}") for name in names]
    found: list[Routes] = [routes for module in modules for routes in module.ROUTES]
    operations = Operations(local, settings.amqp_uri, settings.clock_movable)
    return [*found, overview.routes(), identity.routes(local, secret=settings.secret), operations.routes()]


def make_app(settings: Settings, own: Transactions, caller: Caller) -> Flask:
    """The WSGI app."""
    first, second = (
        hashlib.sha256(key.encode()).hexdigest() for key in (settings.admin_key, settings.second_admin_key)
    )
    keys = DatabaseKeys(own, {first: OPERATORS[0], second: OPERATORS[1]})
    parts = Parts(caller=caller, keys=keys, cursors=Cursors(secret=settings.secret))
    return app.create(parts, all_routes(settings, Local(own)))


def make_caller(settings: Settings) -> Caller:
    """The client of the services."""
    return Caller(settings.amqp_uri, TokenSigner(settings.actor_private_key))
