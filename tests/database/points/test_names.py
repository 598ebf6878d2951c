"""The names of persons: sealed as they come, masked wherever they are shown, told to the person and to whoever says why (ADR 0110)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from chassis import migrations
from chassis.config import SettingsMissing
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import PartyKind, PersonalField
from contracts.points.requests import NewParty
from contracts.sectors import Sector
from services.points.personal.sealing import Place, keyring
from tests.database.points.test_personal import SALT, dump, refused, revealing, seen
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY
from tests.support.databases import Databases

SECRET = "a secret of a migration, long enough to be one"
NAME = PersonalField.LEGAL_NAME


def person(**changes: object) -> NewParty:
    plain = {"party_id": new_id("pty"), "kind": PartyKind.PERSON, "sector": Sector.RES, "name": "欧阳样文"}
    return NewParty(**(plain | changes))


def registering(one: NewParty, **more: object) -> requests.RegisterParty:
    return requests.RegisterParty(**vars(one), **more)


def test_nobodys_name_is_in_the_database_or_in_an_event_in_clear(town):
    one = person()
    town.ask(registering(one, salt=SALT), "staff")
    everything = dump(town)

    assert town.ids["anna"] in everything
    assert [name for name in ("张anna", "张staff", one.name) if name in everything] == []
    assert not any("张anna" in str(event) for event in town.bench.said())
    # Organisations and flats are nobody's person.
    assert "张shop" in everything
    assert "3-2-home" in everything
    with pytest.raises(Exception, match="parties_masked"):
        town.bench.rows("UPDATE parties SET name = '张安娜' WHERE party_id = :anna", anna=town.ids["anna"])


def test_the_person_reads_it_staff_read_a_mask_and_in_clear_with_a_reason(town):
    assert seen(town, "anna", "anna") == {"legal_name": "张anna"}
    assert seen(town, "anna", "staff") == {"legal_name": "张***a"}
    assert refused(town, requests.GetPersonalData(party_id=town.ids["anna"]), "bela") == "points.party_not_found"
    assert "张anna" not in str(town.ask(requests.ListParties(limit=100), "staff"))

    assert town.ask(revealing(town, field=NAME, reason="核对证明"), "staff").value == "张anna"

    [look] = town.ask(requests.ListLooks(party_id=town.ids["anna"]), "anna").items
    assert (look.field, look.by, look.reason) == (NAME, town.ids["staff"], "核对证明")
    [change] = town.ask(requests.ListPersonalChanges(party_id=town.ids["anna"]), "anna").items
    assert (change.field, change.by, change.change.value) == (NAME, town.ids["staff"], "recorded")


def test_a_corrected_name_shows_its_own_mask(town):
    before = town.ask(requests.GetParty(party_id=town.ids["anna"]), "bela")
    town.ask(requests.RecordPersonalData(party_id=town.ids["anna"], legal_name="李样本", salt=SALT), "anna")
    after = town.ask(requests.GetParty(party_id=town.ids["anna"]), "bela")

    assert (before.public_name, after.public_name, after.version) == ("张***a", "李*本", before.version + 1)
    town.ask(requests.RecordPersonalData(party_id=town.ids["anna"], legal_name="李改本", salt=SALT), "anna")
    assert town.ask(requests.GetParty(party_id=town.ids["anna"]), "bela") == after


def test_another_name_with_the_same_mask_is_another_person(town):
    one = person()
    town.ask(registering(one), "staff")
    said = len(town.bench.said())

    assert town.ask(registering(one), "staff").public_name == "欧阳**"
    assert town.ask(requests.RegisterParties(parties=(one,)), "staff").known_before == 1
    for asked in (
        registering(replace(one, name="欧阳文样")),
        requests.RegisterParties(parties=(person(), replace(one, name="欧阳文样"))),
    ):
        assert refused(town, asked, "staff") == "points.party_id_taken"
    assert len(town.bench.said()) == said


def test_two_names_at_once_for_one_id_register_one_of_them(town):
    one = person()
    names = ("欧阳样文", "欧阳文样", "欧阳样样")

    codes = at_once([lambda name=name: town.ask(registering(replace(one, name=name)), "staff") for name in names])

    assert sorted(codes) == ["ok", "points.party_id_taken", "points.party_id_taken"]
    reveal = replace(revealing(town, field=NAME), party_id=one.party_id)
    assert town.ask(reveal, "staff").value in names


@pytest.fixture
def former(databases: Databases) -> Iterator[Engine]:
    """The tables before names were sealed, with somebody in every state in them."""
    urls = databases.testbed.new_database("points")
    engine = create_engine(urls.owner, poolclass=NullPool)
    with engine.begin() as connection:
        config = migrations._config("points", connection)
        sealing = next(
            one
            for one in ScriptDirectory.from_config(config).walk_revisions()
            if one.path.endswith("names_are_sealed.py")
        )
        command.upgrade(config, sealing.down_revision)
        fill(connection)
    yield engine
    engine.dispose()
    databases.testbed.drop_database(urls)


PARTY = """INSERT INTO parties (community, party_id, kind, sector, name, registered_at, version, erased_at)
VALUES (:community, :party_id, :kind, 'RES', :name, :at, 1, :erased_at)"""
VALUE = """INSERT INTO personal_values (community, party_id, field, sealed, changed_by, changed_at)
VALUES (:community, :party_id, 'legal_name', :sealed, :party_id, :at)"""
REQUEST = """INSERT INTO requests (community, principal, method, key, fingerprint, answer, asked_at)
VALUES (:community, 'pty', 'register_party', :key, repeat('0', 64), :answer, :at)"""
AT = datetime(2023, 3, 1, tzinfo=UTC)
ROWS = {
    "clear": ("person", "王样本", None),
    "given since": ("person", "王旧名", None),
    "erased": ("person", "已注销-ABCDEF", AT),
    "flat": ("household", "3-2-1204", None),
    "shop": ("organisation", "样本面馆", None),
}


def fill(connection) -> None:
    for party_id, (kind, name, erased_at) in ROWS.items():
        names = {"community": COMMUNITY, "party_id": party_id, "kind": kind, "name": name, "at": AT}
        connection.execute(text(PARTY), names | {"erased_at": erased_at})
        answer = f'{{"kind": "{kind}", "name": "{name}"}}'
        connection.execute(text(REQUEST), {"community": COMMUNITY, "key": party_id, "answer": answer, "at": AT})
    place = Place(community=COMMUNITY, party_id="given since", field="legal_name")
    sealed = keyring(SECRET.encode()).seal("王新名", place)
    connection.execute(text(VALUE), {"community": COMMUNITY, "party_id": "given since", "sealed": sealed, "at": AT})


def upgrade(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(migrations._config("points", connection), "head")


def test_the_migration_seals_who_is_there_and_masks_the_register(former, monkeypatch):
    monkeypatch.setenv("SECRET_POINTS", SECRET)

    upgrade(former)

    with former.begin() as connection:
        shown = dict(connection.execute(text("SELECT party_id, name FROM parties")).all())
        values = dict(connection.execute(text("SELECT party_id, sealed FROM personal_values")).all())
        noted = connection.execute(text("SELECT party_id, change FROM personal_changes")).all()
        answers = set(connection.execute(text("SELECT key FROM requests")).scalars())
    keys = keyring(SECRET.encode())
    opened = {
        party_id: keys.open(sealed, Place(community=COMMUNITY, party_id=party_id, field="legal_name"))
        for party_id, sealed in values.items()
    }
    assert shown == {
        "clear": "王*本",
        "given since": "王*名",
        "erased": "已注销-ABCDEF",
        "flat": "3-2-1204",
        "shop": "样本面馆",
    }
    assert opened == {"clear": "王样本", "given since": "王新名"}
    assert [tuple(row) for row in noted] == [("clear", "recorded")]
    assert answers == {"flat", "shop"}


def test_without_the_secret_the_migration_touches_nothing(former, monkeypatch):
    monkeypatch.delenv("SECRET_POINTS", raising=False)

    with pytest.raises(SettingsMissing):
        upgrade(former)

    with former.begin() as connection:
        assert connection.execute(text("SELECT name FROM parties WHERE party_id = 'clear'")).scalar_one() == "王样本"
