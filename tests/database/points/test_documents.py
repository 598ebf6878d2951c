"""Scans of what proves something: kept once and sealed, looked at by those who judge, gone when their time is over."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.kinds import DOCUMENT_BYTES_MAX, Channel, DocumentKind, DocumentMediaType, ErasureGround
from contracts.points.requests import SheetLine
from contracts.roles import Role
from services.points.documents.rules import LOOK_MINUTES, UNUSED_DAYS, UPLOADS_A_DAY, USED_DAYS
from services.points.personal.sealing import SealBroken
from tests.database.points.charity import running
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, Bench, actor

NOT_THERE = "points.document_not_found"
HIDDEN = "points.contribution_not_found"
LATEST = "SELECT content, key_id FROM document_files"


def pdf(text: str = "发票") -> bytes:
    return b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n"


JPEG = b"\xff\xd8\xff\xe0" + b"picture" + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"picture" + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def uploading(content: bytes, said: DocumentMediaType | None = None) -> requests.KeepDocument:
    return requests.KeepDocument(content=base64.b64encode(content).decode(), media_type=said)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def proved(town, content: bytes, name="anna", by=None, kind=DocumentKind.INVOICE, **changes: object) -> str:
    """Hours that a document proves, put forward; answers their id."""
    asked = town.hours(name, documents=(Document(sha256=sha(content), kind=kind),), **changes)
    town.ask(asked, by or name)
    return asked.contribution_id


def opening(contribution_id: str, content: bytes) -> requests.GetDocumentFile:
    return requests.GetDocumentFile(contribution_id=contribution_id, sha256=sha(content))


def looking(contribution_id: str, content: bytes, **changes: object) -> requests.LookAtDocument:
    plain = {"look_id": new_id("lok"), "contribution_id": contribution_id, "sha256": sha(content), "reason": "年度审计"}
    return requests.LookAtDocument(**(plain | changes))


def evidence(town, contribution_id: str, name: str):
    return town.ask(requests.GetContributionEvidence(contribution_id=contribution_id), name)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def auditor(town):
    return actor(town.ids["stranger"], Role.AUDITOR)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), DocumentMediaType.PDF), (JPEG, DocumentMediaType.JPEG), (PNG, DocumentMediaType.PNG)],
    ids=["pdf", "jpeg", "png"],
)
def test_a_file_is_kept_by_what_is_in_it_and_given_back_as_it_was(town, content, kind):
    kept = town.ask(uploading(content), "anna")
    contribution = proved(town, content)

    file = town.ask(opening(contribution, content), "confirmer")

    assert (kept.sha256, kept.media_type, kept.size) == (sha(content), kind, len(content))
    assert kept.kept_until == town.now + timedelta(days=UNUSED_DAYS)
    assert (base64.b64decode(file.content), file.media_type) == (content, kind)
    [seen] = evidence(town, contribution, "confirmer").files
    assert (seen.sha256, seen.media_type, seen.size) == (sha(content), kind, len(content))


def test_what_lies_in_the_database_tells_nothing(town):
    town.ask(uploading(pdf("样本东路")), "anna")

    [row] = town.bench.rows(LATEST)

    assert "样本东路".encode() not in bytes(row.content)
    assert not bytes(row.content).startswith(b"%PDF")


def test_the_same_file_again_is_kept_once_whoever_brings_it(town):
    first = town.ask(uploading(pdf()), "anna")
    town.bench.clock.advance(days=1)

    assert town.ask(uploading(pdf()), "anna") == first
    assert town.ask(uploading(pdf(), DocumentMediaType.PDF), "dora").uploaded_at == town.now
    assert (town.bench.count("documents"), town.bench.count("document_uploads")) == (1, 2)
    key = new_id("key")
    assert town.ask(uploading(JPEG), "anna", key=key) == town.ask(uploading(JPEG), "anna", key=key)
    assert at_once([lambda: town.ask(uploading(PNG), "anna"), lambda: town.ask(uploading(PNG), "dora")]) == ["ok"] * 2
    assert town.bench.count("document_files") == 3


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + bytes(40),
        pdf()[:-8],
        JPEG[:-2],
        PNG[:-4],
        b"%PDF-1.4 trailer << /Encrypt 5 0 R >> %%EOF",
    ],
    ids=["html", "gif", "half a pdf", "half a jpeg", "half a png", "locked"],
)
def test_what_nobody_could_look_at_is_not_kept(town, content):
    assert code_of(lambda: town.ask(uploading(content), "anna")) == "points.document_unreadable"
    assert town.bench.count("documents") == 0


def test_a_file_is_what_it_is_said_to_be_and_no_larger_than_a_scan(town):
    wrong = uploading(pdf(), DocumentMediaType.PNG)
    assert code_of(lambda: town.ask(wrong, "anna")) == "points.document_type_unfit"
    broken = requests.KeepDocument(content="abc")
    assert code_of(lambda: town.ask(broken, "anna")) == "points.document_unreadable"
    most = pdf("x" * (DOCUMENT_BYTES_MAX - len(pdf(""))))
    assert town.ask(uploading(most), "anna").size == DOCUMENT_BYTES_MAX
    # Over HTTP the door says so first; who asks the service itself is told the same.
    assert code_of(lambda: town.ask(uploading(most + b"\n"), "anna")) == "document-too-large"
    itself = Bench.ask
    assert (
        code_of(lambda: itself(town.bench, uploading(most + b"\n"), as_=town.actor("anna")))
        == "points.document_too_large"
    )


def test_who_may_upload_and_how_much(town):
    for name in ("approver", "council", "officer", "clerk"):
        assert code_of(lambda name=name: town.ask(uploading(pdf()), name)) == "not-allowed"
    assert code_of(lambda: town.bench.ask(uploading(pdf()), as_=auditor(town))) == "not-allowed"
    stranger = actor(new_id("pty"), Role.RESIDENT)
    assert code_of(lambda: town.bench.ask(uploading(pdf()), as_=stranger)) == "points.actor_not_registered"
    for number in range(UPLOADS_A_DAY):
        town.ask(uploading(pdf(str(number))), "anna")
    assert code_of(lambda: town.ask(uploading(pdf("one more")), "anna")) == "points.too_many_uploads"
    assert town.ask(uploading(pdf("0")), "anna").sha256 == sha(pdf("0")), "what is there already costs nothing"
    town.ask(uploading(pdf("one more")), "dora")
    town.bench.clock.advance(days=1)
    town.ask(uploading(pdf("one more again")), "anna")


def test_those_who_judge_open_it_and_nobody_else(town):
    town.ask(uploading(pdf()), "anna")
    contribution = proved(town, pdf())
    open_it = opening(contribution, pdf())

    for name in ("anna", "confirmer", "approver", "council", "staff"):
        assert base64.b64decode(town.ask(open_it, name).content) == pdf()
    for name in ("bela", "dora", "clerk", "officer", "organiser"):
        assert code_of(lambda name=name: town.ask(open_it, name)) == HIDDEN
    housemate = actor(town.ids["bela"], Role.CONFIRMER)
    assert code_of(lambda: town.bench.ask(open_it, as_=housemate)) == "points.too_close"
    assert code_of(lambda: town.ask(opening(contribution, JPEG), "confirmer")) == NOT_THERE
    assert code_of(lambda: town.ask(opening(new_id("ctb"), pdf()), "confirmer")) == HIDDEN


def test_a_document_may_be_named_first_and_uploaded_later(town):
    contribution = proved(town, pdf())

    assert evidence(town, contribution, "confirmer").files == ()
    assert code_of(lambda: town.ask(opening(contribution, pdf()), "confirmer")) == NOT_THERE
    town.ask(uploading(pdf()), "anna")
    assert len(evidence(town, contribution, "confirmer").files) == 1


def test_who_only_knows_a_fingerprint_opens_nothing(town):
    town.ask(uploading(pdf()), "anna")
    stolen = proved(town, pdf(), "dora")

    assert code_of(lambda: town.ask(opening(stolen, pdf()), "dora")) == NOT_THERE
    assert evidence(town, stolen, "dora").files == ()
    town.ask(uploading(pdf()), "dora")
    assert town.ask(opening(stolen, pdf()), "dora").sha256 == sha(pdf()), "who brings it has it"


def test_whoever_gave_it_opens_what_the_office_scanned_for_them_but_no_sheet_of_others(town):
    by_hand = {"by": "staff", "channel": Channel.BACK_OFFICE, "entry_reason": "手机没电"}
    for content in (pdf(), JPEG):
        town.ask(uploading(content), "staff")
    receipt = proved(town, pdf(), "dora", **by_hand)
    later = town.now - timedelta(hours=9)
    sheet = proved(town, JPEG, "dora", kind=DocumentKind.SIGNED_SHEET, started_at=later, **by_hand)

    assert town.ask(opening(receipt, pdf()), "dora").sha256 == sha(pdf())
    assert code_of(lambda: town.ask(opening(sheet, JPEG), "dora")) == NOT_THERE
    assert evidence(town, sheet, "dora").files == ()
    for name in ("staff", "confirmer"):
        assert town.ask(opening(sheet, JPEG), name).sha256 == sha(JPEG)


def test_an_auditor_opens_it_with_a_reason_that_the_giver_sees(town):
    town.ask(uploading(pdf()), "anna")
    contribution = proved(town, pdf())
    open_it, look, by = opening(contribution, pdf()), looking(contribution, pdf()), auditor(town)

    assert code_of(lambda: town.bench.ask(open_it, as_=by)) == "points.look_reason_needed"
    told = town.bench.ask(look, as_=by)
    assert town.bench.ask(open_it, as_=by).sha256 == sha(pdf())
    other = actor(town.ids["carl"], Role.AUDITOR)
    assert code_of(lambda: town.bench.ask(open_it, as_=other)) == "points.look_reason_needed"
    town.bench.clock.advance(minutes=LOOK_MINUTES + 1)
    assert town.bench.ask(look, as_=by) == told
    assert code_of(lambda: town.bench.ask(open_it, as_=by)) == "points.look_reason_needed"

    listed = requests.ListDocumentLooks(contribution_id=contribution)
    assert town.ask(listed, "anna").items == town.bench.ask(listed, as_=by).items == (told,)
    assert (told.by, told.reason) == (town.ids["stranger"], "年度审计")
    for name in ("dora", "confirmer", "staff"):
        assert code_of(lambda name=name: town.ask(listed, name)) == HIDDEN


def test_a_judge_who_audits_too_needs_a_reason_only_where_they_may_not_judge(town):
    town.ask(uploading(pdf()), "anna")
    contribution = proved(town, pdf())
    housemate = actor(town.ids["bela"], Role.CONFIRMER, Role.AUDITOR)
    apart = actor(town.ids["carl"], Role.CONFIRMER, Role.AUDITOR)

    assert code_of(lambda: town.bench.ask(opening(contribution, pdf()), as_=housemate)) == "points.look_reason_needed"
    assert town.bench.ask(opening(contribution, pdf()), as_=apart).sha256 == sha(pdf())


def test_nobody_else_says_why_they_look_and_nobody_looks_at_what_is_not_named(town):
    contribution = proved(town, pdf())
    look = looking(contribution, pdf())

    assert code_of(lambda: town.ask(look, "confirmer")) == "not-allowed"
    by = auditor(town)
    assert code_of(lambda: town.bench.ask(looking(contribution, JPEG), as_=by)) == NOT_THERE
    assert code_of(lambda: town.bench.ask(looking(new_id("ctb"), pdf()), as_=by)) == HIDDEN
    town.bench.ask(look, as_=by)
    same_id = looking(contribution, pdf(), look_id=look.look_id, reason="别的理由")
    assert code_of(lambda: town.bench.ask(same_id, as_=by)) == "points.document_look_id_taken"
    with pytest.raises(Exception, match="permission denied"):
        town.bench.rows("DELETE FROM document_looks")


def erase(town, name: str) -> None:
    asked = requests.AskErasure(erasure_id=new_id("ers"), party_id=town.ids[name], ground=ErasureGround.ASKED_BY_PERSON)
    erasure = town.ask(asked, name)
    town.ask(requests.ExecuteErasure(erasure_id=erasure.erasure_id), "council")
    town.bench.tell(town.bench.said()[-1])


def test_an_erased_persons_files_go_and_the_fingerprints_stay(town):
    for content, name in ((pdf(), "anna"), (JPEG, "anna"), (PNG, "anna"), (pdf("2"), "dora")):
        town.ask(uploading(content), name)
    alone, shared = proved(town, pdf()), proved(town, JPEG, started_at=town.now - timedelta(hours=9))
    proved(town, JPEG, "dora")

    erase(town, "anna")

    assert [one.sha256 for one in evidence(town, alone, "confirmer").documents] == [sha(pdf())]
    assert code_of(lambda: town.ask(opening(alone, pdf()), "confirmer")) == NOT_THERE
    assert town.ask(opening(shared, JPEG), "confirmer").sha256 == sha(JPEG), "it is about dora too"
    kept = {row.sha256 for row in town.bench.rows("SELECT sha256 FROM document_files")}
    assert kept == {sha(JPEG), sha(pdf("2"))}
    assert code_of(lambda: town.ask(uploading(pdf()), "dora")) == "points.document_forgotten"
    erase(town, "dora")
    assert town.bench.count("document_files") == 0
    assert {row.gone for row in town.bench.rows("SELECT gone FROM documents")} == {"forgotten"}


def sweep_after(town, days: int) -> set[str]:
    """Which files are there after so many days more."""
    town.bench.clock.advance(days=days)
    town.bench.service.let_documents_go()
    return {row.sha256 for row in town.bench.rows("SELECT sha256 FROM document_files")}


def test_what_nothing_names_goes_after_its_days_and_may_come_again(town):
    town.ask(uploading(pdf()), "anna")
    contribution = proved(town, pdf())
    town.ask(uploading(JPEG), "anna")

    assert sweep_after(town, UNUSED_DAYS - 1) == {sha(pdf()), sha(JPEG)}
    assert sweep_after(town, 1) == {sha(pdf())}
    town.ask(uploading(JPEG), "anna")
    assert sweep_after(town, UNUSED_DAYS - 1) == {sha(pdf()), sha(JPEG)}
    assert sweep_after(town, 1) == {sha(pdf())}
    assert town.ask(opening(contribution, pdf()), "confirmer").sha256 == sha(pdf())


def test_what_proved_something_goes_after_the_years_in_which_it_may_be_disputed(town):
    town.ask(uploading(pdf()), "anna")
    proved(town, pdf())

    assert sweep_after(town, UNUSED_DAYS) == {sha(pdf())}
    assert sweep_after(town, USED_DAYS - UNUSED_DAYS - 1) == {sha(pdf())}
    assert sweep_after(town, 1) == set()
    assert [row.gone for row in town.bench.rows("SELECT gone FROM documents")] == ["outdated"]


def test_a_second_upload_keeps_what_is_there_as_long_as_it_was_told(town):
    town.ask(uploading(pdf()), "anna")
    assert sweep_after(town, UNUSED_DAYS - 1) == {sha(pdf())}
    town.ask(uploading(pdf()), "dora")
    assert sweep_after(town, UNUSED_DAYS - 1) == {sha(pdf())}
    assert sweep_after(town, 1) == set()


def test_files_are_sealed_anew_under_a_new_secret(town):
    town.ask(uploading(pdf()), "anna")
    contribution = proved(town, pdf())
    service, old = town.bench.service, town.bench.service.secret
    service.secret, service.former_secrets = b"another secret of the bench, long", (old,)
    before = town.bench.rows(LATEST)

    service.renew_document_seals()
    service.former_secrets = ()

    assert town.bench.rows(LATEST) != before
    assert base64.b64decode(town.ask(opening(contribution, pdf()), "confirmer").content) == pdf()


def test_a_file_that_was_moved_does_not_open(town):
    for content in (pdf(), JPEG):
        town.ask(uploading(content), "anna")
    contribution = proved(town, pdf())
    swap = "UPDATE document_files SET content = (SELECT content FROM document_files WHERE sha256 = :other) WHERE sha256 = :one"
    town.bench.rows(swap, one=sha(pdf()), other=sha(JPEG))

    assert code_of(lambda: town.ask(opening(contribution, pdf()), "confirmer")) == "internal-error"


def test_a_seal_of_another_key_is_broken(town):
    town.ask(uploading(pdf()), "anna")
    town.bench.service.secret = b"another secret of the bench, long"
    with pytest.raises(SealBroken):
        town.bench.service.renew_document_seals()


def test_the_scan_of_a_sheet_is_there_for_those_who_check_it_and_goes_when_all_on_it_are_forgotten(town):
    fair = running(town)
    town.bench.clock.advance(hours=3)
    shift = fair.shifts[0]
    printed = town.ask(requests.PrintSheet(activity_id=fair.activity_id, shift_id=shift.shift_id), "organiser")
    scan = requests.GetSheetScan(serial=printed.serial)
    assert code_of(lambda: town.ask(scan, "confirmer")) == NOT_THERE
    lines = tuple(
        SheetLine(
            line=number,
            party_id=town.ids[name],
            began_at=shift.starts_at,
            minutes=90,
            signed=True,
            countersigned_by=town.ids["organiser"],
        )
        for number, name in enumerate(("anna", "dora"), 1)
    )
    keyed = town.ask(requests.KeySheet(serial=printed.serial, scan_sha256=sha(JPEG), lines=lines), "staff")
    assert keyed.scan is None
    town.ask(uploading(JPEG), "staff")

    assert base64.b64decode(town.ask(scan, "confirmer").content) == JPEG
    assert town.ask(requests.EnterSheet(serial=printed.serial), "confirmer").scan.sha256 == sha(JPEG)
    for name in ("anna", "organiser", "approver"):
        assert code_of(lambda name=name: town.ask(scan, name)) == "not-allowed"
    unknown = requests.GetSheetScan(serial="QD-2023-99999")
    assert code_of(lambda: town.ask(unknown, "confirmer")) == "points.sheet_not_found"

    erase(town, "anna")
    assert town.ask(requests.GetSheet(serial=printed.serial), "organiser").scan is not None
    erase(town, "dora")
    assert code_of(lambda: town.ask(scan, "confirmer")) == NOT_THERE
