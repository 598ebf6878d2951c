"""What can be asked about what the community needs."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import NeedProfileApproved
from contracts.roles import ANYONE, Role
from services.points.parties import store
from services.points.parties.rules import NeedProfile, NeedShare, needs
from services.points.parties.store import needs as need_store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


class Needs:
    """Whom help is for, in groups only: published, in versions, approved by the council."""

    @command(requests.ProposeNeedProfile, may=(Role.COMMUNITY_STAFF,))
    def propose_need_profile(self, work: Work, asked: requests.ProposeNeedProfile) -> answers.NeedProfile:
        """Propose shares and sizes of the need groups; they hold once the council approves them.

        Refuses NeedSharesWrong, NeedProfileIdTaken, ActorUnknown.
        """
        profile = needs.propose(
            profile_id=asked.profile_id,
            source=asked.source,
            shares=[NeedShare(**vars(share)) for share in asked.shares],
            by=store.hand_of(work),
        )
        return answer_of(need_store.add_profile(work, profile))

    @command(requests.ApproveNeedProfile, may=(Role.COUNCIL_MEMBER,))
    def approve_need_profile(self, work: Work, asked: requests.ApproveNeedProfile) -> answers.NeedProfile:
        """Put a profile in force, as another person than who proposed it.

        Refuses NeedProfileNotFound, NeedProfileDecided, SecondPersonNeeded, ActorUnknown.
        """
        profile = need_store.require_profile(work, asked.profile_id, lock=True)
        work.expect_version(profile.version)
        approved = need_store.save_profile(work, needs.approve(profile, by=store.hand_of(work)))
        work.emit(NeedProfileApproved(community=work.community, profile_id=approved.profile_id))
        return answer_of(approved)

    @query(requests.GetNeedGroups, may=ANYONE)
    def get_need_groups(self, work: Work, asked: requests.GetNeedGroups) -> answers.NeedProfile:
        """The profile in force, for everybody. Refuses NeedProfileNotFound before the first."""
        del asked
        profile = need_store.profile_in_force(work, at=work.now)
        if profile is None:
            raise needs.NeedProfileNotFound
        return answer_of(profile)

    @query(requests.ListNeedProfiles, may=SEES_ALL)
    def list_need_profiles(self, work: Work, asked: requests.ListNeedProfiles) -> answers.NeedProfilePage:
        """All profiles, newest first, proposed ones too."""
        found, next_key = need_store.profile_page(work, after=asked.after, limit=asked.limit)
        return answers.NeedProfilePage(items=tuple(answer_of(profile) for profile in found), next_key=next_key)


def answer_of(profile: NeedProfile) -> answers.NeedProfile:
    """The profile as it is answered."""
    return answers.NeedProfile(
        profile_id=profile.profile_id,
        source=profile.source,
        shares=tuple(answers.NeedShare(**vars(share)) for share in profile.shares),
        proposed_by=profile.proposed_by,
        proposed_at=profile.proposed_at,
        approved_by=profile.approved_by,
        approved_at=profile.approved_at,
        version=profile.version,
    )
