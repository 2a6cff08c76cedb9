"""A full disk: a clear error, nothing acknowledged is lost, and work goes on once there is room (D08)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.ports.store import Draft, StoreError
from mvl_desktop.store.errors import DisquePleinError
from mvl_desktop.store.profile import prepare_store
from tests.fakes.authors import ESPACE, revision
from tests.fakes.stores import CHEAP, PHRASE, copy_store, quick_store, reopen
from tests.fakes.world import SetClock, suite

SIZE = 4 << 20


def mounted(folder: Path) -> bool:
    """Mount a very small disk there, if this machine lets us."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    folder.mkdir(exist_ok=True)
    options = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    return subprocess.run(options, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disque"
    if not mounted(folder):
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_what_was_acknowledged_survives_a_full_disk(small_disk: Path) -> None:
    opened = quick_store(small_disk)
    kept = 0

    def fill() -> None:
        nonlocal kept
        for n in range(1, 100_000):
            with opened.store.work() as uow:
                uow.log.add_local(ESPACE, os.urandom(16), revision(n, {"objet": f"n° {n}", "resume": "x" * 5000}))
                uow.commit()
            kept = n

    with pytest.raises(DisquePleinError):
        fill()
    assert kept > 10
    with opened.store.read() as uow:  # reading goes on
        assert len(uow.log.unsealed(ESPACE, 100_000)) == kept
    opened.close()
    again = reopen(small_disk)
    with again.store.read() as uow:
        assert len(uow.log.unsealed(ESPACE, 100_000)) == kept
    assert again.store.check(thorough=True) == []
    again.close()


def test_work_goes_on_in_the_same_store_once_there_is_room(small_disk: Path) -> None:
    opened = quick_store(small_disk)
    ballast = small_disk / "lest"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
    ballast.write_bytes(bytes(free - 150_000))
    draft = Draft(b"d" * 16, ESPACE, None, "signalement", (), {}, "y" * 400_000, 1)

    def save() -> None:
        with opened.store.work() as uow:
            uow.drafts.save(draft)
            uow.commit()

    with pytest.raises(DisquePleinError):
        save()
    ballast.unlink()
    save()
    with opened.store.read() as uow:
        assert uow.drafts.all() == [draft]
    opened.close()


def test_no_room_to_create_a_store(small_disk: Path) -> None:
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
    (small_disk / "lest").write_bytes(bytes(free - 20_000))
    new = prepare_store(small_disk / "profil", PHRASE, crypto=suite(), clock=SetClock(), costs=CHEAP)
    with pytest.raises(DisquePleinError):
        new.confirm()
    (small_disk / "lest").unlink()
    new.confirm().close()


def test_no_room_to_open_is_said_as_such(small_disk: Path) -> None:
    copy_store(small_disk)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
    (small_disk / "lest").write_bytes(bytes(free))
    with pytest.raises(StoreError) as refused:
        reopen(small_disk)
    assert refused.value.code in ("disque_plein", "magasin_illisible")
    (small_disk / "lest").unlink()
    reopen(small_disk).close()
