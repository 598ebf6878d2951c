"""A panel whose judges' time would earn nothing is refused with words, as the door shows it (rulebook §2, §15)."""

from __future__ import annotations

from chassis.ids import new_id
from contracts.merchants import requests
from services.merchants.tasting.rules.refusals import PanelTooShort
from tests.database.gateway.conftest import Front

PANEL = {
    "panel_id": new_id("pnl"),
    "name": "生成的品鉴",
    "held_on": "2023-03-18",
    "seed_source": "福彩3D 2023-03-17",
    "minutes": 29,
}
ALL = "/v1/tasting-panels"


def test_what_is_refused_says_why_in_both_languages(front: Front):
    front.services.answers["call_panel"] = PanelTooShort(least=30)

    for language, word in (("zh", "至少 30 分钟"), ("en", "at least 30 minutes")):
        refused = front.post(ALL, PANEL, token=front.key("tasting_chief"), **{"Accept-Language": language})
        assert (refused.status_code, refused.json["code"]) == (422, "merchants.panel_too_short")
        assert word in refused.json["detail"]
    asked = front.services.asked[0][0]
    assert isinstance(asked, requests.CallPanel)
    assert asked.minutes == 29


def test_others_than_the_chief_do_not_get_that_far(front: Front):
    for role in ("resident", "merchant_agent", "community_staff"):
        assert front.post(ALL, PANEL, token=front.key(role)).status_code == 403
    assert front.services.asked == []
