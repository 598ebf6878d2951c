"""The ids of what points owns, and the few codes that go with them."""

from __future__ import annotations

from typing import Annotated

from contracts.kinds import Pattern, Whole, identifier

ActivityId = Annotated[str, identifier("act")]
ContributionId = Annotated[str, identifier("ctb")]
GrantId = Annotated[str, identifier("grt")]
ItemId = Annotated[str, identifier("itm")]
ReversalId = Annotated[str, identifier("rvs")]
RedemptionId = Annotated[str, identifier("rdm")]
ProgrammeId = Annotated[str, identifier("prg")]
SettlementId = Annotated[str, identifier("stl")]
OfflineUseId = Annotated[str, identifier("use")]
RewardId = Annotated[str, identifier("rwd")]
ImportId = Annotated[str, identifier("imp")]
StatementAccessId = Annotated[str, identifier("sac")]
LinkId = Annotated[str, identifier("lnk")]
NeedProfileId = Annotated[str, identifier("ned")]
UndoId = Annotated[str, identifier("fud")]
SuspenseId = Annotated[str, identifier("fsu")]
FeeCaseId = Annotated[str, identifier("fca")]
StatementId = Annotated[str, identifier("fst")]
DifferenceId = Annotated[str, identifier("fdf")]
LapseNoticeId = Annotated[str, identifier("lpn")]
PoolGiftId = Annotated[str, identifier("pgf")]
PoolGrantId = Annotated[str, identifier("pgr")]
MoveId = Annotated[str, identifier("hmv")]

BatchNumber = Annotated[str, Pattern(r"PM-20\d\d-(0[1-9]|1[0-2])-\d\d", "PM-2023-03-01")]
RedemptionCode = Annotated[str, Pattern(r"[2-9A-HJKMNP-TV-Z]{10}", "7KQ2M9XW4P")]
CodeMark = Annotated[str, Pattern(r"[0-9a-f]{8}", "0a1b2c3d")]
BillingPeriod = Annotated[str, Pattern(r"20\d\d(-(0[1-9]|1[0-2]))?", "2023")]
Percent = Annotated[int, Whole(1, 1000)]

ShiftId = Annotated[str, identifier("shf")]
SignUpId = Annotated[str, identifier("sgn")]
AttendanceId = Annotated[str, identifier("atd")]
CorrectionId = Annotated[str, identifier("cor")]
BeneficiaryReportId = Annotated[str, identifier("bnf")]
VenueCode = Annotated[str, Pattern(r"[2-9A-HJKMNP-TV-Z]{6}", "7KQ2M9")]
SheetSerial = Annotated[str, Pattern(r"QD-20\d\d-\d{5}", "QD-2023-00017")]
RoleLevel = Annotated[int, Whole(1, 5)]
ShareOfHundred = Annotated[int, Whole(0, 100)]
QualificationId = Annotated[str, identifier("qlf")]
SpentMinutes = Annotated[int, Whole(0, 24 * 60)]  # Nought for what is not measured by time.

ChallengeId = Annotated[str, identifier("chl")]
DutyId = Annotated[str, identifier("dty")]
SheetLineNumber = Annotated[int, Whole(1, 40)]
CertificateId = Annotated[str, identifier("crt")]
CertificateNumber = Annotated[str, Pattern(r"ZY-20\d\d-\d{6}", "ZY-2023-000017")]
CheckCode = Annotated[str, Pattern(r"[2-9A-HJKMNP-TV-Z]{8}", "7KQ2M9XW")]
FindingId = Annotated[str, identifier("fnd")]
LookId = Annotated[str, identifier("lok")]
ChangeId = Annotated[str, identifier("chg")]
ErasureId = Annotated[str, identifier("ers")]
ConsentId = Annotated[str, identifier("cns")]
GuardianshipId = Annotated[str, identifier("grd")]
Salt = Annotated[str, Pattern(r"[A-Za-z0-9_-]{16,64}", "Zk3vQ9w-7LrT2xYb")]
