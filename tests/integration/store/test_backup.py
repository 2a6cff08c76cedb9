"""A backup opens by itself, is never in clear, and puts back a store that reads only (D16, K10)."""

from pathlib import Path

import pytest

from mvl_desktop.crypto.local_header import derived_key
from mvl_desktop.ports.store import Draft
from mvl_desktop.services.records import shown
from mvl_desktop.store import backup_file
from mvl_desktop.store.backup import RESTORED
from mvl_desktop.store.errors import (
    CodeMalSaisiError,
    MagasinEndommageError,
    MagasinExistantError,
    PhraseRefuseeError,
    SauvegardeEndommageeError,
    SauvegardeEtrangereError,
)
from mvl_desktop.store.profile import (
    Profile,
    examine_backup,
    examine_backup_with_code,
    open_store,
    restore_store,
    restore_with_code,
)
from tests.fakes.authors import ESPACE, revision
from tests.fakes.stores import PHRASE, copy_store, quick_store, template
from tests.fakes.world import SetClock, suite

REC, NEW = b"r" * 16, b"s" * 16
CANARY = "témoinclairunique"
NOW = 1_790_000_000_000


def unlock(folder: Path) -> Profile:
    return open_store(folder, PHRASE, crypto=suite(), clock=SetClock())


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Make a store with something in it, back it up, lose it."""
    opened = quick_store(tmp_path / "poste")
    with opened.store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(1, {"objet": CANARY}))
        uow.drafts.save(Draft(b"d" * 16, ESPACE, None, "signalement", (), {}, "{}"))
        uow.commit()
    made = opened.back_up(tmp_path / "clé.mvl-sauvegarde", NOW)
    assert (made.contents.records, made.contents.drafts, made.contents.revisions) == (1, 1, 1)
    opened.close()
    return made.path


def test_a_backup_is_one_file_that_nothing_reads_without_its_secret(saved: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clé.mvl-sauvegarde", "poste"]
    data = saved.read_bytes()
    assert CANARY.encode() not in data
    assert b"SQLite format 3" not in data
    with pytest.raises(PhraseRefuseeError):
        examine_backup(saved, "une autre phrase")
    with pytest.raises(CodeMalSaisiError):
        examine_backup_with_code(saved, "0000")


def test_a_trial_says_what_a_backup_holds_and_changes_nothing(saved: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found = examine_backup(saved, PHRASE)
    assert (found.made_ms, found.contents.records, found.contents.drafts) == (NOW, 1, 1)
    assert examine_backup_with_code(saved, template()[1]).contents == found.contents
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_restored_store_holds_everything_and_knows_what_it_is(saved: Path, tmp_path: Path) -> None:
    restore_store(saved, tmp_path / "ailleurs", PHRASE)
    opened = unlock(tmp_path / "ailleurs")
    assert opened.gone_back() == RESTORED
    with opened.store.read() as uow:
        view = uow.records.get(REC)
        assert view is not None
        assert shown(view.state)["objet"] == CANARY
        assert len(uow.drafts.all()) == 1
    assert opened.store.check(thorough=True) == []
    opened.close()
    assert sorted(path.name for path in (tmp_path / "ailleurs").iterdir()) == [
        "magasin.db",
        "magasin.entete",
        "magasin.verrou",
    ]


def test_the_paper_code_restores_too(saved: Path, tmp_path: Path) -> None:
    restore_with_code(saved, tmp_path / "ailleurs", template()[1])
    opened = unlock(tmp_path / "ailleurs")
    assert opened.gone_back() == RESTORED
    opened.close()


def test_nothing_is_ever_restored_over_a_store(saved: Path, tmp_path: Path) -> None:
    before = (tmp_path / "poste" / "magasin.db").read_bytes()
    with pytest.raises(MagasinExistantError):
        restore_store(saved, tmp_path / "poste", PHRASE)
    assert (tmp_path / "poste" / "magasin.db").read_bytes() == before


def test_a_store_that_was_never_restored_is_not_behind(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    assert opened.gone_back() is None
    opened.close()


@pytest.mark.parametrize("where", [0, 20, 5000, -400, -200, -60, -3])
def test_a_changed_byte_is_found_wherever_it_is(saved: Path, where: int) -> None:
    data = bytearray(saved.read_bytes())
    data[where] ^= 1
    saved.write_bytes(bytes(data))
    with pytest.raises((SauvegardeEndommageeError, SauvegardeEtrangereError)):
        examine_backup(saved, PHRASE)


def test_a_cut_or_lengthened_backup_is_refused(saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    for wrong in (data[:-1], data[: len(data) // 2], data[4096:], data + b"\0", b"", data[:4096] + data):
        saved.write_bytes(wrong)
        with pytest.raises((SauvegardeEndommageeError, SauvegardeEtrangereError)):
            restore_store(saved, tmp_path / "ailleurs", PHRASE)
        assert not (tmp_path / "ailleurs" / "magasin.db").exists()


def test_a_page_of_a_backup_cannot_be_put_back_into_the_store(saved: Path, tmp_path: Path) -> None:
    *_, opened = template()
    head = backup_file.read(saved).head
    assert backup_file.believe(backup_file.read(saved), opened) != opened.key
    assert derived_key(opened, "backup-header") != opened.key
    database = tmp_path / "poste" / "magasin.db"
    data, pages = bytearray(database.read_bytes()), saved.read_bytes()[: head.size]
    data[4096:8192] = pages[4096:8192]
    database.write_bytes(bytes(data))
    with pytest.raises(MagasinEndommageError):
        unlock(tmp_path / "poste")


def test_a_backup_replaces_the_one_before_only_once_it_is_whole(tmp_path: Path) -> None:
    copy_store(tmp_path / "poste")
    target = tmp_path / "s.mvl-sauvegarde"
    opened = unlock(tmp_path / "poste")
    opened.back_up(target, NOW)
    first = target.read_bytes()
    opened.back_up(target, NOW + 1)
    assert target.read_bytes() != first
    with opened.store.read() as uow:
        assert uow.identity.get("derniere_sauvegarde") == str(NOW + 1)
    opened.close()
    assert examine_backup(target, PHRASE).made_ms == NOW + 1
