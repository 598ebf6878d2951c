"""What can be asked about contributions that were put forward, or written down, by mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, reaction
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.events import PartyErased
from contracts.points.kinds import ContributionState as State
from contracts.roles import ACTING
from services.points.contributions import answering, drafting, refusals, store
from services.points.contributions.answering import answer_of
from services.points.contributions.entrypoints.entering import SUBMITTERS
from services.points.contributions.rules.steps import withdraw
from services.points.documents import store as document_store
from services.points.parties import store as party_store


class Withdrawing:
    """Whoever gave it takes it back while nobody has confirmed it; drafts go when their writer likes, or is forgotten."""

    @command(requests.WithdrawContribution, may=ACTING)
    def withdraw_contribution(self, work: Work, asked: requests.WithdrawContribution) -> answers.Contribution:
        """Take it back; what was taken back is answered alike. Time and reference are free again, nobody has to confirm it any more.

        Refuses ContributionNotFound, NotWaitingForConfirmation.
        """
        claim = store.require_claim(work, asked.contribution_id, lock=True)
        if not party_store.is_own(work, claim.party_id, claim.giver):
            raise refusals.ContributionNotFound
        if claim.state is State.WITHDRAWN:
            return answer_of(claim)
        work.expect_version(claim.version)
        saved = store.save_claim(work, withdraw(claim))
        work.emit(answering.withdrawn(saved, community=work.community, on=civil_day(work.now)))
        return answer_of(saved)

    @command(requests.DeleteDraft, may=SUBMITTERS)
    def delete_draft(self, work: Work, asked: requests.DeleteDraft) -> answers.Contribution:
        """Throw away one's own draft; answers it as it was. Refuses ContributionNotFound."""
        draft, _ = drafting.mine(work, asked.contribution_id)
        store.delete_draft(work, draft.contribution_id, by=work.actor.party_id or "")
        return draft

    @reaction(PartyErased, batch=True)
    def forget_drafts(self, work: Work, events: Sequence[PartyErased]) -> None:
        """Forget what an erased person wrote for themselves, what others wrote down for them, and the files of documents about them alone.

        What was put forward stays, and so do the documents' fingerprints.
        """
        erased: dict[str, set[PartyId]] = defaultdict(set)
        for event in events:
            erased[event.community].add(event.party_id)
        for community, persons in sorted(erased.items()):
            own = work.on_behalf(system(community), work.cause)
            store.delete_drafts_about(own, persons)
            document_store.forget_persons(own, persons)
