"""Who has no phone is told on paper before points lapse: the office notes it, unless the person has spoken, and prints the day's list."""

from __future__ import annotations

import csv
import io

from chassis.clock import civil_day
from deploy.demo.town import Town


def festival_day(town: Town) -> None:
    """到期提醒：无手机者由办公室登记为纸质送达，本人的选择优先 how one is told before points lapse"""
    staff = town.staff["staff"]
    [spoke] = town.keys([(town.residents[263], ("resident",))])
    silent = town.residents[266].party_id
    town.api.post(spoke, "/v1/lapse-choice/channel", {"channel": "account"})
    noted = town.api.post(staff, "/v1/lapse-choice/channel", {"channel": "paper", "party_id": silent})
    town.holds("how one without a phone is told", noted["channel"], "paper")
    over = {"channel": "paper", "party_id": spoke.party_id}
    town.say("办公室改本人的选择被拒 over one's own word", town.api.refused(staff, "/v1/lapse-choice/channel", over))
    here = f"/v1/lapse-notices/paper?day={civil_day(town.now).isoformat()}"
    titles, *rows = [row for row in csv.reader(io.StringIO(town.api.text(staff, f"{here}&format=csv"))) if row]
    printed = town.api.file(staff, f"{here}&format=pdf")
    town.holds("the list can be printed", printed[:4], b"%PDF")
    town.say(
        "纸质到期提醒 notices on paper",
        f"登记为 {noted['channel']}；当日清单可打印，栏目 {len(titles)}，行 {len(rows)}",
    )


SCENES = {"festival_day": festival_day}
