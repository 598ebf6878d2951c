"""Why a table of holidays is not kept, or does not hold."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class HolidayTableNotFound(NotFound):
    """There is no such table in this community."""

    code = "holidays.not_found"
    zh = "没有找到这份节假日表。"
    en = "There is no such table of holidays."


class HolidayTableIdTaken(Refused):
    """The id belongs to a table with other content."""

    code = "holidays.id_taken"
    zh = "这个编号已用于另一份节假日表。"
    en = "This id belongs to another table of holidays."


class HolidayTableDecided(Refused):
    """It was agreed or rejected before."""

    code = "holidays.decided"
    zh = "这份节假日表已有结论（{state}）。"
    en = "This table was decided before ({state})."


class OwnHolidayTable(Refused):
    """Nobody agrees to what they proposed, or what somebody close to them did."""

    code = "holidays.own"
    kind = Kind.FORBIDDEN
    zh = "须由与提议人无关的另一人同意。"
    en = "Another person, not close to whoever proposed it, has to agree."
