"""The routes of households."""

from __future__ import annotations

from contracts.points import requests
from contracts.roles import Role
from gateway.web.routes import Routes

PERSONS = (Role.RESIDENT,)
PROPOSERS = (Role.RESIDENT, Role.COMMUNITY_STAFF)
READERS = (Role.RESIDENT, Role.COMMUNITY_STAFF, Role.AUDITOR)
ALL = "/v1/household-proposals"
ONE = f"{ALL}/{{proposal_id}}"

routes = Routes("points_households", "住户")
routes.post(ALL, requests.ProposeHousehold, may=PROPOSERS, summary="提出加入住户（待每位成年人同意）", status=201)
routes.get(ALL, requests.ListHouseholdProposals, may=READERS, summary="住户提议列表；本人只看与己有关的")
routes.get(ONE, requests.GetHouseholdProposal, may=READERS, summary="查看一份住户提议")
routes.post(f"{ONE}/acceptance", requests.AgreeHousehold, may=PERSONS, summary="本人同意（监护人同时代孩子同意）")
routes.post(f"{ONE}/rejection", requests.DeclineHousehold, may=PROPOSERS, summary="本人不同意，或撤回自己的提议")
routes.post(
    "/v1/parties/{party_id}/household-exit",
    requests.LeaveHousehold,
    may=PERSONS,
    summary="退出住户（本人，或为自己的孩子）",
)
