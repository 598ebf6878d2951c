"""Shops without network: the day's check list, and what they report later (rulebook §8).

A shop's device checks a token's signature and looks for the code's mark in the list it loaded; it remembers what it took. At the upload the
server's clock decides: the first use of a code spends the points, any later one, and any that comes after the redemption lapsed or
was given up, charges nobody, is the reserve's loss at the agreed cost (once a code, never twice for one device), and is shown with the
redemption to whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import RedemptionFulfilledLate
from contracts.roles import Role
from services.points.parties import store as party_store
from services.points.redemptions import moving, offline_refusals, offline_rules, offline_store, passes, refusals, store
from services.points.redemptions.codes import opens
from services.points.redemptions.moving import Keeper, code_for
from services.points.redemptions.offline_rules import Judged, Use

LISTED_MAX = 2000  # What a till can be sent and look through; the first to lapse come first.
SHOP = (Role.MERCHANT_CLERK, Role.MERCHANT_AGENT)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Offline(Keeper):
    """What shops do without network."""

    @query(requests.GetCheckList, may=(Role.MERCHANT_CLERK,))
    def get_check_list(self, work: Work, asked: requests.GetCheckList) -> answers.CheckList:
        """Marks of the codes that are outstanding at the clerk's own shop, for today, at most LISTED_MAX. Refuses ProviderNotFound."""
        if asked.provider_id not in work.actor.parties:
            raise refusals.ProviderNotFound
        day = civil_day(work.now)
        found = store.outstanding(work, asked.provider_id, limit=LISTED_MAX + 1)
        entries = [
            answers.CheckEntry(
                mark=passes.mark_of(code_for(self, vars(one)), provider_id=asked.provider_id, day=day),
                item_id=one.item_id,
                valid_until=one.expires_at,
            )
            for one in found[:LISTED_MAX]
        ]
        return answers.CheckList(
            provider_id=asked.provider_id,
            day=day,
            public_key=passes.public_key(self.secret),
            made_at=work.now,
            # In the order of marks: the order of the redemptions tells nothing either.
            entries=tuple(sorted(entries, key=lambda entry: entry.mark)),
            complete=len(found) <= LISTED_MAX,
        )

    @command(requests.UploadOfflineUses, may=(Role.MERCHANT_CLERK,), slow=True)
    def upload_offline_uses(self, work: Work, asked: requests.UploadOfflineUses) -> answers.OfflineUses:
        """Judge each use as if alone, in the order given; what was uploaded before is answered as it was judged.

        Each row that spends nothing says why and who bears it. Refuses ProviderNotFound, TooManyUses, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if asked.provider_id not in by.ties:
            raise refusals.ProviderNotFound
        offline_rules.check_upload([use.use_id for use in asked.uses])
        # Locked first: two devices that report one code meet here, and the use ids are looked for after it.
        redemptions = store.lock_redemptions(work, {use.redemption_id for use in asked.uses})
        known = offline_store.find_uses(work, [use.use_id for use in asked.uses])
        uses = [_use(one, provider_id=asked.provider_id, by=by.party_id, work=work) for one in asked.uses]
        items = store.find_items(work, {one.item_id for one in redemptions.values()})
        judge = offline_rules.Judge(
            redemptions=redemptions,
            costs={item_id: item.cost or 0 for item_id, item in items.items()},
            earlier=offline_store.earlier(work, redemptions),
            at=work.now,
        )
        codes = {use.use_id: use.code for use in asked.uses}
        judged, outcomes = [], dict(known)
        for use in uses:
            redemption = redemptions.get(use.redemption_id)
            before = known.get(use.use_id)
            if before is not None:
                outcomes[use.use_id] = (
                    before if before.same_as(use) else offline_rules.refused(use, offline_refusals.OfflineUseIdTaken)
                )
            elif redemption is not None and by.concerned(redemption.party_id, redemption.household_id):
                outcomes[use.use_id] = offline_rules.refused(use, offline_refusals.OfflineOwn)
            else:
                right = redemption is not None and opens(codes[use.use_id], code_for(self, vars(redemption)))
                judged.append(judge.judge(use, right=right))
                outcomes[use.use_id] = judged[-1].use
        _settle(work, judge, judged)
        return answers.OfflineUses(uses=tuple(_shown(outcomes[use.use_id]) for use in asked.uses))

    @query(requests.ListOfflineUses, may=(*SHOP, *SEES_ALL))
    def list_offline_uses(self, work: Work, asked: requests.ListOfflineUses) -> answers.OfflineUsePage:
        """What became of a shop's uses: for its own people, and for staff. Refuses ProviderNotFound."""
        if asked.provider_id not in work.actor.parties and not work.actor.is_any(*SEES_ALL):
            raise refusals.ProviderNotFound
        found, next_key = offline_store.page(work, asked.provider_id, after=asked.after, limit=asked.limit)
        return answers.OfflineUsePage(items=tuple(map(_shown, found)), next_key=next_key)


def _settle(work: Work, judge: offline_rules.Judge, judged: Sequence[Judged]) -> None:
    opened = judge.opened()
    if opened:
        moving.hand_over(work, opened)
    store.save_redemptions(work, judge.tried())
    offline_store.add_uses(work, [one.use for one in judged])
    work.emit(
        *(
            RedemptionFulfilledLate(
                community=work.community,
                redemption_id=one.use.redemption_id,
                provider_id=one.use.provider_id,
                party_id=one.party_id,
                outcome=one.use.outcome,
                loss=one.use.loss,
            )
            for one in judged
            if one.party_id is not None and one.use.outcome in offline_rules.IN_VAIN
        )
    )


def _use(asked: requests.NewOfflineUse, *, provider_id: str, by: str, work: Work) -> Use:
    return Use(
        use_id=asked.use_id,
        redemption_id=asked.redemption_id,
        provider_id=provider_id,
        device=asked.device,
        used_at=asked.used_at,
        uploaded_by=by,
        uploaded_at=work.now,
    )


def _shown(use: Use) -> answers.OfflineUse:
    reason = offline_rules.reason_of(use)
    return answers.OfflineUse(
        use_id=use.use_id,
        redemption_id=use.redemption_id,
        outcome=use.outcome,
        loss=use.loss,
        code=reason.code if reason else None,
        zh=reason.zh if reason else None,
        en=reason.en if reason else None,
        borne_by=reason.borne_by if reason else None,
        device=use.device,
        uploaded_at=use.uploaded_at,
    )
