"""Indices as they are shown: explained down to activity and partner, persons masked, small counts hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from contracts.kinds import PartyId
from contracts.points import answers
from contracts.points.kinds import Indicator, NeedGroup, PartyKind
from contracts.sectors import Sector
from services.points.accounts.rules import RULEBOOK
from services.points.indices.rules import formulas, records
from services.points.indices.rules.formulas import Act, Breadth, Coordination, Indices, Need
from services.points.indices.rules.periods import Window
from services.points.indices.rules.records import CENTI, Entry, Found, Record
from services.points.indices.rules.showing import Published, decimal, factor, of_tenths, people, shown_groups, value
from services.points.indices.rules.targets import Targets
from services.points.parties.rules import Party

SHOWN_MOST = 100
ENOUGH = "指数反映投入了多少、与谁一起、惠及了谁，不是成效评估。"
TOO_LITTLE = "数据不足"


def scores(found: Indices) -> answers.Scores:
    """All four, never fewer."""
    return answers.Scores(
        coordination=value(found.coordination.value),
        depth=value(found.depth.value),
        breadth=value(found.breadth.value),
        composite=value(found.composite),
    )


def explained(of: Found, *, window: Window, needs: Mapping[str, Need], seen: Collection[PartyId]) -> answers.PartyIndex:
    """Everything about a party's indices; without numbers where there is too little. `seen`: whose activities may be named."""
    record = of.record
    standing = records.standing(record.entries, until=window.until)
    found = records.indices_if_enough(record, needs, until=window.until)
    shares = _activities(record, needs, of.names, seen)
    return answers.PartyIndex(
        party_id=of.party.party_id,
        name=of.party.public_name,
        sector=record.sector_of[record.party_id],
        identities=len(of.identities),
        since=window.since,
        until=window.until,
        as_of=window.as_of,
        rulebook=RULEBOOK,
        activity_count=standing.acts,
        days=standing.days,
        sufficient=found is not None,
        note=ENOUGH if found else TOO_LITTLE,
        scores=scores(found) if found else None,
        coordination=_coordination(found.coordination, of.known) if found else None,
        depth=_depth(record, found.depth) if found else None,
        breadth=_breadth(found.breadth, needs) if found else None,
        activities=shares[:SHOWN_MOST],
        activities_left_out=max(0, len(shares) - SHOWN_MOST),
    )


def _coordination(found: Coordination, known: Mapping[PartyId, Party]) -> answers.CoordinationExplained:
    strongest = sorted(found.ties.items(), key=lambda tie: (-tie[1], tie[0]))
    return answers.CoordinationExplained(
        partners=decimal(found.partners, 2),
        reach=factor(found.reach),
        ties=tuple(_tie(known[partner], cv) for partner, cv in strongest[:SHOWN_MOST]),
        ties_left_out=max(0, len(strongest) - SHOWN_MOST),
        sectors=tuple(
            answers.SectorReached(sector=sector, cv=decimal(cv, 1), counts_for=factor(formulas.met(cv)))
            for sector, cv in sorted(found.reached.items(), key=lambda each: -each[1])
        ),
    )


def _tie(partner: Party, cv: float) -> answers.Tie:
    return answers.Tie(
        public_name=partner.public_name,
        party_id=partner.party_id if partner.kind is PartyKind.ORGANISATION else None,
        sector=partner.sector,
        cv=decimal(cv, 1),
        counts_for=factor(formulas.met(cv)),
    )


def _depth(record: Record, found: formulas.Depth) -> answers.DepthExplained:
    sector: Sector = record.sector_of[record.party_id]
    months: dict[str, float] = defaultdict(float)
    levels: dict[int, float] = defaultdict(float)
    for entry in record.entries:
        months[entry.month] += entry.cv
        levels[entry.level] += entry.cv
    return answers.DepthExplained(
        cv=_centi(sum(months.values())),
        full_amount=_centi(10 * formulas.CV_OF_FULL_AMOUNT[sector]),
        amount=factor(found.amount),
        regularity=factor(found.regularity),
        role=factor(found.role),
        months=tuple(answers.MonthGiven(month=month, cv=_centi(cv)) for month, cv in sorted(months.items())),
        levels=tuple(answers.LevelGiven(level=level, cv=_centi(cv)) for level, cv in sorted(levels.items())),
    )


def _breadth(found: Breadth, needs: Mapping[str, Need]) -> answers.BreadthExplained:
    return answers.BreadthExplained(
        groups=tuple(
            answers.GroupReached(
                group=NeedGroup(cell.group),
                need_percent=round(needs[cell.group].share * 100),
                size=needs[cell.group].size,
                people=cell.people,
                points=cell.points,
            )
            for cell in shown_groups(found)
        )
    )


def _activities(
    record: Record, needs: Mapping[str, Need], names: Mapping[str, str], seen: Collection[PartyId]
) -> tuple[answers.ActivityShare, ...]:
    """The largest first; what belongs to no activity comes as one, because each of it only counts for itself.

    So does what only others of the identity gave: who lives or banks together does not thereby see each other's deeds.
    """
    named = {entry.act_id for entry in record.entries if entry.by in seen and entry.act_id.startswith("act_")}
    by_act: dict[str, list[Entry]] = defaultdict(list)
    for entry in record.entries:
        if entry.cv > 0:
            by_act[entry.act_id if entry.act_id in named else ""].append(entry)
    acts = {act.act_id: act for act in record.acts}
    shares = [
        answers.ActivityShare(
            activity_id=act_id or None,
            name=names.get(act_id),
            gifts=len(entries),
            cv=_centi(sum(entry.cv for entry in entries)),
            cv_of_all=_centi(acts[act_id].given if act_id else sum(entry.cv for entry in entries)),
            groups=_reached(record.party_id, acts[act_id], needs) if act_id else (),
        )
        for act_id, entries in by_act.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.cv, share.activity_id or "")))


def _reached(party_id: str, act: Act, needs: Mapping[str, Need]) -> tuple[answers.GroupPeople, ...]:
    part = act.part_of(party_id)
    return tuple(
        answers.GroupPeople(
            group=NeedGroup(group),
            people=people(act.served[group], 0),
            # A part of a hidden count would give the count away.
            due_to_party=people(part * act.served[group], 1),
        )
        for group in needs
        if group in act.served
    )


def _centi(cv: float) -> int:
    return round(cv * CENTI)


def published(row: Published) -> answers.PublishedIndex:
    """One month of a party as it was published."""
    tenths = (row.coordination, row.depth, row.breadth, row.composite)
    told = [of_tenths(one) for one in tenths if one is not None]
    return answers.PublishedIndex(
        month=row.month,
        day=row.day,
        computed_at=row.computed_at,
        rulebook=row.rulebook,
        activity_count=row.activity_count,
        days=row.days,
        sufficient=bool(told),
        scores=answers.Scores(coordination=told[0], depth=told[1], breadth=told[2], composite=told[3])
        if told
        else None,
    )


def targets(version: Targets) -> answers.IndexTargets:
    """One version of the targets."""
    return answers.IndexTargets(
        number=version.number,
        targets=tuple(
            answers.IndicatorTarget(indicator=one, target=version.targets[one])
            for one in Indicator
            if one in version.targets
        ),
        reason=version.reason,
        state=version.state,
        proposed_by=version.proposed_by,
        proposed_at=version.proposed_at,
        decided_by=version.decided_by,
        decided_at=version.decided_at,
        version=version.version,
    )
