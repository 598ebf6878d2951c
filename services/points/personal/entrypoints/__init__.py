"""What can be asked about personal data."""

from __future__ import annotations

from services.points.personal.entrypoints.data import PersonalData
from services.points.personal.entrypoints.erasing import Erasing
from services.points.personal.entrypoints.looking import Looking
from services.points.personal.entrypoints.registering import Registering


class Personal(Registering, PersonalData, Looking, Erasing):
    """A person's own data: sealed from registration on, seen and corrected by the person, masked for staff, revealed with a reason, erased."""
