"""What can be asked about how many people were reached."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import BeneficiariesConfirmed
from contracts.points.kinds import ActivityState as State
from contracts.roles import Role
from services.points.activities.answering import report_of
from services.points.activities.entrypoints.acts import ORGANISERS, run_by
from services.points.activities.rules import acts
from services.points.activities.rules import counts as rules
from services.points.activities.rules.counts import Report
from services.points.activities.store import acts as act_store
from services.points.activities.store import counts as store
from services.points.parties import store as party_store

CONFIRMERS = (Role.CONFIRMER, Role.COMMUNITY_STAFF)
SEES_ALL = (Role.CONFIRMER, Role.COMMUNITY_STAFF, Role.AUDITOR)


class Beneficiaries:
    """People reached, by need group: counts only, never who."""

    @command(requests.ReportBeneficiaries, may=ORGANISERS)
    def report_beneficiaries(self, work: Work, asked: requests.ReportBeneficiaries) -> answers.BeneficiaryReport:
        """Say how many people it reached, from its beginning on; a correction is a further report with a reason.

        Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, BeneficiaryCountsUnfit, CorrectionReasonMissing,
        BeneficiaryReportIdTaken, ActorUnknown.
        """
        # The activity is locked first: reports on it are numbered one after the other.
        activity, by = run_by(work, asked.activity_id)
        activity.require(State.RUNNING, State.CLOSED)
        known = store.find_report(work, asked.report_id)
        earlier = store.newest(work, activity.activity_id) if known is None else known.number - 1
        rules.check_counts(tuple(one.group for one in asked.counts), earlier=earlier, reason=asked.reason)
        report = Report(
            report_id=asked.report_id,
            activity_id=activity.activity_id,
            number=earlier + 1,
            reason=asked.reason,
            entered_by=by.party_id,
            entered_at=work.now,
        )
        counts = {one.group: one.people for one in asked.counts}
        return report_of(store.add_report(work, report, counts), counts)

    @command(requests.ConfirmBeneficiaries, may=CONFIRMERS)
    def confirm_beneficiaries(self, work: Work, asked: requests.ConfirmBeneficiaries) -> answers.BeneficiaryReport:
        """Confirm as another person. Refuses BeneficiaryReportNotFound, OwnBeneficiaryReport, BeneficiaryReportDecided, ActorUnknown."""
        by = party_store.hand_of(work)
        activity_id = store.require_report(work, asked.report_id).activity_id
        act_store.require_activity(work, activity_id, lock=True)
        report = store.require_report(work, asked.report_id)
        confirmed = rules.confirm(report, newest_confirmed=store.newest(work, activity_id, confirmed=True), by=by)
        saved = store.save_report(work, confirmed)
        work.emit(BeneficiariesConfirmed(community=work.community, activity_id=activity_id))
        return report_of(saved, store.counts_of(work, [saved.report_id])[saved.report_id])

    @query(requests.ListBeneficiaryReports, may=(*ORGANISERS, *SEES_ALL))
    def list_beneficiary_reports(
        self, work: Work, asked: requests.ListBeneficiaryReports
    ) -> answers.BeneficiaryReportPage:
        """All reports with exact counts, the corrected ones too. Refuses ActivityNotFound, NotActivityOrganiser, ActorUnknown."""
        activity = act_store.require_activity(work, asked.activity_id)
        if not work.actor.is_any(*SEES_ALL):
            acts.check_runs(activity, act_store.hosts_of(work, [activity.activity_id]), by=party_store.hand_of(work))
        found, next_key = store.page(work, activity_id=activity.activity_id, after=asked.after, limit=asked.limit)
        counts = store.counts_of(work, [report.report_id for report in found])
        return answers.BeneficiaryReportPage(
            items=tuple(report_of(report, counts[report.report_id]) for report in found), next_key=next_key
        )
