"""What is written in clear: nothing. What was erased: nowhere (D01, D15, E03)."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.ports.store import Draft, UnitOfWork
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import BlobRef, ErasedBody, Revision
from mvl_desktop.store import opening
from mvl_desktop.store.profile import Profile
from mvl_desktop.store.sql import shape
from tests.fakes.authors import ESPACE, Author, Told, revision
from tests.fakes.pages import decrypted
from tests.fakes.stores import quick_store, template
from tests.fakes.world import suite

CANARY = "qxzvjkwum"
REC, LOCAL, OTHER = b"r" * 16, b"l" * 16, b"o" * 16
PART = f"pièce {CANARY}".encode() * 40
BLOB = blob_id(hashlib.sha256(PART).digest())


def everywhere(champs: tuple[DeclaredField, ...], prefix: str = "") -> dict[str, Told]:
    """Return a value with the canary for every field that holds text."""
    told: dict[str, Told] = {}
    for champ in champs:
        key = prefix + champ.name
        if champ.sort == "elements":
            told |= everywhere(champ.champs, f"{key}/00000000000000aa/")
        elif champ.sort == "codes":
            told[f"{key}/{CANARY}"] = True
        elif champ.sort == "liste":
            told[key] = [f"ligne {CANARY}"]
        elif champ.sort in ("texte", "texte_court", "code"):
            told[key] = f"mot {CANARY} mot"
    return told


def write_everywhere(opened: Profile) -> Author:
    """Put the canary in every place of the store that a person's text, or what came of it, may reach."""
    author = Author(suite())
    blob = BlobRef(BLOB, b"K" * 32, len(PART), "text/plain", f"{CANARY}.txt")
    with opened.store.work() as uow:
        for i, kind in enumerate(kinds()):
            rec = REC if i == 0 else LOCAL if i == 1 else bytes([i]) * 16
            told = everywhere(required(kind).champs)
            uow.log.add_local(ESPACE, rec, revision(uow.log.next_n(ESPACE), told, kind=kind, blobs=[blob]))
            uow.drafts.save(
                Draft(bytes([i]) * 16, ESPACE, rec, kind, (), {"objet": f"vu {CANARY}"}, f'{{"x": "{CANARY}"}}', 1)
            )
        received = author.commit((REC, revision(1, {"objet": f"reçu {CANARY}", "niveau": CANARY})))
        author.give_keys(uow)
        uow.log.keep(ESPACE, [received])
        held = author.commit((REC, revision(2, {"objet": f"retenu {CANARY}"})))
        uow.log.hold(ESPACE, held.commit, held.header, {held.header.entries[0].bhash: held.bodies[0].sealed or b""})
        uow.blobs.add(ESPACE, REC, blob)
        uow.blobs.put_part(BLOB, 0, PART)
        uow.commit()
    with opened.store.work() as uow:
        key = "pieces/00000000000000bb/"
        told = {key + "empreinte": BLOB.hex(), key + "nom": f"{CANARY}.txt"}
        parents = sorted(each.name for each in uow.log.revisions(REC) if each.changes)
        uow.log.add_local(ESPACE, REC, revision(uow.log.next_n(ESPACE), told, parents, kind=kinds()[0]))
        assert uow.blobs.finish(BLOB)
        uow.piece_texts.keep(BLOB, 1, "", f"lu dans la pièce {CANARY} et encore {CANARY}", cut=False)
        assert uow.piece_texts.counts(1).read == 1
        uow.commit()
    return author


def rows_with(folder: Path, needle: bytes) -> list[str]:
    """Return table.column of every cell that holds these bytes, whatever the table."""
    *_, opened = template()
    connection: Any = opening.connect(folder / "magasin.db", opened.key)
    found = []
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        cursor = connection.execute(shape("SELECT * FROM $table", table='"' + table + '"'))
        for row in cursor.fetchall():
            for column, cell in zip(cursor.description, row, strict=True):
                raw = cell.encode() if isinstance(cell, str) else cell
                if isinstance(raw, bytes) and needle in raw:
                    found.append(f"{table}.{column[0]}")
    connection.close()
    return sorted(set(found))


def test_nothing_is_in_clear_in_any_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    opened = quick_store(tmp_path / "profil")
    write_everywhere(opened)
    with opened.store.read() as uow:
        assert uow.records.search(CANARY)[0] >= 5
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"magasin.db", "magasin.db-wal", "magasin.db-shm", "magasin.entete"}
        for path in files:
            data = path.read_bytes()
            assert CANARY.encode() not in data, path
            assert CANARY.encode("utf-16-le") not in data, path
            assert b"CREATE TABLE" not in data, path
    opened.close()
    output = capfd.readouterr()
    assert CANARY not in output.out + output.err


def test_an_erased_record_is_in_no_table_no_page_and_no_log(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    *_, secrets = template()
    author = write_everywhere(opened)
    key = author.keys[REC]

    def erase(uow: UnitOfWork) -> None:
        for i in range(len(kinds())):
            rec = REC if i == 0 else LOCAL if i == 1 else bytes([i]) * 16
            uow.blobs.forget(uow.log.erase_record(ESPACE, rec))

    check_gone(opened, tmp_path, secrets.key, erase, [CANARY.encode(), CANARY[3:].encode(), key, b"K" * 32])
    with opened.store.read() as uow:
        assert uow.records.search(CANARY) == (0, [])
        assert uow.records.get(REC) is None
        assert uow.drafts.all() == []
    opened.close()
    assert rows_with(tmp_path, CANARY.encode()) == rows_with(tmp_path, key) == []


def test_an_erased_revision_is_nowhere_and_the_others_stay(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    *_, secrets = template()
    author = Author(suite())
    first, second = revision(1, {"objet": "reste"}), revision(2, {"resume": f"mot {CANARY}"}, [(author.id, 1)])
    commits = [author.commit((REC, first)), author.commit((REC, second))]
    with opened.store.work() as uow:
        author.give_keys(uow)
        uow.log.keep(ESPACE, commits)
        uow.commit()
    place = ErasedBody(author.id, 2, commits[1].header.entries[0].bhash, [(author.id, 1)])

    def erase(uow: UnitOfWork) -> None:
        uow.log.erase_bodies(ESPACE, REC, [place])

    check_gone(opened, tmp_path, secrets.key, erase, [CANARY.encode(), CANARY[3:].encode()])
    with opened.store.read() as uow:
        assert uow.records.search("reste")[0] == 1
        view = uow.records.get(REC)
        assert view is not None
        assert view.state.heads == ((author.id, 2),)
    opened.close()


def test_changed_words_leave_the_index_too(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    with opened.store.work() as uow:
        me = uow.identity.device().id
        uow.log.add_local(ESPACE, REC, revision(1, {"objet": CANARY}))
        uow.log.replace_local(ESPACE, REC, revision(1, {"objet": "autre"}))
        uow.log.add_local(ESPACE, REC, Revision(2, "signalement", [(me, 1)], (2, 0), {"objet": "final"}, []))
        uow.commit()
    opened.store.checkpoint()
    *_, secrets = template()
    assert CANARY[3:].encode() not in decrypted(tmp_path / "magasin.db", secrets.key)
    assert rows_with(tmp_path, CANARY.encode()) == []
    opened.close()


def check_gone(
    opened: Profile, folder: Path, key: bytes, erase: Callable[[UnitOfWork], None], needles: list[bytes]
) -> None:
    """Check that what is there before is in no decrypted page after, the write-ahead log included."""
    before = decrypted(folder / "magasin.db", key)
    assert [needle for needle in needles if needle in before] == needles
    with opened.store.work() as uow:
        erase(uow)
        uow.commit()
    after = decrypted(folder / "magasin.db", key)
    assert b"sealed_commit" in after  # the pages were really decrypted
    assert [needle for needle in needles if needle in after] == []
