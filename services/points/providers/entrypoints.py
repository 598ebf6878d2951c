"""What points hears of the standing of merchants; the events of one member may come in any order."""

from __future__ import annotations

from dataclasses import replace

from chassis.database import Work
from chassis.entrypoints import reaction
from contracts.merchants.events import MerchantLeft, MerchantPlaqued, MerchantReinstated, MerchantSuspended
from services.points.providers import store
from services.points.providers.rules import BEFORE_VERSIONS, Membership, Standing


class Providers:
    """Rights by status (rulebook §17): what is outstanding is honoured by everybody, what is new needs a good standing."""

    @reaction(MerchantPlaqued)
    def admit_provider(self, work: Work, event: MerchantPlaqued) -> None:
        """From now on its standing counts."""
        store.note(work, _membership(event, Standing.ADMITTED))

    @reaction(MerchantSuspended)
    def suspend_provider(self, work: Work, event: MerchantSuspended) -> None:
        """Nothing new until its day has come, or it is reinstated."""
        told = _membership(event, Standing.SUSPENDED)
        store.note(work, replace(told, suspended_until=event.until))

    @reaction(MerchantReinstated)
    def reinstate_provider(self, work: Work, event: MerchantReinstated) -> None:
        """In good standing again."""
        store.note(work, _membership(event, Standing.ADMITTED))

    @reaction(MerchantLeft)
    def see_provider_leave(self, work: Work, event: MerchantLeft) -> None:
        """Nothing new any more, unless it only took an application back: such a one never had a member's rights to lose."""
        if event.plaqued is not False:
            store.note(work, _membership(event, Standing.EXPELLED if event.expelled else Standing.WITHDRAWN))


def _membership(
    event: MerchantPlaqued | MerchantSuspended | MerchantReinstated | MerchantLeft, standing: Standing
) -> Membership:
    return Membership(
        member_id=event.member_id,
        party_id=event.party_id,
        standing=standing,
        member_version=event.member_version or BEFORE_VERSIONS,
    )
