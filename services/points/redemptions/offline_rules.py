"""What becomes of codes that a shop took without network: pure decisions (rulebook §8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import OfflineOutcome as Outcome
from contracts.points.kinds import RedemptionState as State
from services.points.redemptions import refusals, rules
from services.points.redemptions.rules import HANDED_OVER, OPEN, Redemption

UPLOAD_MAX = 200


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


def repeated(use: Use, known: Use | None) -> bool:
    """Was it uploaded before? Refuses OfflineUseIdTaken if it was, with other content."""
    if known is not None and not known.same_as(use):
        raise refusals.OfflineUseIdTaken
    return known is not None


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
            return self._kept(use, Outcome.UNKNOWN, None)
        return self._kept(use, self._outcome(use, redemption, right=right), redemption)

    def opened(self) -> list[Redemption]:
        """What was fulfilled by this upload."""
        return [one for one in self.changed.values() if one.state is State.FULFILLED]

    def tried(self) -> list[Redemption]:
        """Where only a try was used up."""
        return [one for one in self.changed.values() if one.state is not State.FULFILLED]

    def _outcome(self, use: Use, redemption: Redemption, *, right: bool) -> Outcome:
        can_open = redemption.state is State.HELD and self.at < redemption.expires_at and redemption.tries_left > 0
        if can_open:
            self.changed[redemption.redemption_id] = rules.try_code(
                redemption, right=right, by=use.uploaded_by, at=self.at
            )
        if not right or (redemption.state in OPEN and redemption.tries_left == 0):
            return Outcome.WRONG_CODE
        if can_open:
            return Outcome.FULFILLED
        return Outcome.USED_BEFORE if redemption.state in HANDED_OVER else Outcome.LATE

    def _kept(self, use: Use, outcome: Outcome, redemption: Redemption | None) -> Judged:
        loss = 0
        if redemption is not None and outcome in {Outcome.USED_BEFORE, Outcome.LATE}:
            loss = self._loss(use, redemption)
        kept = replace(use, outcome=outcome, loss=loss)
        self.judged.append(kept)
        return Judged(use=kept, party_id=redemption.party_id if redemption is not None else None)

    def _loss(self, use: Use, redemption: Redemption) -> int:
        """The agreed cost, once for a code; nothing for a device that took the same code before, which it should have noticed."""
        others = [one for one in (*self.earlier, *self.judged) if one.redemption_id == redemption.redemption_id]
        if any(one.loss or one.device == use.device for one in others):
            return 0
        return self.costs.get(redemption.item_id, 0)
