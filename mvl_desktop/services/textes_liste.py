"""Use case: the list of the legal library, found by what one types: a citation, a word, a code."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.texte_vie import standing, why_review
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.textes import KIND, Library

_SEARCHED = ("code", "intitule", "citations", "resume", "portee", "sanctions", "delai")


@dataclass(frozen=True, slots=True)
class TexteLine:
    """A text in the list. `etat` and `depuis` as of today; `motif`: why it should be looked at again, if at all."""

    id: str
    code: str
    intitule: str
    nature: str
    resume: str = field(repr=False)
    etat: str
    depuis: str = ""
    remplacant: str = ""
    texte_du: str = ""
    motif: str = ""


@dataclass(frozen=True, slots=True)
class TexteWish:
    """Which texts: what is typed, a nature, a theme, a state or a reason to look at it again; empty for all."""

    text: str = ""
    nature: str = ""
    theme: str = ""
    etat: str = ""


def list_texts(ports: Ports, wish: TexteWish) -> list[TexteLine]:
    """Return texts: those that what is typed cites first, then those in force, by title."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        library = Library(uow)
    cited = {each.id for each in library.cited([wish.text], today)} if wish.text else set()
    titles = {str(champs.get("code")): required(KIND).titre(champs) for champs in library.textes}
    found = []
    for rec, champs in zip(library.ids, library.textes, strict=True):
        etat, depuis = standing(champs, today)
        line = TexteLine(
            id=rec,
            code=str(champs.get("code") or ""),
            intitule=required(KIND).titre(champs),
            nature=str(champs.get("nature") or ""),
            resume=str(champs.get("resume") or ""),
            etat=etat,
            depuis=depuis,
            remplacant=titles.get(str(champs.get("remplace_par") or "-"), ""),
            texte_du=str(champs.get("texte_du") or ""),
            motif=why_review(champs, today),
        )
        if (rec in cited or _holds(champs, wish.text)) and _fits(line, champs, wish):
            found.append(line)
    return sorted(found, key=lambda each: (each.id not in cited, each.etat != "en_vigueur", plain(each.intitule)))


def plain(text: str) -> str:
    """Return a text without accents nor capitals, its spaces single, to compare."""
    split = unicodedata.normalize("NFKD", text.replace("'", "’"))
    return " ".join("".join(letter for letter in split if not unicodedata.combining(letter)).casefold().split())


def _holds(champs: Mapping[str, object], text: str) -> bool:
    said = plain(" ".join(_said(champs.get(name)) for name in _SEARCHED))
    return all(word in said for word in plain(text).split())


def _said(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def _fits(line: TexteLine, champs: Mapping[str, object], wish: TexteWish) -> bool:
    themes = champs.get("themes")
    held = themes if isinstance(themes, (list, tuple, frozenset)) else ()
    return (
        (not wish.nature or line.nature == wish.nature)
        and (not wish.theme or wish.theme in held)
        and (not wish.etat or wish.etat in (line.etat, line.motif))
    )
