"""What donations hears of the standing of merchants; the events of one member may come in any order."""

from __future__ import annotations

from datetime import date

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.merchants.events import MerchantLeft, MerchantPlaqued, MerchantReinstated, MerchantSuspended
from services.donations.standings import store

FOR_EVER = date.max
BEFORE_VERSIONS = 0
"""The version of a standing that was told without one: any other is later."""


class Standings:
    """Rights by status (rulebook §17): what is agreed is honoured by everybody, what is new needs a good standing."""

    @reaction(MerchantPlaqued)
    def admit_merchant(self, work: Work, event: MerchantPlaqued) -> None:
        """From now on its standing counts."""
        _note(work, event, barred_until=None)

    @reaction(MerchantSuspended)
    def suspend_merchant(self, work: Work, event: MerchantSuspended) -> None:
        """Nothing new, and no banner, until its day has come or it is reinstated."""
        _note(work, event, barred_until=event.until)

    @reaction(MerchantReinstated)
    def reinstate_merchant(self, work: Work, event: MerchantReinstated) -> None:
        """In good standing again."""
        _note(work, event, barred_until=None)

    @reaction(MerchantLeft)
    def see_merchant_leave(self, work: Work, event: MerchantLeft) -> None:
        """Nothing new any more, unless it only took an application back: such a one never had a member's rights to lose."""
        if event.plaqued is not False:
            _note(work, event, barred_until=FOR_EVER)


def _note(
    work: Work,
    event: MerchantPlaqued | MerchantSuspended | MerchantReinstated | MerchantLeft,
    *,
    barred_until: date | None,
) -> None:
    store.note(
        work,
        member_id=event.member_id,
        party_id=event.party_id,
        barred_until=barred_until,
        member_version=event.member_version or BEFORE_VERSIONS,
    )
