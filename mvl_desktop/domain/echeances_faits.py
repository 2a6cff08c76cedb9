"""What deadlines are counted from, and what shows that they were kept, as a record says them. Pure.

One function for each code of the nomenclatures `evenements_echeance` and `tenues_echeance`. A code that is not here
(a newer post wrote it) counts from nothing and is never met.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mvl_desktop.domain.conservation import months_after
from mvl_desktop.domain.jours_ouvres import Calendrier
from mvl_desktop.domain.transmission import CLOSE, ENVOYEE, RETOUR, SENT

Champs = Mapping[str, object]

ELECTRONIC: Final = (
    "courriel",
    "messagerie_securisee",
    "demarche_en_ligne",
    "formulaire_reclamation",
    "portail_signalement",
)
WRITTEN: Final = ("courrier",)
AT_RISK: Final = ("a_risque", "infractionnelle")
NOT_QUALIFIED: Final = ("", "non_qualifie")
LANCEUR: Final = "lanceur_alerte"
"""Not a field of a signalement: its signalant says so, and whoever may read it adds it to the values."""
OPEN_COPIES: Final = ("en_preparation", "a_relire", "relue")
_WHISTLE_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Kept:
    """That something was done, and when it is known."""

    le: date | None = None


Departure = tuple[str, date]
"""The id of the element that it is about (empty: the record), and the day that it happened."""


def departures(
    evenement: str, champs: Champs, destinataire: str, issue: str, calendrier: Calendrier
) -> Iterator[Departure]:
    """Give what a deadline is counted from in a record; nothing when it did not happen."""
    if evenement in _OF_TRANSMISSIONS:
        for each in elements(champs, "transmissions"):
            if destinataire and each.get("destinataire") != destinataire:
                continue
            if issue and each.get("issue") != issue:
                continue
            found = _OF_TRANSMISSIONS[evenement](each, champs)
            if found is not None:
                yield text(each, "id"), found
    elif evenement == "application":
        yield from _applications(champs)
    elif evenement in _OF_RECORDS:
        found = _OF_RECORDS[evenement](champs, calendrier)
        if found is not None:
            yield "", found


def kept(how: str, champs: Champs, cible: str) -> Kept | None:
    """Return that something was done, when the record shows it; `cible`: the element that the deadline is about."""
    found = _SHOWN.get(how)
    return found(champs, cible) if found is not None else None


def elements(champs: Champs, group: str) -> list[Champs]:
    """Return the elements of a group."""
    held = champs.get(group)
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def text(champs: Champs, name: str) -> str:
    """Return a text; empty when it is none."""
    value = champs.get(name)
    return value if isinstance(value, str) else ""


def day(champs: Champs, name: str) -> date | None:
    """Return a day; None when it is none."""
    try:
        return date.fromisoformat(text(champs, name))
    except ValueError:
        return None


def _received(champs: Champs, _calendrier: Calendrier) -> date | None:
    return day(champs, "recu_le")


def _received_by(*canaux: str) -> Callable[[Champs, Calendrier], date | None]:
    return lambda champs, _calendrier: day(champs, "recu_le") if champs.get("canal") in canaux else None


def _minor(champs: Champs, _calendrier: Calendrier) -> date | None:
    """A minor seems in danger: somebody said that it cannot wait, or qualified the situation so."""
    worrying = champs.get("urgence") == "immediate" or champs.get("danger_vital") is True
    worrying = worrying or champs.get("niveau") in AT_RISK
    return day(champs, "recu_le") if worrying and champs.get("mineur_concerne") is True else None


def _vital(champs: Champs, _calendrier: Calendrier) -> date | None:
    return day(champs, "recu_le") if champs.get("danger_vital") is True else None


def _urgent(champs: Champs, _calendrier: Calendrier) -> date | None:
    return day(champs, "recu_le") if champs.get("urgence") == "immediate" else None


def _qualified_as(niveau: str) -> Callable[[Champs, Calendrier], date | None]:
    """Since when a record is qualified so: the first of the last qualifications that all say it."""

    def since(champs: Champs, _calendrier: Calendrier) -> date | None:
        if champs.get("niveau") != niveau:
            return None
        first = day(champs, "qualifie_le")
        for each in reversed(elements(champs, "qualifications")):
            if each.get("niveau") != niveau:
                break
            first = day(each, "qualifie_le") or first
        return first or day(champs, "recu_le")

    return since


def _asked(champs: Champs, _calendrier: Calendrier) -> date | None:
    return day(champs, "demandee_le") if champs.get("etat") in OPEN_COPIES else None


def _refused(champs: Champs, _calendrier: Calendrier) -> date | None:
    """A silence of a month is a refusal; a refusal that was said is counted from there too, for want of its day."""
    asked = day(champs, "demandee_le")
    if asked is None or champs.get("etat") == "remise":
        return None
    try:
        return months_after(asked, 1)
    except (OverflowError, ValueError):
        return None


def _whistle(champs: Champs, _calendrier: Calendrier) -> date | None:
    return day(champs, "recu_le") if champs.get(LANCEUR) is True else None


def _whistle_answered(champs: Champs, calendrier: Calendrier) -> date | None:
    """From the acknowledgement or, for want of one, from the end of the days in which it had to be sent."""
    received = _whistle(champs, calendrier)
    if received is None:
        return None
    try:
        return day(champs, "accuse_reception_le") or calendrier.after(received, _WHISTLE_DAYS)
    except OverflowError:
        return None


def _applications(champs: Champs) -> Iterator[Departure]:
    """Give one line for each fiche applied: its first step says when."""
    seen: set[tuple[object, object]] = set()
    for step in elements(champs, "etapes_appliquees"):
        fiche = (step.get("fiche"), step.get("version"))
        applied = day(step, "appliquee_le")
        if applied is not None and fiche not in seen:
            seen.add(fiche)
            yield text(step, "id"), applied


def _sent(each: Champs, _champs: Champs) -> date | None:
    return day(each, "envoyee_le") if each.get("etat") in SENT else None


def _sent_for_minor(each: Champs, champs: Champs) -> date | None:
    return _sent(each, champs) if champs.get("mineur_concerne") is True else None


def _returned(each: Champs, _champs: Champs) -> date | None:
    return day(each, "retour_recu_le") if each.get("etat") in (RETOUR, CLOSE) else None


def _awaited(each: Champs, _champs: Champs) -> date | None:
    return day(each, "retour_attendu_le") if each.get("etat") == ENVOYEE else None


_OF_RECORDS: Final[Mapping[str, Callable[[Champs, Calendrier], date | None]]] = {
    "reception": _received,
    "reception_electronique": _received_by(*ELECTRONIC),
    "reception_ecrite": _received_by(*WRITTEN),
    "mineur_en_danger": _minor,
    "danger_vital": _vital,
    "urgence_immediate": _urgent,
    "infraction": _qualified_as("infractionnelle"),
    "hors_champ": _qualified_as("hors_champ"),
    "reprise": lambda champs, _calendrier: day(champs, "a_reprendre_le"),
    "cloture": lambda champs, _calendrier: day(champs, "clos_le"),
    "lanceur_alerte": _whistle,
    "lanceur_accuse": _whistle_answered,
    "demande_acces": _asked,
    "refus_acces": _refused,
}
_OF_TRANSMISSIONS: Final[Mapping[str, Callable[[Champs, Champs], date | None]]] = {
    "envoi": _sent,
    "envoi_mineur": _sent_for_minor,
    "retour": _returned,
    "retour_attendu": _awaited,
}
EVENTS: Final = frozenset({*_OF_RECORDS, *_OF_TRANSMISSIONS, "application"})


def _acknowledged(*genres: str) -> Callable[[Champs, str], Kept | None]:
    """Whether an acknowledgement left: its day in the record, or a letter of one of these sorts."""

    def found(champs: Champs, _cible: str) -> Kept | None:
        said = day(champs, "accuse_reception_le")
        return Kept(said) if said is not None else _letter(champs, genres)

    return found


def _letter(champs: Champs, genres: Sequence[str]) -> Kept | None:
    for each in elements(champs, "courriers"):
        if each.get("genre") in genres and each.get("etat") == "envoye":
            return Kept(day(each, "envoye_le"))
    return None


def _is_qualified(champs: Champs, _cible: str) -> Kept | None:
    if (champs.get("niveau") or "") in NOT_QUALIFIED:
        return None
    days = [found for each in elements(champs, "qualifications") if (found := day(each, "qualifie_le"))]
    return Kept(day(champs, "qualifie_le") or max(days, default=None))


def _sent_to(*destinataires: str) -> Callable[[Champs, str], Kept | None]:
    def found(champs: Champs, _cible: str) -> Kept | None:
        for each in elements(champs, "transmissions"):
            if each.get("destinataire") in destinataires and each.get("etat") in SENT:
                return Kept(day(each, "envoyee_le"))
        return None

    return found


def _copied(champs: Champs, cible: str) -> Kept | None:
    """Whether the département knows: a copy was sent with the transmission, or it was told apart."""
    each = _transmission(champs, cible)
    copies = each.get("copie_a") if each is not None else None
    told = {str(one) for one in copies} if isinstance(copies, (list, tuple)) else set()
    if each is not None and told & set(_DEPARTEMENT):
        return Kept(day(each, "envoyee_le"))
    return _sent_to(*_DEPARTEMENT)(champs, cible)


def _has_returned(champs: Champs, cible: str) -> Kept | None:
    each = _transmission(champs, cible)
    if each is None or not (day(each, "retour_recu_le") or each.get("etat") in (RETOUR, CLOSE)):
        return None
    return Kept(day(each, "retour_recu_le"))


def _was_reminded(champs: Champs, cible: str) -> Kept | None:
    each = _transmission(champs, cible)
    reminded = day(each, "relancee_le") if each is not None else None
    return Kept(reminded) if reminded is not None else None


def _reoriented(champs: Champs, _cible: str) -> Kept | None:
    le = day(champs, "reoriente_le")
    return Kept(le) if le is not None else None


def _steps_done(champs: Champs, cible: str) -> Kept | None:
    """Whether no step of the same application of a fiche is left to do."""
    steps = elements(champs, "etapes_appliquees")
    first = next((step for step in steps if step.get("id") == cible), None)
    if first is None:
        return None
    fiche = (first.get("fiche"), first.get("version"))
    same = [step for step in steps if (step.get("fiche"), step.get("version")) == fiche]
    if any(step.get("etat") in (None, "", "a_faire") for step in same):
        return None
    return Kept(max((found for step in same if (found := day(step, "fait_le"))), default=None))


def _given(champs: Champs, _cible: str) -> Kept | None:
    if champs.get("etat") not in ("remise", "refusee"):
        return None
    return Kept(day(champs, "remise_le"))


def _closed(champs: Champs, _cible: str) -> Kept | None:
    le = day(champs, "clos_le")
    return Kept(le) if le is not None else None


def _transmission(champs: Champs, cible: str) -> Champs | None:
    found: Iterable[Champs] = (each for each in elements(champs, "transmissions") if each.get("id") == cible)
    return next(iter(found), None)


_DEPARTEMENT: Final = ("conseil_departemental", "crip")
_SHOWN: Final[Mapping[str, Callable[[Champs, str], Kept | None]]] = {
    "accuse_enregistrement": _acknowledged("accuse_enregistrement"),
    "accuse_reception": _acknowledged("accuse_reception"),
    "qualification": _is_qualified,
    "envoi_procureur": _sent_to("procureur"),
    "envoi_crip": _sent_to("crip", "119"),
    "envoi_miviludes": _sent_to("miviludes"),
    "copie_departement": _copied,
    "retour": _has_returned,
    "relance": _was_reminded,
    "reorientation": _reoriented,
    "reponse": lambda champs, _cible: _letter(champs, ("reponse",)),
    "etapes": _steps_done,
    "remise": _given,
    "cloture": _closed,
}
SHOWN: Final = frozenset(_SHOWN)
