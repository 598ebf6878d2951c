"""The closed lists of the indices (rulebook §10, §11)."""

from __future__ import annotations

from enum import StrEnum


class Subsystem(StrEnum):
    """The five of 五社联动."""

    COMMUNITY = "community"
    SOCIAL_ORGANISATIONS = "social_organisations"
    SOCIAL_WORKERS = "social_workers"
    VOLUNTEERS = "volunteers"
    CHARITY_RESOURCES = "charity_resources"


class Indicator(StrEnum):
    """What the subsystems are measured by, each a count over the period, from settled entries.

    Activities in which at least two parties gave · people served · organisations (SOC, UNI) that gave anything · activities in which one of
    them did · parties that gave 20 CV or more as organisers or above · hours of skilled service · persons who gave time · their hours ·
    parties that gave goods, venues or money · the CV of it.
    """

    JOINT_ACTIVITIES = "joint_activities"
    PEOPLE_SERVED = "people_served"
    ORGANISATIONS_ACTIVE = "organisations_active"
    ORGANISATION_ACTIVITIES = "organisation_activities"
    ORGANISERS_ACTIVE = "organisers_active"
    SKILLED_HOURS = "skilled_hours"
    VOLUNTEERS_ACTIVE = "volunteers_active"
    VOLUNTEER_HOURS = "volunteer_hours"
    GIVERS_ACTIVE = "givers_active"
    RESOURCES_CV = "resources_cv"


class CouplingGrade(StrEnum):
    """Ten steps of the coupling coordination degree, a tenth each, lowest first: a guide only."""

    EXTREME_IMBALANCE = "极度失调"
    SEVERE_IMBALANCE = "严重失调"
    MODERATE_IMBALANCE = "中度失调"
    MILD_IMBALANCE = "轻度失调"
    NEAR_IMBALANCE = "濒临失调"
    BARELY_COORDINATED = "勉强协调"
    PRIMARY = "初级协调"
    INTERMEDIATE = "中级协调"
    GOOD = "良好协调"
    QUALITY = "优质协调"


class TargetsState(StrEnum):
    """A version of targets waits for a second person, holds, or was withdrawn."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
