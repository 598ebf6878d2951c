"""What can be asked about tasting panels."""

from __future__ import annotations

from services.merchants.tasting.entrypoints.ballots import Ballots
from services.merchants.tasting.entrypoints.dealing import Dealing
from services.merchants.tasting.entrypoints.panels import Panels
from services.merchants.tasting.entrypoints.results import Results

__all__ = ["Ballots", "Dealing", "Panels", "Results"]
