"""What a person chose. The look is kept in clear: it says nothing of the work. Habits are encrypted with the rest.

Habits go through `desk.remember`, under `HABITS`; whoever needs one reads it with `read_habits(desk.recall(HABITS))`.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

APPEARANCES = ("systeme", "clair", "sombre", "contraste")
SCALES = (90, 100, 115, 130, 150, 175, 200)
LANGUAGES = {"fr": "Français", "en": "English"}
"""Each language, as its readers call it."""
HABITS = "preferences"
MINUTES = range(1, 16)


@dataclass(frozen=True, slots=True)
class Look:
    """Appearance, text size in percent, and the language, which a new start shows."""

    apparence: str = "systeme"
    taille: int = 100
    langue: str = "fr"


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody works at this post."""

    minutes: int = 5
    orthographe: bool = True
    echanges: bool = True
    """Whether exchanges begin by themselves."""


def read_habits(raw: object) -> Habits:
    """Read habits as they were remembered; what is absent or does not fit is as by default."""
    habits = Habits()
    if not isinstance(raw, dict):
        return habits
    kept = {name: raw[name] for name in asdict(habits) if isinstance(raw.get(name), type(getattr(habits, name)))}
    habits = replace(habits, **kept)
    return habits if habits.minutes in MINUTES else replace(habits, minutes=Habits().minutes)


def habits_document(habits: Habits) -> dict[str, object]:
    """Return habits as they are remembered."""
    return asdict(habits)


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
    if raw.get("langue") in LANGUAGES:
        look = replace(look, langue=raw["langue"])
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
