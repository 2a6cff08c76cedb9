"""What is looked at in a letter before it leaves: what is still to be written, and what it must not reveal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from mvl_desktop.domain.lettre import brackets, fields_named, read_kept
from mvl_desktop.domain.lettre_champs import FIELDS
from mvl_desktop.domain.vigilance import MOTS, Vigilance
from mvl_desktop.matching.revealing import Revele, Secret, revealed, same_passage

Values = Mapping[str, object]
SAID = ("destinataire_nom", "adresse", "reference", "objet", "texte", "annexes", "signataire", "qualite_signataire")
"""The fields of a letter that whoever receives it reads."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage that tells what should not be told, and the reason why it stays, when somebody gave one."""

    champ: str
    sorte: str
    passage: str = field(repr=False)
    conseil: str = ""
    motif: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What was found. `reserve`: the sorts that this post cannot look for, since it may not read what they are in."""

    to_write: tuple[str, ...] = field(repr=False)
    """What stands between brackets, in its order, those that were left on purpose apart."""
    left: tuple[str, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    reserve: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Fields between braces that nobody knows: of a template written elsewhere."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing waits for a decision."""
        return not self.to_write and not self.unknown and all(each.motif for each in self.findings)


def look_at(
    letter: Values, secrets: Sequence[Secret], allowed: Sequence[str], reserve: Sequence[str], words: Vigilance | None
) -> LetterCheck:
    """Return what is to be settled in a letter. `words`: those of beliefs, when they are looked for."""
    texts = {name: as_text(letter.get(name)) for name in SAID}
    kept = [read_kept(line) for line in _lines(letter.get("revelations"))]
    left = [read_kept(line)[1] for line in _lines(letter.get("laisses"))]
    found: list[Finding] = []
    for name, text in texts.items():
        seen = [*revealed(text, secrets, allowed), *_beliefs(text, words)]
        for each in seen:
            one = Finding(name, each.sorte, each.passage, motif=_reason(each, kept))
            if not any(held.sorte == one.sorte and same_passage(held.passage, one.passage) for held in found):
                found.append(one)
    waiting = [one.texte for text in texts.values() for one in brackets(text)]
    unknown = [named for text in texts.values() for named in fields_named(text) if named not in FIELDS]
    return LetterCheck(
        to_write=tuple(text for text in waiting if not any(same_passage(text, one) for one in left)),
        left=tuple(text for text in waiting if any(same_passage(text, one) for one in left)),
        findings=tuple(found),
        reserve=tuple(reserve),
        unknown=tuple(dict.fromkeys(unknown)),
    )


@cache
def belief_words(resources: Path, day: date) -> Vigilance:
    """Return the words of beliefs and opinions that hold on a day."""
    return Vigilance.from_json(json.loads((resources / "vigilance.json").read_text(encoding="utf-8")), day)


def as_text(value: object) -> str:
    """Return a field of a letter as one text."""
    return "\n".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value or "")


def _beliefs(text: str, words: Vigilance | None) -> list[Revele]:
    found = words.avis(text, MOTS) if words is not None else ()
    return [Revele(one.debut, one.fin, "croyances", text[one.debut : one.fin]) for one in found]


def _reason(found: Revele, kept: Sequence[tuple[str, str, str]]) -> str:
    return next((why for sorte, said, why in kept if sorte == found.sorte and same_passage(said, found.passage)), "")


def _lines(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []
