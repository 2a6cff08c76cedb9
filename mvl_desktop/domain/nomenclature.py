"""Lists of codes and what they say to a person. Data come from resources/; this module only looks things up.

A code is never withdrawn: an entry that closed keeps its label, and a code that this post does not know is shown as
such and kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.commune import Communes

COMMUNES = "communes"


@dataclass(frozen=True, slots=True)
class Entree:
    """One dated value of a list."""

    code: str
    libelle: str
    depuis: date
    jusqua: date | None = None
    parent: str | None = None
    aide: str = ""

    def is_current(self, day: date) -> bool:
        """Whether a form may offer it on this day."""
        return self.depuis <= day and (self.jusqua is None or day <= self.jusqua)


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """One list, in its order. An open list takes codes typed here that it does not hold; a closed one refuses them."""

    liste: str
    libelle: str
    fermee: bool
    entrees: Mapping[str, Entree]


class Nomenclatures:
    """Every list of this post, communes included."""

    def __init__(self, lists: Iterable[Nomenclature], communes: Communes) -> None:
        self._lists = {one.liste: one for one in lists}
        self.communes = communes

    @classmethod
    def from_json(cls, documents: Iterable[object], communes: Callable[[], str] = str) -> "Nomenclatures":
        """Read parsed `resources/nomenclatures/*.json`; ValueError when malformed.

        `communes` gives the text of communes.tsv when it is first needed; by default there are none.
        """
        return cls([_read(document) for document in documents], Communes.from_tsv(communes))

    def names(self) -> tuple[str, ...]:
        """Return the names of the lists, communes left out."""
        return tuple(sorted(self._lists))

    def list_label(self, liste: str) -> str:
        """Return what a list is called; its own name when this post does not know it."""
        found = self._lists.get(liste)
        return found.libelle if found else liste

    def knows(self, liste: str, code: str) -> bool:
        """Whether a code may be typed here: an open list, or one that this post does not have, takes any."""
        if liste == COMMUNES and self.communes:
            return code in self.communes
        found = self._lists.get(liste)
        return found is None or not found.fermee or code in found.entrees

    def libelle(self, liste: str, code: str) -> str:
        """Return what a person reads for a code, « valeur inconnue (code) » included."""
        if liste == COMMUNES:
            commune = self.communes.get(code)
            label = commune.libelle if commune else None
        else:
            entree = self.entree(liste, code)
            label = entree.libelle if entree else None
        return label or f"valeur inconnue ({code})"

    def entree(self, liste: str, code: str) -> Entree | None:
        """Return an entry, closed ones included."""
        found = self._lists.get(liste)
        return found.entrees.get(code) if found else None

    def codes(self, liste: str) -> tuple[str, ...]:
        """Return every code of a list, closed ones included, in its order; communes are found by themselves."""
        found = self._lists.get(liste)
        return tuple(found.entrees) if found else ()

    def entries(self, liste: str, day: date) -> tuple[Entree, ...]:
        """Return what a form offers on this day, in the list's order, each parent just before its children."""
        found = self._lists.get(liste)
        return tuple(entree for entree in found.entrees.values() if entree.is_current(day)) if found else ()


def _read(document: object) -> Nomenclature:
    match document:
        case {"liste": str(liste), "libelle": str(libelle), "fermee": bool(fermee), "entrees": list(rows)}:
            entrees = [_entree(row) for row in rows]
        case _:
            raise ValueError("not a list of codes")
    by_code = {entree.code: entree for entree in entrees}
    if len(by_code) != len(entrees):
        raise ValueError(f"{liste}: a code stands twice")
    return Nomenclature(liste, libelle, fermee, by_code)


def _entree(row: Mapping[str, str]) -> Entree:
    jusqua = row.get("jusqua")
    return Entree(
        code=row["code"],
        libelle=row["libelle"],
        depuis=date.fromisoformat(row["depuis"]),
        jusqua=date.fromisoformat(jusqua) if jusqua else None,
        parent=row.get("parent"),
        aide=row.get("aide", ""),
    )
