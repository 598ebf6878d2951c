"""What an hour of a venue, a vehicle or equipment on loan counts as, in fen (rulebook §2, V1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contracts.points.answers import LoanRate, LoanTable

FIRST_TABLE = LoanTable(
    number=1,
    in_force_from="2000-01",
    items=(
        LoanRate(code="ROOM-20", name="20 平方米以内的房间", hourly=30_00),
        LoanRate(code="ROOM-50", name="50 平方米以内的房间", hourly=60_00),
        LoanRate(code="HALL-100", name="100 平方米以内的厅", hourly=100_00),
        LoanRate(code="GROUND", name="室外场地", hourly=40_00),
        LoanRate(code="CAR", name="小客车（不含司机）", hourly=40_00),
        LoanRate(code="VAN", name="面包车或小货车（不含司机）", hourly=60_00),
        LoanRate(code="SOUND", name="音响一套", hourly=20_00),
        LoanRate(code="PROJECTOR", name="投影仪", hourly=15_00),
        LoanRate(code="TENT", name="帐篷", hourly=10_00),
    ),
)
"""The table that holds until a community has its own. The rulebook names the room of 20 m²; the others are set after it."""


def table_in_force(tables: Sequence[LoanTable], *, on: date) -> LoanTable:
    """The table that holds for what is lent on that day; FIRST_TABLE before any of the community's own."""
    month = on.strftime("%Y-%m")
    begun = [table for table in (FIRST_TABLE, *tables) if table.in_force_from <= month]
    return max(begun, key=lambda table: table.in_force_from)


def hourly(table: LoanTable, code: str) -> int | None:
    """What an hour of it counts as; None if the table does not name it."""
    return next((item.hourly for item in table.items if item.code == code), None)
