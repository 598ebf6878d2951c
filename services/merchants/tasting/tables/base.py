"""What every table of tasting begins with."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Text

metadata = MetaData()

OF_PANEL = (["community", "panel_id"], ["panels.community", "panels.panel_id"])
OF_DISH = (["community", "panel_id", "dish_id"], ["dishes.community", "dishes.panel_id", "dishes.dish_id"])


def of_panel() -> tuple[Column[str], Column[str]]:
    """The two columns with which every key here begins."""
    return Column("community", Text, nullable=False), Column("panel_id", Text, nullable=False)
