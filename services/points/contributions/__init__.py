"""What people give: put forward, confirmed, under notice, objected to, settled, looked at again (rulebook §2, §3).

Owns: contributions, their documents and appraisals, objections, duties, reminders, drafts, monthly samples. Says: ContributionSubmitted, -Confirmed,
-Challenged, -Escalated, -Overdue, -Settled, -Refused, -Withdrawn, RecheckFailed. Hears: PointsReversed, PartyErased, InKindAccepted,
InKindReturned, PanelServiceRendered, PanelServiceWithdrawn. Others put forward with `submitting.submit`.
"""
