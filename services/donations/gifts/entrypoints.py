"""What can be asked about gifts of money."""

from __future__ import annotations

from chassis.actor import Actor
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.donations import answers, requests
from contracts.donations.events import GiftExpired, GiftRecorded
from contracts.roles import Role
from services.donations.funds.store import require_fund, require_project
from services.donations.gifts import rules, store
from services.donations.parties.store import names_of, require_party

DONORS = (Role.RESIDENT, Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT)
OFFICERS = (
    Role.COMMUNITY_STAFF,
    Role.FEDERATION_OFFICER,
    Role.FEDERATION_ACCOUNTANT,
    Role.FUND_TREASURER,
    Role.AUDITOR,
)


class Gifts:
    """Gifts of money, up to the moment in which the federation's statement shows them."""

    @command(requests.RecordGift, may=(*DONORS, Role.COMMUNITY_STAFF))
    def record_gift(self, work: Work, asked: requests.RecordGift) -> answers.Gift:
        """Say that money is coming, for receipt or for points, and get the reference to pay with (rulebook §12).

        The same id with the same content answers the gift that is there. Refuses what gifts.rules.record refuses.
        """
        fund = require_fund(work, asked.fund_code)
        project = require_project(work, fund.fund_code, asked.project_code) if asked.project_code else None
        gift = rules.record(asked, project=project, recorder=recorder_of(work))
        if gift.donor_id is not None:
            require_party(work, gift.donor_id)
        if not store.add_gifts(work, [gift]):
            stored = store.recorded_before(work, gift.gift_id)
            rules.same(stored, gift)
            return answer_of(work, stored)
        work.emit(
            GiftRecorded(community=work.community, gift_id=gift.gift_id, fund_code=gift.fund_code, amount=gift.amount)
        )
        return answer_of(work, gift)

    @command(requests.ChangeVisibility, may=(*DONORS, Role.COMMUNITY_STAFF))
    def change_visibility(self, work: Work, asked: requests.ChangeVisibility) -> answers.Gift:
        """Be shown under another name, or none, in old lists too (rulebook §12). Only the donor decides."""
        gift = store.lock_gift(work, asked.gift_id)
        rules.check_own(gift, speaks_for=work.actor.parties)
        work.expect_version(gift.version)
        return answer_of(work, store.save_gift(work, rules.rename(gift, asked)))

    @query(requests.GetGift, may=(*DONORS, *OFFICERS))
    def get_gift(self, work: Work, asked: requests.GetGift) -> answers.Gift:
        """A gift, as far as the caller may see it."""
        gift = store.require_gift(work, asked.gift_id)
        if not work.actor.is_any(*OFFICERS):
            rules.check_own(gift, speaks_for=work.actor.parties)
        return answer_of(work, gift)

    @query(requests.ListGifts, may=(*DONORS, *OFFICERS))
    def list_gifts(self, work: Work, asked: requests.ListGifts) -> answers.GiftPage:
        """Gifts, newest first: own ones for donors, all for who keeps the fund."""
        donor_ids = donors_asked(work.actor, asked.donor_id)
        found = store.page(
            work, donor_ids=donor_ids, fund_code=asked.fund_code, after=asked.after, limit=asked.limit + 1
        )
        page = found[: asked.limit]
        names = names_of(work, [gift.donor_id for gift in page if gift.donor_id])
        viewer = viewer_of(work.actor)
        items = tuple(rules.seen(gift, viewer=viewer, public_name=names.get(gift.donor_id or "")) for gift in page)
        return answers.GiftPage(items=items, next_key=page[-1].gift_id if len(found) > asked.limit else None)

    @sweep(seconds=5)
    def expire_gifts(self, work: Work) -> None:
        """Let online orders lapse that were not paid in time; money that still arrives is matched all the same (rulebook §12)."""
        for community, gift_id in store.expire_gifts(work):
            work.emit(GiftExpired(community=community, gift_id=gift_id))


def recorder_of(work: Work) -> rules.Recorder:
    """Who records, and when."""
    return rules.Recorder(
        party_id=work.actor.party_id,
        speaks_for=work.actor.parties,
        staff=work.actor.is_any(Role.COMMUNITY_STAFF),
        at=work.now,
        on=civil_day(work.now),
    )


def viewer_of(actor: Actor) -> rules.Viewer:
    """With which eyes the actor looks at gifts."""
    return rules.Viewer(
        parties=actor.parties,
        staff=actor.is_any(Role.COMMUNITY_STAFF),
        federation=actor.is_any(Role.FEDERATION_OFFICER),
    )


def answer_of(work: Work, gift: rules.Gift) -> answers.Gift:
    """The gift as the caller may see it."""
    names = names_of(work, [gift.donor_id]) if gift.donor_id else {}
    return rules.seen(gift, viewer=viewer_of(work.actor), public_name=names.get(gift.donor_id or ""))


def donors_asked(actor: Actor, donor_id: str | None) -> list[str] | None:
    """Of which donors the actor may list what they give, when asking for one or for all (None); None in answer: of everybody."""
    if not actor.is_any(*OFFICERS):
        return [party for party in sorted(actor.parties) if donor_id in (None, party)]
    if donor_id is None:
        return None
    # Whose they are is told to staff and to the donor; asked by another officer, a donor has given nothing.
    return [donor_id] if actor.is_any(Role.COMMUNITY_STAFF) or donor_id in actor.parties else []
