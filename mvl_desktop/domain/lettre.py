"""A letter made of a template: fields between braces are filled once, brackets say what a person still has to write.

Pure, and linear in the size of the text: a template is data, whoever wrote it. What fills a field is text; braces or
brackets in it are never read again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mvl_desktop.domain.errors import ChampInvalideError, DomainError
from mvl_desktop.domain.lettre_champs import FIELDS

PARTS: Final = ("objet", "appel", "corps", "politesse", "annexes")
"""The fields of a template where braces are read."""
FILLED_MAX: Final = 200_000
"""Characters of a letter: beyond, it is no letter."""
BROUILLON, RELU, ENVOYE, ABANDONNE = "brouillon", "relu", "envoye", "abandonne"

_FIELD = re.compile(r"\{([^{}\n]{1,80})\}")
_BRACKET = re.compile(r"\[([^\[\]]{1,2000})\]")
_KEPT = re.compile(r"(?P<sorte>\w+) : « (?P<passage>.*) » – (?P<motif>.+)", re.DOTALL)


class LettreTropLongueError(DomainError):
    """What fills the fields of a template would make more than a letter."""

    code = "lettre_trop_longue"


class ChampLettreInconnuError(ChampInvalideError):
    """A template names a field that letters do not have. `champ` says where, then which."""

    def __init__(self, where: str, named: str) -> None:
        super().__init__(f"{where}/{{{named}}}", "champ_lettre_inconnu")


@dataclass(frozen=True, slots=True)
class Remplie:
    """A text whose fields were filled, and the names of those that nobody knows, in their order."""

    texte: str = field(repr=False)
    inconnus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crochet:
    """What is still to be written, from `debut` to `fin` (not included)."""

    debut: int
    fin: int
    texte: str = field(repr=False)


def fields_named(text: str) -> tuple[str, ...]:
    """Return the fields that a text names, once each, known or not."""
    return tuple(dict.fromkeys(match[1].strip() for match in _FIELD.finditer(text)))


def unknown_fields(modele: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Give the fields of a template that letters do not have: the part where each stands, and its name."""
    for part in PARTS:
        for named in fields_named(_text(modele.get(part))):
            if named not in FIELDS:
                yield part, named


def check_template(modele: Mapping[str, object]) -> None:
    """Refuse a template that names an unknown field. Raises ChampLettreInconnuError."""
    for part, named in unknown_fields(modele):
        raise ChampLettreInconnuError(part, named)


def filled(text: str, values: Mapping[str, str], labels: Mapping[str, str]) -> Remplie:
    """Return a text with its fields filled. What is not known becomes brackets that say what is missing.

    Raises LettreTropLongueError.
    """
    unknown: dict[str, None] = {}
    size = len(text)

    def one(match: re.Match[str]) -> str:
        nonlocal size
        named = match[1].strip()
        if named not in FIELDS:
            unknown[named] = None
            return f"[champ inconnu : {named}]"
        said = values.get(named, "") or f"[à compléter : {labels.get(named, named)}]"
        size += len(said)
        if size > FILLED_MAX:
            raise LettreTropLongueError
        return said

    if size > FILLED_MAX:
        raise LettreTropLongueError
    return Remplie(_FIELD.sub(one, text), tuple(unknown))


def brackets(text: str) -> tuple[Crochet, ...]:
    """Return what is still to be written in a text, in its order."""
    return tuple(Crochet(*match.span(), match[1].strip()) for match in _BRACKET.finditer(text))


def whole(modele: Mapping[str, object]) -> str:
    """Return what the template says after its object: how it addresses its reader, its body, how it takes leave."""
    parts = (_text(modele.get(name)).strip() for name in ("appel", "corps", "politesse"))
    return "\n\n".join(part for part in parts if part)


def kept_line(sorte: str, passage: str, motif: str) -> str:
    """Return the line that keeps a passage on purpose, with the reason given."""
    return f"{sorte} : « {' '.join(passage.split())} » – {' '.join(motif.split())}"


def read_kept(line: str) -> tuple[str, str, str]:
    """Return the sort, the passage and the reason of such a line; nothing of one that does not read so."""
    read = _KEPT.fullmatch(line)
    return (read["sorte"], read["passage"], read["motif"]) if read else ("", "", line)


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(str(one) for one in value)
    return value if isinstance(value, str) else ""
