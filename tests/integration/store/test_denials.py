"""What the opened database refuses to do, and what it never leaves on the disk (D02, D09)."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.store.sql import Sql
from tests.fakes.stores import quick_store

FORBIDDEN = [
    "ATTACH DATABASE 'autre.db' AS autre",
    "ATTACH DATABASE 'autre.db' AS autre KEY ''",
    "DETACH DATABASE main",
    "PRAGMA key = 'x'",
    "PRAGMA rekey = 'x'",
    "PRAGMA hexkey = '00'",
    "PRAGMA temp_store = 1",
    "PRAGMA temp_store_directory = '/tmp'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA secure_delete = OFF",
    "PRAGMA trusted_schema = ON",
    "PRAGMA writable_schema = ON",
    "PRAGMA cipher_log = 'journal.txt'",
    "PRAGMA cipher_log_level = TRACE",
    "PRAGMA cipher_plaintext_header_size = 32",
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA cipher_export = 'x'",
    "SELECT sqlcipher_export('main')",
    "SELECT load_extension('x')",
    "VACUUM INTO 'copie.db'",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_what_could_write_in_clear_or_move_the_key_is_denied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.chdir(tmp_path)
    opened = quick_store(tmp_path / "profil")
    denied = pytest.raises(sqlcipher.DatabaseError, match=r"not authorized|authorization denied")
    with opened.store.connect() as connection, denied:
        Sql(connection).run(statement)
    opened.close()
    assert [path.name for path in tmp_path.iterdir()] == ["profil"]


def test_every_connection_has_the_settings_of_the_profile(tmp_path: Path) -> None:
    opened = quick_store(tmp_path)
    wanted = {"synchronous": 2}
    with opened.store.connect() as one, opened.store.connect() as two:
        for connection in (one, two):
            for name, value in wanted.items():
                assert Sql(connection).value("PRAGMA " + name) == value
    with opened.store.work(bulk=True) as uow:
        uow.commit()
    with opened.store.work() as uow:  # what a person types is durable again after bulk work
        assert Sql(uow.connection).value("PRAGMA synchronous") == 2
    opened.close()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_temporary_file_is_ever_opened(tmp_path: Path) -> None:
    script = Path(__file__).with_name("heavy_work.py")
    log = tmp_path / "strace.log"
    subprocess.run(
        ["strace", "-f", "-e", "trace=open,openat,creat", "-o", log, sys.executable, script, tmp_path / "p"],
        check=True,
        cwd=Path(__file__).parents[3],
        env={"PYTHONPATH": ".", "PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path / "temp")},
    )
    opened = set(re.findall(r'(?:open|openat|creat)\([^"]*"([^"]+)"[^)]*(?:O_CREAT|O_RDWR|O_WRONLY)', log.read_text()))
    profile = {Path(path).name for path in opened if path.startswith(str(tmp_path / "p"))}
    assert profile <= {
        "magasin.db",
        "magasin.db-wal",
        "magasin.db-shm",
        "magasin.verrou",
        "magasin.entete",
        "magasin.entete.tmp",
        "magasin.db.part",
        "magasin.db.part-wal",
        "magasin.db.part-shm",
        "magasin.db.part-journal",
    }
    assert "magasin.db-wal" in profile
    assert not [path for path in opened if "etilqs" in path or path.startswith(str(tmp_path / "temp"))]
