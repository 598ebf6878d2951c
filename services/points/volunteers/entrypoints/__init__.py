"""What can be asked about volunteer records and certificates."""

from __future__ import annotations

from services.points.volunteers.entrypoints.certificates import Certificates
from services.points.volunteers.entrypoints.records import Records


class Volunteers(Records, Certificates):
    """Each person's record of service, and the certificates of it."""


__all__ = ["Volunteers"]
