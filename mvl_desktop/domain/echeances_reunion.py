"""The deadlines of a meeting: its day, its convening, its minutes, what was decided, the yearly one owed."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from mvl_desktop.domain.compte_rendu import DIFFUSE, OUVERTES, VALIDE
from mvl_desktop.domain.echeances_faits import Champs, Kept, day, elements, text
from mvl_desktop.domain.echeances_source import Depart, Filters, Source

ANNUELLE: Final = "reunion_annuelle"
"""The event of what is owed though no record says so: the last day of a year in which a département met not once."""
_AHEAD: Final = ("", "prevue", "convoquee")
_WRITING: Final = ("", "brouillon", "relu")


def _meeting(champs: Champs) -> Iterator[Depart]:
    held = day(champs, "tenue_le")
    if held is not None and text(champs, "etat") in _AHEAD:
        yield Depart(held)


def _held(champs: Champs) -> Iterator[Depart]:
    held = day(champs, "tenue_le")
    if held is not None and text(champs, "etat") == "tenue":
        yield Depart(held, responsable=text(champs, "redige_par"))


def _decided(champs: Champs) -> Iterator[Depart]:
    """What a decision says may name somebody: its number in the minutes is enough to find it."""
    for numero, each in enumerate(elements(champs, "decisions"), 1):
        due = day(each, "pour_le")
        if due is not None and text(each, "texte"):
            yield Depart(due, text(each, "id"), f"n°\u00a0{numero}", text(each, "responsable"))


def _convened(champs: Champs, _cible: str) -> Kept | None:
    convened = day(champs, "convoquee_le")
    return Kept(convened) if convened is not None or text(champs, "etat") == "convoquee" else None


def _validated(champs: Champs, _cible: str) -> Kept | None:
    return Kept(day(champs, "valide_le")) if text(champs, "etat_compte_rendu") in (VALIDE, DIFFUSE) else None


def _carried_out(champs: Champs, cible: str) -> Kept | None:
    one = next((each for each in elements(champs, "decisions") if text(each, "id") == cible), None)
    return Kept(day(one, "faite_le")) if one is not None and text(one, "etat") not in OUVERTES else None


def _meetings(_until: date) -> Iterable[Filters]:
    """Those to come, those whose minutes are being written, those of which something is still to be done."""
    return [
        tuple(("etat", etat) for etat in _AHEAD),
        (("etat", "tenue"), *(("etat_compte_rendu", etat) for etat in _WRITING)),
        tuple(("decisions/etat", etat) for etat in OUVERTES if etat),
    ]


REUNION: Final = Source(
    kind="reunion",
    evenements={
        "reunion_prevue": _meeting,
        "reunion_tenue": _held,
        "decision_reunion": _decided,
        ANNUELLE: lambda _champs: (),
    },
    tenues={"convocation": _convened, "compte_rendu": _validated, "decision": _carried_out},
    filtres=_meetings,
    finie=lambda champs: text(champs, "etat") == "annulee",
)
