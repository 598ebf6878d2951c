"""What can be asked about acts of charity."""

from __future__ import annotations

from services.points.activities.entrypoints.acts import Acts
from services.points.activities.entrypoints.beneficiaries import Beneficiaries


class Activities(Acts, Beneficiaries):
    """Co-organised acts of charity, from their draft to what they reached."""


__all__ = ["Activities"]
