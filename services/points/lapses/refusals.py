"""Why a choice about points that lapse is not taken."""

from __future__ import annotations

from contracts.refused import Refused


class ChannelChosen(Refused):
    """The party has said itself how it wants to be told; the office does not change that."""

    code = "points.channel_chosen"
    zh = "本人已自行选择提醒方式，请由本人更改。"
    en = "They have chosen themselves how they are told; only they change it."
