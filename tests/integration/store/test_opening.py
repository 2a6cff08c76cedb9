"""Opening: what is not this store, whole and ours, is refused by name, and nothing is ever created (D03, D04, D05)."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mvl_desktop.ports.store import StoreError
from mvl_desktop.store import opening, schema
from mvl_desktop.store.errors import (
    CleInvalideError,
    EnteteAbsentError,
    EnteteEndommageError,
    MagasinAbsentError,
    MagasinDejaOuvertError,
    MagasinDisparuError,
    MagasinEndommageError,
    MagasinEtrangerError,
    MagasinExistantError,
    MagasinVideError,
    ProgrammeInadapteError,
    VersionTropRecenteError,
)
from mvl_desktop.store.profile import exists, open_store, prepare_store
from tests.fakes.authors import ESPACE, revision
from tests.fakes.stores import CHEAP, PHRASE, copy_store, quick_store, reopen, template
from tests.fakes.world import SetClock, suite

PAGE = 4096


def filled(folder: Path, records: int = 60) -> Path:
    """Make a store with some records, and close it."""
    opened = quick_store(folder)
    with opened.store.work() as uow:
        for i in range(1, records + 1):
            uow.log.add_local(ESPACE, os.urandom(16), revision(i, {"objet": f"Objet {i}", "resume": "mots " * 40}))
        uow.commit()
    opened.close()
    return folder


def bare(folder: Path) -> object:
    *_, opened = template()
    return opening.connect(folder / "magasin.db", opened.key)


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33), bytes(64)])
def test_a_key_of_another_length_is_refused_before_any_sql(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "magasin.db"
    with pytest.raises(CleInvalideError):
        opening.connect(path, key, create=True)
    assert not path.exists()


def test_no_store_at_all(tmp_path: Path) -> None:
    with pytest.raises(MagasinAbsentError):
        open_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock())
    assert list(tmp_path.iterdir()) == []
    assert not exists(tmp_path)


def test_a_header_without_its_store(tmp_path: Path) -> None:
    copy_store(tmp_path)
    (tmp_path / "magasin.db").unlink()
    with pytest.raises(MagasinDisparuError):
        reopen(tmp_path)
    with pytest.raises(MagasinExistantError):  # what remains is never written over
        prepare_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["magasin.entete"]


def test_a_store_without_its_header(tmp_path: Path) -> None:
    copy_store(tmp_path)
    (tmp_path / "magasin.entete").unlink()
    with pytest.raises(EnteteAbsentError):
        reopen(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    copy_store(tmp_path)
    (tmp_path / "magasin.db").write_bytes(b"")
    with pytest.raises(MagasinVideError):
        reopen(tmp_path)
    assert (tmp_path / "magasin.db").read_bytes() == b""


def test_foreign_files(tmp_path: Path) -> None:
    copy_store(tmp_path)
    path = tmp_path / "magasin.db"
    path.write_bytes(b"\x89PNG\r\n" + bytes(5 * PAGE))
    with pytest.raises(MagasinEtrangerError):
        reopen(tmp_path)
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE note(texte)")
    plain.close()
    with pytest.raises(MagasinEtrangerError):
        reopen(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(MagasinEtrangerError):
        reopen(tmp_path)


def test_the_file_of_another_store(tmp_path: Path) -> None:
    copy_store(tmp_path / "a")
    prepare_store(tmp_path / "b", PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP).confirm().close()
    shutil.copy(tmp_path / "b" / "magasin.db", tmp_path / "a" / "magasin.db")
    with pytest.raises(MagasinEtrangerError):
        reopen(tmp_path / "a")


def test_a_store_id_that_differs_inside(tmp_path: Path) -> None:
    copy_store(tmp_path)
    connection = bare(tmp_path)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'store'", (bytes(16),))  # type: ignore[attr-defined]
    connection.close()  # type: ignore[attr-defined]
    with pytest.raises(MagasinEtrangerError):
        reopen(tmp_path)


@pytest.mark.parametrize("size", [100, PAGE - 1, 3 * PAGE + 17])
def test_a_file_cut_within_a_page(tmp_path: Path, size: int) -> None:
    os.truncate(filled(tmp_path) / "magasin.db", size)
    with pytest.raises(MagasinEndommageError):
        reopen(tmp_path)


def test_a_file_cut_between_two_pages(tmp_path: Path) -> None:
    path = filled(tmp_path) / "magasin.db"
    os.truncate(path, path.stat().st_size - PAGE)
    with pytest.raises(MagasinEndommageError):
        reopen(tmp_path)


def test_one_byte_changed_in_any_page_is_found(tmp_path: Path) -> None:
    path = filled(tmp_path / "modele", 30) / "magasin.db"
    whole = path.read_bytes()
    missed = []
    for page in range(len(whole) // PAGE):
        at = page * PAGE + (20 if page == 0 else 1000)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            opened = reopen(tmp_path / "modele")
        except MagasinEndommageError:
            continue
        if opened.store.check(thorough=True) != ["magasin_endommage"]:
            missed.append(page)
        opened.close()
    assert len(whole) // PAGE > 40
    assert missed == []


def test_a_sound_store_has_no_problem(tmp_path: Path) -> None:
    opened = reopen(filled(tmp_path))
    assert opened.store.check() == opened.store.check(thorough=True) == []
    opened.close()


def test_a_search_index_that_lies_is_found_and_made_anew(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    connection = bare(tmp_path)
    connection.execute("UPDATE search_text SET w4 = 'autre chose' WHERE id = 2")  # type: ignore[attr-defined]
    connection.close()  # type: ignore[attr-defined]
    opened = reopen(tmp_path)
    assert opened.store.check(thorough=True) == ["recherche_fausse"]
    opened.store.rebuild()
    assert opened.store.check(thorough=True) == []
    with opened.store.read() as uow:
        assert uow.records.search("objet")[0] == 3
    opened.close()


def test_a_store_of_a_newer_program(tmp_path: Path) -> None:
    copy_store(tmp_path)
    connection = bare(tmp_path)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (schema.VERSION + 1,))  # type: ignore[attr-defined]
    connection.close()  # type: ignore[attr-defined]
    with pytest.raises(VersionTropRecenteError):
        reopen(tmp_path)


def test_one_program_at_a_time(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    with pytest.raises(MagasinDejaOuvertError):
        reopen(tmp_path)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from mvl_desktop.store.lockfile import LockFile\n"
        "try:\n"
        "    LockFile(Path(sys.argv[1]) / 'magasin.verrou')\n"
        "except Exception as error:\n"
        "    print(error.code)\n"
    )
    found = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "magasin_deja_ouvert"
    opened.close()
    reopen(tmp_path).close()


def test_after_an_unclean_end_the_structure_is_read_before_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    looked: list[bool] = []

    def problems(_connection: object, *, thorough: bool) -> list[str]:
        looked.append(thorough)
        return ["magasin_endommage"]

    monkeypatch.setattr("mvl_desktop.store.maintenance.problems", problems)
    reopen(tmp_path).close()
    assert looked == []
    (tmp_path / "magasin.verrou").write_bytes(b"1")
    with pytest.raises(MagasinEndommageError):
        reopen(tmp_path)
    assert looked == [False]
    assert (tmp_path / "magasin.verrou").read_bytes() == b"1"  # still unclean: the next one looks too


def test_creating_twice_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    before = (tmp_path / "magasin.db").read_bytes()
    with pytest.raises(MagasinExistantError):
        prepare_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP)
    assert (tmp_path / "magasin.db").read_bytes() == before


def test_two_creations_at_once_make_one_store(tmp_path: Path) -> None:
    first = prepare_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP)
    second = prepare_store(tmp_path, "une autre", crypto=suite(), clock=SetClock(), costs=CHEAP)
    assert list(tmp_path.iterdir()) == []  # nothing exists before the code is on paper
    first.confirm().close()
    with pytest.raises(MagasinExistantError):
        second.confirm()
    open_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock()).close()


def test_a_creation_that_was_cut_begins_again(tmp_path: Path) -> None:
    (tmp_path / "magasin.db.part").write_bytes(bytes(PAGE))
    (tmp_path / "magasin.entete").write_bytes(b"old")
    assert not exists(tmp_path)
    prepare_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP).confirm().close()
    open_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock()).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["magasin.db", "magasin.entete", "magasin.verrou"]


def test_an_engine_that_is_not_fit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_store(tmp_path)
    monkeypatch.setattr(opening, "_LEAST_VERSION", (99, 0))
    with pytest.raises(ProgrammeInadapteError):
        reopen(tmp_path)


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "profil"
    opened = prepare_store(folder, PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP).confirm()
    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    opened.close()
    assert set(modes.values()) == {0}, modes
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", [0, 40, 200, -1])
def test_a_changed_header_is_damage_not_a_wrong_passphrase(tmp_path: Path, at: int) -> None:
    path = copy_store(tmp_path) / "magasin.entete"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(EnteteEndommageError):
        open_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock())


def test_every_refusal_has_a_code_of_its_own() -> None:
    classes = StoreError.__subclasses__()
    assert len({each.code for each in classes}) == len(classes)
