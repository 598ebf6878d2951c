"""Where the tables of activities are collected."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
