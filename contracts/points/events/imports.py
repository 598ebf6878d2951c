"""What becomes known of bulk entry."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.event import Event
from contracts.kinds import Count, PartyId
from contracts.points.ids import ImportId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportApproved(Event):
    """A second person agreed that a sheet's sound rows are entered."""

    source = "points"
    subject = "import_id"

    import_id: ImportId
    rows: Count
    opened_by: PartyId
    approved_by: PartyId
    approved_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportEntered(Event):
    """Every sound row of an approved sheet was put forward as a contribution, or refused after all."""

    source = "points"
    subject = "import_id"

    import_id: ImportId
    entered: Count
    refused: Count
    entered_on: date
