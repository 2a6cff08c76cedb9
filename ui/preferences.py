"""What a person chose for the look of the windows. Kept beside the profile, in clear: it says nothing of the work."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

APPEARANCES = ("systeme", "clair", "sombre", "contraste")
SCALES = (90, 100, 115, 130, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Look:
    """Appearance and text size, in percent."""

    apparence: str = "systeme"
    taille: int = 100


def read_look(path: Path) -> Look:
    """Read a look; what is absent, damaged or out of bounds is as by default."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Look()
    if not isinstance(raw, dict):
        return Look()
    look = Look()
    if raw.get("apparence") in APPEARANCES:
        look = replace(look, apparence=raw["apparence"])
    if raw.get("taille") in SCALES:
        look = replace(look, taille=raw["taille"])
    return look


def keep_look(path: Path, look: Look) -> None:
    """Write a look; a disk that refuses only loses the look."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".nouveau")
        beside.write_text(json.dumps(asdict(look)), encoding="utf-8")
        os.replace(beside, path)
    except OSError:
        return
