"""Assigns contributions to those whose turn it is: any number with the same few statements."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from services.points.contributions import store
from services.points.contributions.concerned import concerned
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.routing import PassedOver, next_task, route
from services.points.parties import store as party_store


def assigned(work: Work, claims: Sequence[Claim]) -> list[Claim]:
    """The contributions with whoever is to take their next step; nobody where nobody is on duty. Logs who was passed over.

    Where nobody is on duty anybody with the role may take the step; the rules of distance hold in any case.
    """
    tasks = {claim.contribution_id: next_task(claim) for claim in claims}
    duty = store.on_duty(work, {task for task in tasks.values() if task is not None})
    if not duty:
        return list(claims)
    hands = party_store.hands(work, {party_id for holders in duty.values() for party_id in holders})
    about = concerned(work, claims, [])
    load = store.loads(work, hands)
    passed: list[PassedOver] = []
    found = []
    for claim in claims:
        task = tasks[claim.contribution_id]
        holders = [hands[one] for one in duty.get(task, ()) if one in hands] if task is not None else []
        if task is None or not holders:
            found.append(claim)
            continue
        routed, over = route(claim, task, holders, near=about.near(claim), load=load)
        found.append(routed)
        passed += over
    store.add_passed_over(work, passed)
    return found
