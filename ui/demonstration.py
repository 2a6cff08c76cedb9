"""The profile of the demonstration: in a folder of its own, made by the real use cases, thrown away and made again."""

import shutil
from collections.abc import Callable
from pathlib import Path

from mvl_desktop.services.refusals import RefusError

MARK = "demonstration-mvl"
"""The file that says that a folder is ours to throw away."""
_PROFILE, _MAKING = "profil", "fabrication"


def demo_profile(folder: Path) -> Path:
    """Return where the post of a demonstration lies."""
    return folder / _PROFILE


def is_demo(profile: Path) -> bool:
    """Whether a profile is that of a demonstration."""
    return profile.name == _PROFILE and (profile.parent / MARK).is_file()


def make(folder: Path, fill: Callable[[Path], Path]) -> None:
    """Make the demonstration; `fill` makes posts in a folder and returns the one to keep.

    Half a demonstration is never left in place. Raises RefusError (profil_etranger, ecriture_impossible).
    """
    discard(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / MARK).touch()
        making = folder / _MAKING
        making.mkdir(mode=0o700)
        fill(making).rename(demo_profile(folder))
        shutil.rmtree(making)
    except OSError:
        raise RefusError("ecriture_impossible") from None


def discard(folder: Path) -> None:
    """Throw a demonstration away. RefusError (profil_etranger): this folder holds something else."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    known = {MARK, _PROFILE, _MAKING}
    if not (folder / MARK).is_file() or {each.name for each in folder.iterdir()} - known:
        raise RefusError("profil_etranger")
    try:
        for name in (_PROFILE, _MAKING):
            if (folder / name).exists():
                shutil.rmtree(folder / name)
    except OSError:
        raise RefusError("ecriture_impossible") from None
