"""What donations and merchants told at the festival: goods that were taken over and judges' hours, decided on like everything else."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from deploy.demo.acts.points import settle
from deploy.demo.town import Town

KEEPER = "approver"
"""Who counted the goods confirmed them, and does not decide."""


def after_notice(town: Town) -> None:
    """物资与评委服务：公示期满，由第三人批准 goods and judges' hours, approved by a third person"""
    told = _told(town)
    over = [one for one in told if datetime.fromisoformat(one["notice_ends_at"]) <= town.now]
    goods = [one for one in over if one["contribution_type"].startswith("G")]
    town.say(
        "验收人自行批准被拒 approving what one took over",
        town.api.refused(town.staff[KEEPER], f"/v1/contributions/{goods[0]['contribution_id']}/approval"),
    )
    settled = settle(town, [one["contribution_id"] for one in over], job="council")
    cv = sum((Decimal(one["cv"]) for one in settled), Decimal())
    town.say("批准的物资与评委服务 goods and judges' hours approved", f"{len(settled)} 项，贡献值 {cv:.2f}")
    town.say("仍在公示的大额物资 more under notice for seven days", len(told) - len(over))


def _told(town: Town) -> list[dict[str, Any]]:
    """What other services told; settled too, where an earlier play had come further."""
    found: list[dict[str, Any]] = []
    for state in ("under_notice", "settled"):
        path = after = f"/v1/contributions?state={state}&limit=200"
        while after:
            page = town.api.get(town.staff["auditor"], after)
            found += [one for one in page["items"] if one["channel"] == "service"]
            after = f"{path}&cursor={page['next_cursor']}" if page["has_more"] else ""
    return sorted(found, key=lambda one: str(one["contribution_id"]))


SCENES = {
    "after_notice": after_notice,
}
