"""The bases of what a service can be asked: commands change something, queries only look."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Generic, TypeVar

from contracts.event import snake
from contracts.kinds import PageKey, PageLimit

Answer = TypeVar("Answer")

asked: dict[tuple[str, str], type[Request[Any]]] = {}
"""Every request class by (service, method), filled as contract modules are imported."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Request(Generic[Answer]):
    """One thing a service can be asked. Subclasses set `service` and `answer` (the shape that comes back)."""

    service: ClassVar[str]
    answer: ClassVar[type]
    writes: ClassVar[bool]

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if "service" in cls.__dict__ or hasattr(cls, "service"):
            asked[cls.service, cls.method()] = cls

    @classmethod
    def method(cls) -> str:
        """The name of the entrypoint: `ApproveContribution` → `approve_contribution`."""
        return snake(cls.__name__)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Command(Request[Answer]):
    """A request that may change something; it travels with an idempotency key."""

    writes = True


@dataclasses.dataclass(frozen=True, kw_only=True)
class Query(Request[Answer]):
    """A request that only looks; it runs in a read-only transaction."""

    writes = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class PageQuery(Query[Answer]):
    """A query for one page: up to `limit` items after the key where the last page ended."""

    limit: PageLimit = 50
    after: PageKey | None = None
