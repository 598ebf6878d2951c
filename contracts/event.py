"""The base of every event: a small fact, past tense, versioned, never changed after release."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, ClassVar

WORD = re.compile(r"(?<!^)(?=[A-Z])")

published: dict[str, type[Event]] = {}
"""Every event class by its type, filled as contract modules are imported."""


def snake(name: str) -> str:
    """`PointsGranted` → `points_granted`."""
    return WORD.sub("_", name).lower()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclasses set `source` (the service that says it) and `subject` (the field that names the aggregate).

    Events of one aggregate reach a queue in the order in which they were committed, but a retry may reorder them: reactions commute.
    """

    source: ClassVar[str]
    subject: ClassVar[str]
    version: ClassVar[int] = 1

    community: str

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        published[cls.type()] = cls

    @classmethod
    def type(cls) -> str:
        """The name on the wire and the routing key: `points.points_granted.v1`."""
        return f"{cls.source}.{snake(cls.__name__.removesuffix(f'V{cls.version}'))}.v{cls.version}"

    @property
    def aggregate(self) -> str:
        """The id of the thing this happened to; order is kept per aggregate."""
        return str(getattr(self, self.subject))
