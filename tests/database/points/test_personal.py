"""Personal data: sealed at rest, masked, revealed with a reason that the person sees, corrected, erased. Every number is made up."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import ErasureGround, LookKind, PersonalField
from contracts.roles import Role
from services.points.personal.sealing import keyring
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements

NAME = "欧阳样本"
PHONE = "13800131234"
NUMBER = "510104199003071237"
ADDRESS = "成都市成华区样本东路12号3栋2单元501"
SALT = "made-up-salt-of-a-test"
CLEAR = (NAME, PHONE, NUMBER, ADDRESS, "样本东路")
READABLE = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)


def recording(town, name="anna", **changes: object) -> requests.RecordPersonalData:
    plain = {"legal_name": NAME, "phone": PHONE, "address": ADDRESS, "identity_number": NUMBER}
    return requests.RecordPersonalData(party_id=town.ids[name], salt=SALT, **(plain | changes))


def revealing(town, name="anna", field=PersonalField.PHONE, **changes: object) -> requests.RevealPersonalData:
    plain = {"look_id": new_id("lok"), "party_id": town.ids[name], "field": field, "reason": "联系取件"}
    return requests.RevealPersonalData(**(plain | changes))


def finding(field=PersonalField.PHONE, value=PHONE) -> requests.FindPersons:
    return requests.FindPersons(field=field, value=value, salt=SALT, reason="来电核对")


def erasing(town, name="anna", ground=ErasureGround.ASKED_BY_PERSON) -> requests.AskErasure:
    return requests.AskErasure(erasure_id=new_id("ers"), party_id=town.ids[name], ground=ground)


def seen(town, of, by) -> dict[str, str]:
    found = town.ask(requests.GetPersonalData(party_id=town.ids[of]), by)
    return {value.field.value: value.value for value in found.values}


def refused(town, asked, name) -> str:
    with pytest.raises(AskRefused) as no:
        town.ask(asked, name)
    assert not any(clear in str(no.value.wire) for clear in CLEAR)
    return no.value.code


def dump(town) -> str:
    """Everything in the database as text, whatever its type."""
    tables = [row.table_name for row in town.bench.rows(READABLE) if row.table_name != "alembic_version"]
    rows = [row.whole for table in tables for row in town.bench.rows(f'SELECT t::text AS whole FROM "{table}" AS t')]
    return "\n".join(rows)


def test_a_person_gives_sees_and_corrects_their_own_data(town):
    town.ask(recording(town), "anna")
    assert seen(town, "anna", "anna") == {
        "legal_name": NAME,
        "phone": f"+86{PHONE}",
        "address": ADDRESS,
        "identity_number": NUMBER,
    }

    town.ask(requests.RecordPersonalData(party_id=town.ids["anna"], salt=SALT, phone="13900139000"), "anna")
    town.ask(requests.RemovePersonalValue(party_id=town.ids["anna"], field=PersonalField.IDENTITY_NUMBER), "anna")

    assert seen(town, "anna", "anna") == {"legal_name": NAME, "phone": "+8613900139000", "address": ADDRESS}
    assert town.ask(finding(), "staff").items == ()
    changes = town.ask(requests.ListPersonalChanges(party_id=town.ids["anna"]), "anna").items
    assert [(change.field.value, change.change.value) for change in changes[:2]] == [
        ("identity_number", "removed"),
        ("phone", "recorded"),
    ]
    # The first was the name, at the desk where she was registered.
    assert [change.by for change in changes] == [town.ids["anna"]] * 6 + [town.ids["staff"]]


def test_staff_see_a_mask_and_everybody_else_sees_that_there_is_nothing(town):
    town.ask(recording(town), "anna")

    assert seen(town, "anna", "staff") == {
        "legal_name": "欧阳**",
        "phone": "138****1234",
        "address": "成都市成华区样本东路****",
        "identity_number": "5****************7",
    }
    assert refused(town, requests.GetPersonalData(party_id=town.ids["anna"]), "clerk") == "points.party_not_found"
    assert refused(town, recording(town), "clerk") == "not-allowed"
    for name in ("bela", "carl", "officer", "organiser", "confirmer", "approver", "council", "stranger"):
        for asked in (
            requests.GetPersonalData(party_id=town.ids["anna"]),
            requests.ListLooks(party_id=town.ids["anna"]),
            requests.ListPersonalChanges(party_id=town.ids["anna"]),
            recording(town),
            requests.RemovePersonalValue(party_id=town.ids["anna"], field=PersonalField.PHONE),
        ):
            assert refused(town, asked, name) == "points.party_not_found"
        assert refused(town, revealing(town), name) == "not-allowed"
        assert refused(town, finding(), name) == "not-allowed"


def test_nothing_of_it_is_in_the_database_in_clear_whatever_was_done_with_it(town):
    town.ask(recording(town), "anna")
    town.ask(recording(town, name="dora", reason="柜台登记"), "staff")
    key = new_id("key")
    for field in PersonalField:
        town.ask(revealing(town, field=field), "staff")
    again = revealing(town)
    assert town.ask(again, "staff", key=key) == town.ask(again, "staff", key=key)
    town.ask(finding(), "staff")
    town.ask(finding(PersonalField.IDENTITY_NUMBER, NUMBER), "staff")
    for wrong in ({"phone": PHONE + "9"}, {"identity_number": NUMBER[:-1] + "8"}):
        refused(town, recording(town, **wrong), "anna")

    everything = dump(town)

    assert town.ids["anna"] in everything
    assert [clear for clear in (*CLEAR, f"+86{PHONE}") if clear in everything] == []
    assert town.bench.said()
    assert not any(clear in str(event) for event in town.bench.said() for clear in CLEAR)


def test_a_value_put_into_the_row_of_another_person_does_not_open(town):
    for name in ("anna", "dora"):
        town.ask(recording(town, name=name), name)
    moved = "UPDATE personal_values SET sealed = (SELECT sealed FROM personal_values WHERE party_id = :anna AND field = 'phone')"
    town.bench.rows(f"{moved} WHERE party_id = :dora AND field = 'phone'", anna=town.ids["anna"], dora=town.ids["dora"])

    with pytest.raises(AskRefused) as no:
        seen(town, "dora", "dora")

    assert no.value.kind == "broken"
    assert PHONE not in str(no.value.wire)
    assert seen(town, "anna", "anna")["phone"] == f"+86{PHONE}"


def test_the_database_takes_no_value_in_clear(town):
    town.ask(recording(town), "anna")
    with pytest.raises(Exception, match="personal_values_sealed"):
        town.bench.rows("UPDATE personal_values SET sealed = '13800131234'")
    for table in ("personal_looks", "personal_changes"):
        with pytest.raises(Exception, match="permission denied"):
            town.bench.rows(f"DELETE FROM {table}")


def test_with_a_new_secret_everything_is_sealed_anew_and_the_old_one_can_go(town):
    service = town.bench.service
    town.ask(recording(town), "anna")
    town.ask(recording(town, name="dora"), "dora")
    old = service.secret
    try:
        service.secret, service.former_secrets = b"another secret of the bench, long enough", (old,)
        assert seen(town, "anna", "anna")["phone"] == f"+86{PHONE}"
        assert len(town.ask(finding(), "staff").items) == 2
        said = len(town.bench.said())

        town.bench.run_sweeps()

        service.former_secrets = ()
        assert seen(town, "dora", "dora")["identity_number"] == NUMBER
        assert len(town.ask(finding(), "staff").items) == 2
        present = keyring(service.secret).present.key_id
        assert {
            row.key_id for row in town.bench.rows("SELECT split_part(sealed, '.', 1) AS key_id FROM personal_values")
        } == {present}
        assert len(town.bench.said()) == said
        with statements(town.bench.database.engine) as again:
            service.renew_seals()
        assert not any(one.startswith(("UPDATE", "INSERT")) for one in again)
    finally:
        service.secret, service.former_secrets = old, ()


def test_a_person_is_found_by_the_whole_number_only_and_sees_that_somebody_looked(town):
    town.ask(recording(town), "anna")
    town.ask(recording(town, name="bela", identity_number=None), "bela")

    found = town.ask(finding(value="+86 138-0013-1234"), "staff").items

    assert {person.party_id for person in found} == {town.ids["anna"], town.ids["bela"]}
    assert {person.public_name for person in found} == {"欧阳**"}
    assert [one.party_id for one in town.ask(finding(PersonalField.IDENTITY_NUMBER, NUMBER), "staff").items] == [
        town.ids["anna"]
    ]
    assert town.ask(finding(value="13800131235"), "staff").items == ()
    assert refused(town, finding(value="1380013"), "staff") == "points.phone_invalid"
    for field, value in ((PersonalField.LEGAL_NAME, NAME), (PersonalField.ADDRESS, ADDRESS)):
        assert refused(town, finding(field, value), "staff") == "points.not_looked_up_by"
    looks = town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items
    assert [(look.kind, look.by, look.reason) for look in looks] == [
        (LookKind.LOOKUP, town.ids["staff"], "来电核对")
    ] * 2


def test_a_reveal_is_told_once_counted_once_and_seen_by_the_person(town):
    town.ask(recording(town), "anna")
    asked = revealing(town)

    first = town.ask(asked, "staff")

    assert (first.value, first.by) == (f"+86{PHONE}", town.ids["staff"])
    assert town.ask(asked, "staff") == first
    assert (
        refused(town, revealing(town, look_id=asked.look_id, field=PersonalField.ADDRESS), "staff")
        == "points.look_id_taken"
    )
    assert refused(town, revealing(town, name="dora"), "staff") == "points.personal_field_not_found"
    assert refused(town, revealing(town, name="home"), "staff") == "points.persons_only"
    [look] = town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items
    assert (look.kind, look.field, look.by, look.reason) == (
        LookKind.REVEAL,
        PersonalField.PHONE,
        town.ids["staff"],
        "联系取件",
    )
    auditor = actor(town.ids["stranger"], Role.AUDITOR)
    assert town.bench.ask(requests.ListLooks(party_id=town.ids["anna"]), as_=auditor).items == (look,)
    with pytest.raises(AskRefused):
        town.bench.ask(requests.GetPersonalData(party_id=town.ids["anna"]), as_=auditor)


def test_twenty_reveals_a_day_and_person_even_at_once(town):
    town.ask(recording(town), "anna")
    for _ in range(17):
        town.ask(revealing(town), "staff")

    codes = at_once([lambda: town.ask(revealing(town), "staff") for _ in range(5)])

    assert sorted(codes) == sorted(["ok"] * 3 + ["points.too_many_reveals"] * 2)
    colleague = actor(town.ids["stranger"], Role.COMMUNITY_STAFF)
    assert town.bench.ask(revealing(town), as_=colleague).value == f"+86{PHONE}"
    town.ask(finding(), "staff")
    town.bench.clock.advance(days=1)
    assert town.ask(revealing(town), "staff").value == f"+86{PHONE}"


def test_staff_write_somebodys_data_with_a_reason_and_only_a_persons(town):
    assert refused(town, recording(town), "staff") == "points.reason_needed"
    assert refused(town, recording(town, name="shop", reason="-"), "staff") == "points.persons_only"
    assert (
        refused(town, requests.RecordPersonalData(party_id=town.ids["anna"], salt=SALT), "anna")
        == "points.nothing_to_record"
    )
    town.ask(recording(town, reason="柜台登记"), "staff")
    missing = requests.RemovePersonalValue(party_id=town.ids["dora"], field=PersonalField.PHONE)
    assert refused(town, missing, "dora") == "points.personal_field_not_found"
    [change, *_] = town.ask(requests.ListPersonalChanges(party_id=town.ids["anna"]), "anna").items
    assert (change.by, change.reason) == (town.ids["staff"], "柜台登记")


def test_personal_data_of_another_community_are_not_there(town):
    town.ask(recording(town), "anna")
    erasure = town.ask(erasing(town), "anna")
    for party in ("anna", "staff"):
        elsewhere = actor(town.ids[party], *Role, community="elsewhere")
        for asked in (
            requests.GetPersonalData(party_id=town.ids["anna"]),
            requests.ListLooks(party_id=town.ids["anna"]),
            revealing(town),
            recording(town, reason="-"),
            erasing(town),
            requests.ExecuteErasure(erasure_id=erasure.erasure_id),
            requests.WithdrawErasure(erasure_id=erasure.erasure_id),
        ):
            with pytest.raises(AskRefused) as no:
                town.bench.ask(asked, as_=elsewhere)
            assert no.value.kind in {"not_found", "forbidden"}
        assert town.bench.ask(requests.ListErasures(), as_=elsewhere).items == ()
        with pytest.raises(AskRefused) as no:
            town.bench.ask(finding(), as_=elsewhere)
        assert no.value.code == "points.actor_not_registered"
