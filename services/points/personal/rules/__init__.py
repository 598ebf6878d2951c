"""What a personal value has to be, how much of it others see, how often it is revealed, and who erases."""

from __future__ import annotations

from services.points.personal.rules.erasing import Erasure
from services.points.personal.rules.values import PersonalValue, shown, standard

__all__ = ["Erasure", "PersonalValue", "shown", "standard"]
