"""What opens a store, and how that changes: passphrase, recovery code, keyring, another key (D07, D10)."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from mvl_desktop.crypto import local_header
from mvl_desktop.ports.store import Draft, Store
from mvl_desktop.store import files, opening
from mvl_desktop.store.errors import (
    CodeMalSaisiError,
    DisquePleinError,
    MagasinEndommageError,
    PhraseRefuseeError,
    TrousseauManquantError,
)
from mvl_desktop.store.files import Layout
from mvl_desktop.store.profile import Profile, open_store, open_with_code, prepare_store
from tests.fakes.authors import ESPACE, revision
from tests.fakes.keyring import MemoryKeyring
from tests.fakes.stores import CHEAP, PHRASE, copy_store, quick_store, template
from tests.fakes.world import SetClock, suite

REC = b"r" * 16


def unlock(folder: Path, phrase: str = PHRASE, keyring: MemoryKeyring | None = None) -> Profile:
    ring = (lambda _store: keyring) if keyring is not None else None
    return open_store(folder, phrase, crypto=suite(), clock=SetClock(), keyring=ring)


def by_code(folder: Path, code: str, keyring: MemoryKeyring | None = None) -> Profile:
    ring = (lambda _store: keyring) if keyring is not None else None
    return open_with_code(folder, code, crypto=suite(), clock=SetClock(), keyring=ring)


def write(store: Store) -> None:
    with store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(1, {"objet": "témoin"}))
        uow.commit()


def shows(store: Store) -> bool:
    with store.read() as uow:
        return uow.records.get(REC) is not None


def test_passphrase_and_code_both_open(tmp_path: Path) -> None:
    copy_store(tmp_path)
    opened = unlock(tmp_path)
    write(opened.store)
    opened.close()
    opened = by_code(tmp_path, template()[1].lower().replace("-", " "))
    assert shows(opened.store)
    opened.close()


def test_a_wrong_passphrase_and_a_mistyped_code_are_told_apart(tmp_path: Path) -> None:
    copy_store(tmp_path)
    with pytest.raises(PhraseRefuseeError):
        unlock(tmp_path, "une autre phrase")
    code = template()[1]
    with pytest.raises(CodeMalSaisiError):
        by_code(tmp_path, code[:-1] + ("A" if code[-1] != "A" else "B"))
    other = prepare_store(tmp_path / "b", PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP)
    with pytest.raises(PhraseRefuseeError):
        by_code(tmp_path, other.code)


def test_changing_the_passphrase_keeps_the_code_and_refuses_the_old_one(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    opened.change_passphrase("la nouvelle", costs=CHEAP)
    opened.close()
    with pytest.raises(PhraseRefuseeError):
        unlock(tmp_path)
    unlock(tmp_path, "la nouvelle").close()
    by_code(tmp_path, template()[1]).close()


def test_recovering_takes_force_only_when_the_new_code_is_on_paper(tmp_path: Path) -> None:
    copy_store(tmp_path)
    opened = by_code(tmp_path, template()[1])
    renewal = opened.recover("retrouvée", costs=CHEAP)
    opened.close()
    unlock(tmp_path).close()  # nothing changed yet

    opened = by_code(tmp_path, template()[1])
    renewal = opened.recover("retrouvée", costs=CHEAP)
    renewal.confirm()
    opened.close()
    unlock(tmp_path, "retrouvée").close()
    by_code(tmp_path, renewal.code).close()
    with pytest.raises(PhraseRefuseeError):
        by_code(tmp_path, template()[1])
    with pytest.raises(PhraseRefuseeError):
        unlock(tmp_path)


def test_an_old_header_put_back_opens_nothing_after_a_change_of_key(tmp_path: Path) -> None:
    copy_store(tmp_path)
    before = (tmp_path / "magasin.entete").read_bytes()
    opened = unlock(tmp_path)
    write(opened.store)
    renewal = opened.rekey(PHRASE, costs=CHEAP)
    renewal.confirm()
    opened.close()
    opened = unlock(tmp_path)
    assert shows(opened.store)
    opened.close()
    by_code(tmp_path, renewal.code).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["magasin.db", "magasin.entete", "magasin.verrou"]
    (tmp_path / "magasin.entete").write_bytes(before)
    with pytest.raises(MagasinEndommageError):
        unlock(tmp_path)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_change_of_key_that_was_cut_opens_with_the_same_passphrase(tmp_path: Path, moment: str) -> None:
    copy_store(tmp_path)
    *_, opened = template()
    created = local_header.change_key(opened, PHRASE, pepper=None, costs=CHEAP)
    layout = Layout(tmp_path)
    files.write(layout.next_header, created.data)
    if moment == "after":
        connection = opening.connect(layout.database, opened.key)
        connection.execute(opening.raw_rekey(created.opened.key)).fetchall()
        connection.close()
    unlock(tmp_path).close()
    assert not layout.next_header.exists()
    unlock(tmp_path).close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_change_of_key_and_of_passphrase_that_was_cut_opens_with_one_of_the_two(tmp_path: Path, moment: str) -> None:
    new = "la nouvelle phrase"
    copy_store(tmp_path)
    *_, opened = template()
    created = local_header.change_key(opened, new, pepper=None, costs=CHEAP)
    layout = Layout(tmp_path)
    files.write(layout.next_header, created.data)
    if moment == "after":
        connection = opening.connect(layout.database, opened.key)
        connection.execute(opening.raw_rekey(created.opened.key)).fetchall()
        connection.execute(opening.raw_rekey(created.opened.key)).fetchall()
        connection.close()
    right, wrong = (PHRASE, new) if moment == "before" else (new, PHRASE)
    for _ in range(2):
        with pytest.raises(PhraseRefuseeError):
            unlock(tmp_path, wrong)
    unlock(tmp_path, right).close()
    assert not layout.next_header.exists()
    unlock(tmp_path, right).close()
    with pytest.raises(PhraseRefuseeError):
        unlock(tmp_path, wrong)


def test_killed_at_any_moment_of_a_change_of_key_the_store_opens_whole(tmp_path: Path) -> None:
    times = int(os.environ.get("MVL_KILLS", "5"))
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from mvl_desktop.crypto import local_header
        from mvl_desktop.store import profile
        from mvl_desktop.store.files import Layout
        from tests.fakes.stores import CHEAP, PHRASE
        folder = Path(sys.argv[1])
        opened = local_header.open_with_passphrase((folder / "magasin.entete").read_bytes(), PHRASE, pepper=None)
        created = local_header.change_key(opened, PHRASE, pepper=None, costs=CHEAP)
        print("go", flush=True)
        profile._rekey(Layout(folder), opened, created)
        """
    )
    opened = quick_store(tmp_path)
    write(opened.store)
    with opened.store.work() as uow:
        for i in range(2, 400):
            uow.drafts.save(_draft(i))
        uow.commit()
    opened.close()
    for attempt in range(times):
        child = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"go\n"
        for _ in range(attempt * 400):
            os.stat(tmp_path)  # some work of varying length: a sleep would be the same each time
        child.kill()
        child.wait()
        child.stdout.close()
        again = unlock(tmp_path)
        assert shows(again.store)
        with again.store.read() as uow:
            assert len(uow.drafts.all()) == 398
        again.close()


def _draft(i: int) -> Draft:
    return Draft(i.to_bytes(16, "big"), ESPACE, None, "signalement", (), {}, "x" * 2000)


def test_a_header_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = quick_store(tmp_path)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("mvl_desktop.store.files.os.fsync", full)
        with pytest.raises(DisquePleinError):
            opened.change_passphrase("jamais", costs=CHEAP)
    opened.close()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
    unlock(tmp_path).close()


def test_the_keyrings_secret_is_needed_beside_the_passphrase(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    new = prepare_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock(), keyring=lambda _id: ring, costs=CHEAP)
    new.confirm().close()
    unlock(tmp_path, PHRASE, ring).close()
    with pytest.raises(TrousseauManquantError):
        unlock(tmp_path)
    with pytest.raises(PhraseRefuseeError):
        unlock(tmp_path, PHRASE, MemoryKeyring({"pepper": bytes(32)}))

    other = MemoryKeyring()  # the desktop was reinstalled: the code gives a new secret
    opened = by_code(tmp_path, new.code, other)
    opened.recover("après réinstallation", costs=CHEAP).confirm()
    opened.close()
    unlock(tmp_path, "après réinstallation", other).close()


def test_a_keyring_that_does_not_keep_is_no_keyring(tmp_path: Path) -> None:
    ring = MemoryKeyring(refuses=True)
    new = prepare_store(tmp_path, PHRASE, crypto=suite(), clock=SetClock(), keyring=lambda _id: ring, costs=CHEAP)
    new.confirm().close()
    unlock(tmp_path).close()
    opened = by_code(tmp_path, new.code, ring)
    opened.recover("retrouvée", costs=CHEAP).confirm()
    opened.close()
    unlock(tmp_path, "retrouvée").close()


def test_an_older_copy_is_noticed_by_the_keyrings_anchor(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    new = prepare_store(tmp_path / "a", PHRASE, crypto=suite(), clock=SetClock(), keyring=lambda _id: ring, costs=CHEAP)
    new.confirm().close()
    old = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    opened = unlock(tmp_path / "a", PHRASE, ring)
    assert not opened.has_gone_back()
    opened.change_passphrase(PHRASE, costs=CHEAP)
    assert opened.anchor()
    assert not opened.has_gone_back()
    opened.close()
    for name, data in old.items():
        (tmp_path / "a" / name).write_bytes(data)
    kept = ring.secrets["anchor"]
    opened = unlock(tmp_path / "a", PHRASE, ring)
    assert opened.has_gone_back()
    assert opened.gone_back() == "retour_arriere"
    assert not opened.anchor()  # what the keyring remembers is not forgotten for an older state
    assert ring.secrets["anchor"] == kept
    opened.close()
    ring.secrets["anchor"] = bytes(80)  # one that is not ours says nothing, but what was seen is not unseen
    opened = unlock(tmp_path / "a", PHRASE, ring)
    assert not opened.has_gone_back()
    assert opened.gone_back() == "retour_arriere"
    opened.close()


def test_a_store_goes_on_under_its_new_key_and_the_old_secrets_open_nothing(tmp_path: Path) -> None:
    copy_store(tmp_path)
    opened = unlock(tmp_path)
    write(opened.store)
    opened.check_phrase(PHRASE)
    with pytest.raises(PhraseRefuseeError):
        opened.check_phrase("une autre phrase")
    renewal = opened.rekey("une tout autre phrase", costs=CHEAP)
    renewal.confirm()
    assert shows(opened.store)
    with opened.store.work() as uow:
        uow.log.add_local(ESPACE, b"s" * 16, revision(2, {"objet": "après"}))
        uow.commit()
    opened.close()
    for wrong in (PHRASE, "encore une autre"):
        with pytest.raises(PhraseRefuseeError):
            unlock(tmp_path, wrong)
    with pytest.raises(PhraseRefuseeError):
        by_code(tmp_path, template()[1])
    opened = by_code(tmp_path, renewal.code)
    assert shows(opened.store)
    with opened.store.read() as uow:
        assert len(uow.log.unsealed(ESPACE)) == 2
    opened.close()


def test_a_new_recovery_code_replaces_the_former_one_only_once_confirmed(tmp_path: Path) -> None:
    copy_store(tmp_path)
    opened = unlock(tmp_path)
    renewal = opened.renew_code()
    opened.close()
    by_code(tmp_path, template()[1]).close()
    opened = unlock(tmp_path)
    renewal = opened.renew_code()
    renewal.confirm()
    opened.close()
    with pytest.raises(PhraseRefuseeError):
        by_code(tmp_path, template()[1])
    by_code(tmp_path, renewal.code).close()
    unlock(tmp_path).close()
