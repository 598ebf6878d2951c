"""What becomes of codes that a shop took without network: pure decisions (rulebook §8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import LossBearer
from contracts.points.kinds import OfflineOutcome as Outcome
from contracts.points.kinds import RedemptionState as State
from services.points.redemptions import offline_refusals, refusals, rules
from services.points.redemptions.offline_refusals import OfflineRefusal
from services.points.redemptions.rules import HANDED_OVER, OPEN, Redemption

UPLOAD_MAX = 200
IN_VAIN = (Outcome.LATE, Outcome.USED_BEFORE)
"""The code was right and the piece was handed over, but there was nothing left to spend for it."""


@dataclass(frozen=True, kw_only=True)
class Use:
    """One code that a device took, as it was reported and judged. `used_at` is the device's clock; `loss` is in fen."""

    use_id: str
    redemption_id: str
    provider_id: PartyId
    device: str
    used_at: datetime
    uploaded_by: PartyId
    uploaded_at: datetime
    outcome: Outcome = Outcome.UNKNOWN
    loss: int = 0
    refusal: str | None = None

    def same_as(self, other: Use) -> bool:
        """Was the other one reported with the same content?"""
        mine, its = ((it.use_id, it.redemption_id, it.provider_id, it.device, it.used_at) for it in (self, other))
        return mine == its


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A use with its outcome, and whose redemption it was, if there is one."""

    use: Use
    party_id: PartyId | None


def check_upload(use_ids: Sequence[str]) -> None:
    """Refuse TooManyUses."""
    if not 0 < len(use_ids) <= UPLOAD_MAX or len(set(use_ids)) < len(use_ids):
        raise refusals.TooManyUses(most=UPLOAD_MAX)


def refused(use: Use, refusal: type[OfflineRefusal]) -> Use:
    """The use as it is answered where nothing was judged; it is not kept, so that it may come again."""
    return replace(use, outcome=Outcome.REFUSED, refusal=refusal.code)


def reason_of(use: Use) -> OfflineRefusal | None:
    """Why it spends nothing, and who bears it; None where it was fulfilled."""
    return None if use.refusal is None else offline_refusals.BY_CODE[use.refusal]()


@dataclass(kw_only=True)
class Judge:
    """Judges the uses of one upload one after the other; later ones see what earlier ones did. `costs` in fen by item."""

    redemptions: Mapping[str, Redemption]
    costs: Mapping[str, int]
    earlier: Collection[Use]
    at: datetime
    changed: dict[str, Redemption] = field(default_factory=dict)
    judged: list[Use] = field(default_factory=list)

    def judge(self, use: Use, *, right: bool) -> Judged:
        """One use, whose code was right or not."""
        redemption = self.changed.get(use.redemption_id) or self.redemptions.get(use.redemption_id)
        if redemption is None or redemption.provider_id != use.provider_id:
            return self._kept(use, Outcome.UNKNOWN, offline_refusals.OfflineUnknown, None)
        outcome, refusal = self._outcome(use, redemption, right=right)
        return self._kept(use, outcome, refusal, redemption)

    def opened(self) -> list[Redemption]:
        """What was fulfilled by this upload."""
        return [one for one in self.changed.values() if one.state is State.FULFILLED]

    def tried(self) -> list[Redemption]:
        """Where only a try was used up."""
        return [one for one in self.changed.values() if one.state is not State.FULFILLED]

    def _outcome(self, use: Use, redemption: Redemption, *, right: bool) -> tuple[Outcome, type[OfflineRefusal] | None]:
        can_open = redemption.state is State.HELD and self.at < redemption.expires_at and redemption.tries_left > 0
        if can_open:
            self.changed[redemption.redemption_id] = rules.try_code(
                redemption, right=right, by=use.uploaded_by, at=self.at
            )
        if redemption.state in OPEN and redemption.tries_left == 0:
            return Outcome.WRONG_CODE, offline_refusals.OfflineCodeLocked
        if not right:
            return Outcome.WRONG_CODE, offline_refusals.OfflineWrongCode
        if can_open:
            return Outcome.FULFILLED, None
        outcome = Outcome.USED_BEFORE if redemption.state in HANDED_OVER else Outcome.LATE
        return outcome, self._in_vain(use, redemption)

    def _in_vain(self, use: Use, redemption: Redemption) -> type[OfflineRefusal]:
        """The reserve bears one piece for a code, and none for a device that took it before, which it should have noticed."""
        others = [one for one in (*self.earlier, *self.judged) if one.redemption_id == redemption.redemption_id]
        if any(one.device == use.device for one in others):
            return offline_refusals.OfflineSameDevice
        if any(one.loss for one in others):
            return offline_refusals.OfflineLossBorne
        if redemption.state in HANDED_OVER:
            return offline_refusals.OfflineUsedBefore
        if redemption.state in {State.CANCELLED, State.DECLINED}:
            return offline_refusals.OfflineGivenUp
        return offline_refusals.OfflineLapsed

    def _kept(
        self, use: Use, outcome: Outcome, refusal: type[OfflineRefusal] | None, redemption: Redemption | None
    ) -> Judged:
        loss = 0
        if redemption is not None and refusal is not None and refusal.borne_by is LossBearer.RESERVE:
            loss = self.costs.get(redemption.item_id, 0)
        kept = replace(use, outcome=outcome, loss=loss, refusal=refusal.code if refusal else None)
        self.judged.append(kept)
        return Judged(use=kept, party_id=redemption.party_id if redemption is not None else None)
