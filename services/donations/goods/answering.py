"""Goods as they are answered."""

from __future__ import annotations

from dataclasses import asdict, replace

from contracts.donations import answers
from services.donations.goods.rules import Goods

INSIDE = ("source_id", "recorded_by", "first_appraiser", "accepted_by", "received_by")


def of_goods(goods: Goods, *, told: bool) -> answers.Goods:
    """The goods, with their donor only where that is told; who wrote them down, judged or took them over stays inside."""
    shown = goods if told else replace(goods, donor_id="")
    values = {name: value for name, value in asdict(shown).items() if name not in INSIDE}
    return answers.Goods(**{**values, "donor_id": shown.donor_id or None})
