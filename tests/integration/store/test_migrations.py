"""A store of every earlier version opens; a migration that was cut, or killed, leaves the one or the other."""

import json
import os
import shutil
import time
from pathlib import Path
from typing import Annotated

import pytest

from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.kinds import trial
from mvl_desktop.ports.store import Query
from mvl_desktop.store import opening, schema
from mvl_desktop.store.unit_of_work import SqlStore
from tests.fakes.authors import ESPACE, revision
from tests.fakes.stores import copy_store, quick_store, reopen, template
from tests.fakes.world import SetClock, suite
from tests.integration.cli import warm

KEPT = Path(__file__).parents[2] / "fixtures" / "stores"
KILLS = int(os.environ.get("MVL_KILLS", "4"))


@pytest.mark.parametrize("version", sorted(path.name for path in KEPT.iterdir()))
def test_a_store_of_an_earlier_version_opens_with_everything_in_it(tmp_path: Path, version: str) -> None:
    """The files under `fixtures/stores` are what that version wrote; they are never made anew."""
    shutil.copytree(KEPT / version, tmp_path / "profil")
    known = json.loads((tmp_path / "profil" / "sait.json").read_text(encoding="utf-8"))
    key, store_id = bytes.fromhex(known["key"]), bytes.fromhex(known["store"])
    path = tmp_path / "profil" / "magasin.db"
    connection = opening.connect(path, key)
    assert schema.version(connection) == int(version.removeprefix("v"))
    schema.migrate(connection)
    assert schema.version(connection) == schema.VERSION
    connection.close()
    store = SqlStore(opening.open_engine(path, key, store_id, check_schema=schema.check), suite(), SetClock())
    assert store.check(thorough=True) == []
    with store.read() as uow:
        assert uow.identity.device().id.hex() == known["device"]
        assert uow.identity.get("nom") == "Poste fictif"
        view = uow.records.get(bytes.fromhex(known["rec"]))
        assert view is not None
        assert view.state.fields["objet"][0].value == "Objet reçu, gardé scellé"
        assert uow.records.search("scelle")[0] == 1
        assert [item.n for item in uow.log.unsealed(ESPACE)] == [1]
        assert [draft.values for draft in uow.drafts.all()] == ['{"objet": "en cours"}']
        assert uow.exchange.position(ESPACE, "feed") == 42
        assert uow.preferences.all("recherches/") == known.get("preferences", {})
    store.close()


@pytest.mark.parametrize("version", sorted(path.name for path in KEPT.iterdir()))
def test_the_tables_of_a_new_store_are_those_of_a_migrated_one(tmp_path: Path, version: str) -> None:
    """All of them: a migration makes those that last, and opening makes the projections anew."""

    def tables(path: Path, key: bytes) -> set[tuple[str, str]]:
        connection = opening.connect(path, key)
        found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        connection.close()
        return {(name, " ".join(sql.split())) for name, sql in found}

    shutil.copytree(KEPT / version, tmp_path / "ancien")
    known = json.loads((KEPT / version / "sait.json").read_text(encoding="utf-8"))
    key, store_id = bytes.fromhex(known["key"]), bytes.fromhex(known["store"])
    path = tmp_path / "ancien" / "magasin.db"
    connection = opening.connect(path, key)
    schema.migrate(connection)
    connection.close()
    SqlStore(opening.open_engine(path, key, store_id, check_schema=schema.check), suite(), SetClock()).close()
    copy_store(tmp_path / "neuf")
    *_, opened = template()
    before = tables(path, key)
    assert before == tables(tmp_path / "neuf" / "magasin.db", opened.key)
    assert {"likeness", "told", "search", "sealed_commit"} < {name for name, _ in before}
    assert len(before) > 60


def test_steps_are_taken_one_by_one_and_a_failed_one_leaves_the_version_before(tmp_path: Path) -> None:
    copy_store(tmp_path)
    *_, opened = template()
    connection = opening.connect(tmp_path / "magasin.db", opened.key)
    start = schema.VERSION
    steps = {
        start: ["ALTER TABLE alarm ADD COLUMN trial TEXT"],
        start + 1: ["CREATE TABLE other(a)", "INSERT INTO nowhere VALUES(1)"],
    }
    with pytest.raises(Exception, match="nowhere"):
        schema.migrate(connection, steps, start + 2)
    assert schema.version(connection) == start + 1
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    assert "other" not in names
    schema.migrate(connection, steps | {start + 1: ["CREATE TABLE other(a)"]}, start + 2)
    assert schema.version(connection) == start + 2
    connection.close()


def test_killed_at_any_moment_a_migration_leaves_a_store_that_opens_whole(tmp_path: Path) -> None:
    oldest = min(KEPT.iterdir(), key=lambda path: path.name)
    known = json.loads((oldest / "sait.json").read_text(encoding="utf-8"))
    key, store_id = bytes.fromhex(known["key"]), bytes.fromhex(known["store"])

    def migrated(folder: Path) -> warm.Running:
        shutil.copytree(oldest, folder)
        words = (str(folder / "magasin.db"), known["key"], known["store"])
        running = warm.begin(warm.Run("tests.integration.store.migrating", words, dict(os.environ)))
        assert running.stdout.readline() == "go\n"
        return running

    running, began = migrated(tmp_path / "mesure"), time.perf_counter()
    assert running.stdout.readline() == "fait\n"
    longest = time.perf_counter() - began
    running.close()
    for number in range(KILLS):
        running = migrated(tmp_path / str(number))
        time.sleep(longest * ((number * 0.6180339887) % 1.0))
        running.close()
        path = tmp_path / str(number) / "magasin.db"
        connection = opening.connect(path, key)
        assert int(oldest.name.removeprefix("v")) <= schema.version(connection) <= schema.VERSION
        schema.migrate(connection)
        connection.close()
        store = SqlStore(opening.open_engine(path, key, store_id, check_schema=schema.check), suite(), SetClock())
        assert store.check(thorough=True) == []
        with store.read() as uow:
            assert uow.records.search("scelle")[0] == 1
            assert [item.n for item in uow.log.unsealed(ESPACE)] == [1]
            assert [draft.values for draft in uow.drafts.all()] == ['{"objet": "en cours"}']
        store.close()


def test_projections_follow_the_declarations(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    with opened.store.work() as uow:
        uow.log.add_local(ESPACE, b"r" * 16, revision(1, {"intitule": "Mot caché", "rang": 2}, kind="essai"))
        uow.commit()
    with opened.store.read() as uow:
        assert uow.records.count(Query("essai")) == 0
        assert uow.records.search("cache")[0] == 0
    opened.close()

    class Essai(Fiche, kind="essai", libelle="Essai", pluriel="Essais", titres=("intitule",)):
        intitule: Annotated[str, Champ("Intitulé", liste=True, cherche=2)] = ""

    with trial(Essai):
        opened = reopen(tmp_path)
        with opened.store.read() as uow:
            [row] = uow.records.rows("essai", uow.records.ids(Query("essai")))
            assert row is not None
            assert row.values == {"intitule": "Mot caché"}
            assert uow.records.search("cache")[1][0].title == "Mot caché"
        opened.close()
    opened = reopen(tmp_path)
    with opened.store.read() as uow:
        assert uow.records.count(Query("essai")) == 0
        view = uow.records.get(b"r" * 16)
        assert view is not None
        assert view.state.fields["rang"][0].value == 2
    opened.close()
