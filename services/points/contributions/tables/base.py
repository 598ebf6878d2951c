"""What the tables of contributions belong to."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
