"""What can be asked about the fees on which discounts are worked out: the company tells them, nobody else does."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.roles import Role
from services.points.annual_fees import refusals as fee_refusals
from services.points.annual_fees import rules as fee_rules
from services.points.annual_fees import store as fee_store
from services.points.annual_fees.rules import Told
from services.points.fee_rewards import refusals
from services.points.fee_rewards.nearness import own_numbers
from services.points.fee_rewards.store import programmes as programme_store
from services.points.parties import store as party_store

OFFICER = (Role.PROPERTY_BILLING_OFFICER,)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Fees:
    """Households' fees, by the company's word (rulebook §9)."""

    @command(requests.TellAnnualFees, may=OFFICER)
    def tell_annual_fees(self, work: Work, asked: requests.TellAnnualFees) -> answers.AnnualFeesTold:
        """Say what households' fees are, all or none. A discount that was accepted before stays as it was worked out.

        Refuses ProgrammeNotFound (another company's too), AnnualFeesUnfit, HouseholdUnknown, OwnLine, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme = programme_store.require_programme(work, asked.programme_id)
        if programme.company_id not in by.ties:
            raise refusals.ProgrammeNotFound
        told = [Told(one.household_number, one.year, one.annual_fee) for one in asked.fees]
        fee_rules.check_fees(told)
        known = fee_store.households(work, [one.household_number for one in told])
        own = own_numbers(work, by, company_id=programme.company_id)
        for line, one in enumerate(told, start=1):
            fee_rules.check_known(one, known)
            if one.household_number in own:
                raise refusals.OwnLine(line=line)
        new = fee_store.tell(work, programme.company_id, told, by=by.party_id)
        return answers.AnnualFeesTold(told=len(new), unchanged=len(told) - len(new))

    @query(requests.GetAnnualFee, may=(Role.RESIDENT, *OFFICER, *SEES_ALL))
    def get_annual_fee(self, work: Work, asked: requests.GetAnnualFee) -> answers.AnnualFee:
        """What was told last: of the own household, or of any for the company and staff.

        Refuses ProgrammeNotFound, NotOwnHousehold, AnnualFeeUntold, ActorUnknown.
        """
        programme = programme_store.require_programme(work, asked.programme_id)
        by = party_store.hand_of(work)
        if not ({programme.company_id, asked.household_id} & by.ties or work.actor.is_any(*SEES_ALL)):
            raise refusals.NotOwnHousehold
        found = fee_store.in_force(work, programme.company_id, [asked.household_id], [asked.year])
        fee = found.get((asked.household_id, asked.year))
        if fee is None:
            raise fee_refusals.AnnualFeeUntold(year=asked.year)
        return answers.AnnualFee(
            programme_id=programme.programme_id,
            household_id=fee.household_id,
            year=fee.year,
            annual_fee=fee.annual_fee,
            told_at=fee.told_at,
        )
