"""Why a code that was taken without network spends nothing, and who bears what was handed over for it (rulebook §8).

The shop sees one of these with each row. The reserve bears what an honest shop could not know; the shop bears what its device, its clerk or the
day's list would have told it.
"""

from __future__ import annotations

from typing import ClassVar

from contracts.points.kinds import LossBearer
from contracts.refused import Kind, Refused


class OfflineRefusal(Refused):
    """A row that spends nothing; `borne_by` bears the piece."""

    borne_by: ClassVar[LossBearer] = LossBearer.PROVIDER


class OfflineUsedBefore(OfflineRefusal):
    """The server heard of another device first; the reserve bears the second piece."""

    code = "points.offline_used_before"
    zh = "此兑换码已在别处核销在先；本次按约定成本由准备金承担。"
    en = "This code was used elsewhere first; the reserve bears this piece at the agreed cost."
    borne_by = LossBearer.RESERVE


class OfflineLapsed(OfflineRefusal):
    """It had lapsed when it was reported, and the points had gone back; the reserve bears the piece."""

    code = "points.offline_lapsed"
    zh = "补传时兑换已过期、积分已退回；本次按约定成本由准备金承担。"
    en = "It had lapsed when it was reported; the reserve bears this piece at the agreed cost."
    borne_by = LossBearer.RESERVE


class OfflineGivenUp(OfflineRefusal):
    """The person or the shop had ended it when it was reported; the reserve bears the piece."""

    code = "points.offline_given_up"
    zh = "补传时兑换已被取消或婉拒、积分已退回；本次按约定成本由准备金承担。"
    en = "It had been cancelled or declined when it was reported; the reserve bears this piece at the agreed cost."
    borne_by = LossBearer.RESERVE


class OfflineSameDevice(OfflineRefusal):
    """The device took the same code before and should have noticed."""

    code = "points.offline_same_device"
    zh = "同一台设备已收过此兑换码；本次由商户承担。"
    en = "The same device took this code before; the shop bears this piece."


class OfflineLossBorne(OfflineRefusal):
    """The reserve bears one piece a code, however many are reported."""

    code = "points.offline_loss_borne"
    zh = "此兑换码的损失已由准备金承担过一次；本次由商户承担。"
    en = "The reserve has borne one piece for this code; the shop bears this one."


class OfflineWrongCode(OfflineRefusal):
    """This code was never told for this redemption."""

    code = "points.offline_wrong_code"
    zh = "兑换码不正确；本次由商户承担。"
    en = "The code is wrong; the shop bears this piece."


class OfflineCodeLocked(OfflineRefusal):
    """Five wrong codes had locked it."""

    code = "points.offline_code_locked"
    zh = "错误次数过多，此兑换已锁定；本次由商户承担。"
    en = "Too many wrong codes had locked it; the shop bears this piece."


class OfflineUnknown(OfflineRefusal):
    """There is no such redemption at this shop."""

    code = "points.offline_unknown"
    zh = "本店没有这笔兑换；本次由商户承担。"
    en = "There is no such redemption at this shop; the shop bears this piece."


class OfflineOwn(OfflineRefusal):
    """A clerk reports nothing of their own or their household: the points would come back as money. Nothing was judged."""

    code = "points.offline_own"
    kind = Kind.FORBIDDEN
    zh = "店员不能补传自己或同户的兑换，请由另一位店员补传；这条尚未处理。"
    en = "A clerk reports nothing of their own household; another clerk reports it. This row was not judged."
    borne_by = LossBearer.NOBODY


class OfflineUseIdTaken(OfflineRefusal):
    """The id belongs to a use with other content. Nothing was judged."""

    code = "points.offline_use_id_taken"
    zh = "这个编号已用于另一条离线核销记录；这条尚未处理。"
    en = "This id is taken by an offline use with other content. This row was not judged."
    borne_by = LossBearer.NOBODY


BY_CODE = {kind.code: kind for kind in OfflineRefusal.__subclasses__()}
"""Every reason of a row by its code, as it is kept."""
