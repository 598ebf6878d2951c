"""Every statement about acts of charity."""

from __future__ import annotations

from services.points.activities.store.counts import beneficiaries

__all__ = ["beneficiaries"]
