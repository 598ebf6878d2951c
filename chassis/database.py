"""One transaction per piece of work: `Work` carries it, the instant it happens at, who asked, and what becomes known with it."""

from __future__ import annotations

import _socket
import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, select
from sqlalchemy import event as hooks
from sqlalchemy.exc import DBAPIError, InvalidatePoolError

from chassis import guard, outbox
from chassis.actor import Actor
from chassis.cause import Cause
from chassis.clock import Clock, SystemClock
from chassis.ending import Ending
from chassis.ids import new_id
from chassis.tables import moved_clock
from contracts.event import Event
from contracts.refused import Stale

logger = logging.getLogger(__name__)

POOL_SIZE = 12  # Workers of one process, plus two for jobs and probes.
LOOKING_POOL_SIZE = 8  # Few queries of one method are at work at once, and a look is short.
# A server that vanished without a word is found out within half a minute, not the two hours of the kernel's defaults.
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}
STATEMENT_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 3_000
IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000
ATTEMPTS_MAX = 5
RETRIED = {"40001", "40P01"}  # Serialization failure, deadlock: the database asks for another attempt.
LOCK_NOT_AVAILABLE = "55P03"

T = TypeVar("T")


@dataclass(kw_only=True)
class Work:
    """One open transaction, and the events that become true with it.

    A body must not assume that it is alone in the transaction: work that arrives together may share one.
    """

    connection: Connection
    now: datetime
    actor: Actor
    cause: Cause
    if_version: int | None = None
    ending: Ending = field(default_factory=Ending)
    version_checked: bool = False

    @property
    def community(self) -> str:
        """The community this work is about; every query starts with it."""
        return self.actor.community

    def emit(self, *events: Event) -> None:
        """Make the events known if, and only if, this transaction commits."""
        for event in events:
            self.ending.events.append(
                outbox.waiting(event, event_id=new_id("evt"), at=self.now, actor=self.actor, cause=self.cause)
            )

    def expect_version(self, current: int) -> None:
        """Refuse with Stale if the caller named another version (If-Match) than the one just locked."""
        self.version_checked = True
        if self.if_version is not None and self.if_version != current:
            raise Stale(current=current)

    def on_behalf(self, actor: Actor, cause: Cause) -> Work:
        """The same transaction, for another actor and cause: the events of one batch keep their own."""
        return replace(self, actor=actor, cause=cause)

    def apart(self, actor: Actor, cause: Cause, *, if_version: int | None) -> Work:
        """The same transaction, for one of several calls: what it emits is kept apart, because it alone may be refused."""
        return replace(self, actor=actor, cause=cause, if_version=if_version, version_checked=False, ending=Ending())


@dataclass
class Transactions:
    """Opens transactions on one service's database."""

    engine: Engine
    clock: Clock = field(default_factory=SystemClock)
    clock_movable: bool = False

    @cached_property
    def looking(self) -> Engine:
        """Connections that can only look, opened as they are needed."""
        return engine(self.engine.url, pool_size=LOOKING_POOL_SIZE, only_looks=True)

    @contextmanager
    def begin(self, actor: Actor, cause: Cause | None = None, *, if_version: int | None = None) -> Iterator[Work]:
        """One transaction: commits when the block ends, rolls back when it raises. Read committed."""
        with self.engine.connect() as connection, guard.transaction(), connection.begin():
            now = self.now(connection)
            work = Work(connection=connection, now=now, actor=actor, cause=cause or Cause(), if_version=if_version)
            yield work
            work.ending.write(connection)

    @contextmanager
    def look(self, actor: Actor, cause: Cause | None = None) -> Iterator[Work]:
        """Work that cannot change anything: the database refuses. Each statement sees what is committed when it begins.

        That is what it would see in one transaction too (read committed); opening and ending one would only cost two round trips.
        """
        with self.looking.connect() as connection, guard.transaction():
            yield Work(connection=connection, now=self.now(connection), actor=actor, cause=cause or Cause())

    def close(self) -> None:
        """End all connections."""
        self.engine.dispose()
        if "looking" in vars(self):
            self.looking.dispose()

    def now(self, connection: Connection) -> datetime:
        """The present instant, moved where the clock may be moved."""
        now = self.clock.now()
        if not self.clock_movable:
            return now
        offset = connection.execute(select(moved_clock.c.offset_seconds)).scalar()
        return now + timedelta(seconds=offset or 0)


def engine(url: str | URL, *, pool_size: int = POOL_SIZE, only_looks: bool = False) -> Engine:
    """The connections of one process to its own database, with the server's own time limits on every one.

    `only_looks`: each statement is a read-only transaction of its own.
    """
    options = (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} "
        f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_TIMEOUT_MS} -c timezone=UTC "
        # A foreign key's check keeps the plan it made when the table was nearly empty. There every index that begins with the
        # community looks as good as the primary key, and as the table grows each check reads the whole community.
        "-c plan_cache_mode=force_custom_plan"
    ) + (" -c default_transaction_read_only=on" if only_looks else "")
    made = create_engine(
        url,
        # A failed statement is logged with its text, never with the values: they may be personal.
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        connect_args={"options": options, "connect_timeout": 5, **KEEPALIVES},
        **({"isolation_level": "AUTOCOMMIT"} if only_looks else {}),
    )
    hooks.listen(made, "checkout", _refuse_if_gone)
    return made


def retrying(attempt: Callable[[], T], *, sleep: Callable[[float], None] = time.sleep) -> T:
    """Run a whole transaction again when the database asks for it (serialization failure, deadlock), at most ATTEMPTS_MAX times."""
    for turn in range(1, ATTEMPTS_MAX):
        try:
            return attempt()
        except DBAPIError as error:
            if sqlstate(error) not in RETRIED:
                raise
            sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311 - jitter, not a secret
    return attempt()


def _refuse_if_gone(connection: Any, *_: Any) -> None:
    """Called by the pool before it lends a connection; raises so that it opens a new one, and gives up all older ones.

    The server says nothing to an idle session but that it ends (with a last word or with a closed connection). So a look at the
    socket finds what a statement to and fro would find, at no cost; a peer that vanished silently is found by the keepalives.
    """
    # The machine's own socket, not eventlet's: that one would wait, and let others work meanwhile.
    line = _socket.socket(fileno=connection.fileno())
    try:
        line.recv(1, _socket.MSG_PEEK | _socket.MSG_DONTWAIT)
    except BlockingIOError:
        return
    except OSError:
        logger.debug("an idle connection was broken")
    finally:
        line.detach()
    raise InvalidatePoolError


def sqlstate(error: DBAPIError) -> str | None:
    """The five-character code PostgreSQL gave, if it gave one."""
    return getattr(error.orig, "pgcode", None)
