"""A noun made for tests: one field of each sort, and one element with the sorts that an element may hold."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Element, Fiche
from mvl_desktop.domain.elements import Flat
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.values import Value


class Piece(Element, libelle="Pièce d’essai"):
    """One repeated thing."""

    nom: Annotated[str, Champ("Nom")] = ""
    recit: Annotated[str, Champ("Récit", fusion="texte")] = ""
    le: Annotated[date | None, Champ("Le")] = None
    sur: Annotated[bool | None, Champ("Sûr")] = None


class Essai(Fiche, kind="essai", libelle="Essai", pluriel="Essais", titres=("ligne", "code"), feminin=False):
    """A trial noun."""

    ligne: Annotated[str, Champ("Ligne", groupe="Un", requis=True)] = ""
    recit: Annotated[str, Champ("Récit", groupe="Un", fusion="texte")] = ""
    le: Annotated[date | None, Champ("Le", groupe="Deux")] = None
    sur: Annotated[bool | None, Champ("Sûr", groupe="Deux")] = None
    nombre: Annotated[int | None, Champ("Nombre", groupe="Deux")] = None
    code: Annotated[str, Champ("Code", groupe="Un", nomenclature="essais")] = ""
    codes: Annotated[frozenset[str], Champ("Codes", groupe="Un", fusion="ensemble", nomenclature="essais")] = (
        frozenset()
    )
    lignes: Annotated[tuple[str, ...], Champ("Lignes", groupe="Un")] = ()
    pieces: Annotated[tuple[Piece, ...], Champ("Pièces", groupe="Trois")] = ()
    vers: Annotated[Reference | None, Champ("Vers", groupe="Trois", vers="essai")] = None


def ids(first: int = 1) -> Callable[[], str]:
    """Return a maker of element ids that counts."""
    numbers = count(first)
    return lambda: f"{next(numbers):016x}"


def applied(current: Flat, changes: Flat) -> dict[str, Value]:
    """Return what one post holds after a revision: nil takes a key out, or an element with all that is under it."""
    after = dict(current)
    for key, value in changes.items():
        if value is None:
            for gone in [one for one in after if one == key or one.startswith(f"{key}/")]:
                del after[gone]
        else:
            after[key] = value
    return after
