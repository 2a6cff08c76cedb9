"""Repair loses nothing: lists and search are made anew, what lasts is copied whole or nothing changes (K10, D05)."""

from pathlib import Path

import pytest

from mvl_desktop.ports.store import Query
from mvl_desktop.store import opening
from mvl_desktop.store.errors import MagasinEndommageError, PhraseRefuseeError
from mvl_desktop.store.profile import Profile, open_store, repair_store
from mvl_desktop.store.repair import BEFORE
from tests.fakes.authors import ESPACE, revision
from tests.fakes.stores import PHRASE, quick_store, template
from tests.fakes.world import SetClock, suite

PAGE = 4096
COUNT = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    opened = quick_store(tmp_path)
    with opened.store.work() as uow:
        for n in range(1, COUNT + 1):
            uow.log.add_local(ESPACE, bytes([n]) * 16, revision(n, {"objet": f"témoin {n}", "resume": "mot " * 60}))
        uow.commit()
    opened.close()
    return tmp_path


def unlock(folder: Path) -> Profile:
    return open_store(folder, PHRASE, crypto=suite(), clock=SetClock())


def spoil(folder: Path, table: str) -> None:
    """Change one byte in the last page of a table."""
    *_, opened = template()
    connection = opening.connect(folder / "magasin.db", opened.key)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    connection.close()
    data = bytearray((folder / "magasin.db").read_bytes())
    data[(page - 1) * PAGE + 100] ^= 1
    (folder / "magasin.db").write_bytes(bytes(data))


@pytest.mark.parametrize("table", ["search_data", "search_text", "p/signalement", "body_record", "record_key_record"])
def test_damage_in_what_can_be_made_anew_is_repaired_without_loss(folder: Path, table: str) -> None:
    spoil(folder, table)
    assert repair_store(folder, PHRASE)
    assert (folder / BEFORE).exists()
    opened = unlock(folder)
    assert opened.store.check(thorough=True) == []
    with opened.store.read() as uow:
        assert len(uow.records.ids(Query("signalement"))) == COUNT
        assert len(uow.log.unsealed(ESPACE)) == COUNT
        assert len(uow.records.ids(Query("signalement", text="temoin"))) == COUNT
    opened.close()


@pytest.mark.parametrize("table", ["local_revision", "identity", "record"])
def test_damage_in_what_lasts_changes_nothing(folder: Path, table: str) -> None:
    spoil(folder, table)
    before = (folder / "magasin.db").read_bytes()
    with pytest.raises(MagasinEndommageError):
        repair_store(folder, PHRASE)
    assert (folder / "magasin.db").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["magasin.db", "magasin.entete", "magasin.verrou"]


def test_a_sound_store_is_left_as_it_is(folder: Path) -> None:
    before = (folder / "magasin.db").read_bytes()
    assert not repair_store(folder, PHRASE)
    assert (folder / "magasin.db").read_bytes() == before
    with pytest.raises(PhraseRefuseeError):
        repair_store(folder, "une autre phrase")
