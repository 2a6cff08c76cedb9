"""The lock of a store, and its memory of the last end."""

from pathlib import Path

import pytest

from mvl_desktop.store.errors import MagasinDejaOuvertError, MagasinIllisibleError
from mvl_desktop.store.lockfile import LockFile


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    first = LockFile(tmp_path / "verrou")
    with pytest.raises(MagasinDejaOuvertError):
        LockFile(tmp_path / "verrou")
    first.release()
    first.release()
    LockFile(tmp_path / "verrou").release()


def test_an_end_without_release_is_remembered(tmp_path: Path) -> None:
    lock = LockFile(tmp_path / "verrou")
    assert not lock.was_unclean
    lock.mark_open()
    lock.release(clean=False)
    again = LockFile(tmp_path / "verrou")
    assert again.was_unclean
    again.release()
    last = LockFile(tmp_path / "verrou")
    assert not last.was_unclean
    last.release()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MagasinIllisibleError):
        LockFile(tmp_path / "absent" / "verrou")
