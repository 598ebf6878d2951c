"""What can be asked about acts of charity."""

from __future__ import annotations

from services.points.activities.entrypoints.acts import Acts
from services.points.activities.entrypoints.beneficiaries import Beneficiaries
from services.points.activities.entrypoints.closing import Closing
from services.points.activities.entrypoints.corrections import Corrections
from services.points.activities.entrypoints.door import Door
from services.points.activities.entrypoints.places import Places
from services.points.activities.entrypoints.sheets import Sheets


class Activities(Acts, Places, Door, Corrections, Sheets, Closing, Beneficiaries):
    """Co-organised acts of charity, from their draft to what they reached."""


__all__ = ["Activities"]
