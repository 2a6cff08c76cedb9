"""Use cases on functions: those that nobody holds, how many there are, and what they can follow. Never of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.effectifs import Charge, Effectif, charges, effectif
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.tenues import situation
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.annuaire import Directory
from mvl_desktop.services.records import shown

KIND = "emploi"
SIGNALEMENT = "signalement"
_FIRST = ("vacant", "interim", "a_venir", "pourvu", "ferme")


@dataclass(frozen=True, slots=True)
class Fonction:
    """A function and how it stands on a day. `depuis`: since when; `remplacement_le`: when somebody comes."""

    id: str
    intitule: str
    fonction: str
    organisme: str
    structure: str
    departement: str
    etat: str
    depuis: str = ""
    jusqua: str = ""
    remplacement_le: str = ""
    recrutement: str = ""


def list_vacancies(ports: Ports, day: date | None = None) -> list[Fonction]:
    """Return the functions that nobody holds on a day (today by default), those held by intérim after them."""
    found = [each for each in list_functions(ports, day) if each.etat in ("vacant", "interim")]
    return sorted(found, key=lambda each: (each.etat != "vacant", each.depuis or "0", each.intitule))


def list_functions(ports: Ports, day: date | None = None) -> list[Fonction]:
    """Return the functions as they stand on a day (today by default), those that nobody holds first."""
    when = day or ports.clock.now().date()
    with ports.store.read() as uow:
        directory = Directory(uow)
        held = functions(uow)
    found = [_line(rec, champs, directory, when) for rec, champs in held]
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: (_FIRST.index(each.etat), each.departement, each.intitule))


def staffing(ports: Ports, day: date | None = None, espace: bytes | None = None) -> Effectif:
    """Return how many functions there are on a day (today by default), held or not; of an espace, or of all."""
    when = day or ports.clock.now().date()
    with ports.store.read() as uow:
        return effectif([champs for _rec, champs in functions(uow, espace)], when)


def workload(ports: Ports, periode: Periode, espace: bytes | None = None) -> list[Charge]:
    """Return what came in each département in a period, against what the functions there can follow."""
    with ports.store.read() as uow:
        held = [champs for _rec, champs in functions(uow, espace)]
        places = {str(champs.get("departement") or "") for champs in held} - {""}
        recus = {place: _received(uow, place, periode, espace) for place in sorted(places)}
    return charges(held, recus, periode)


def functions(uow: UnitOfWork, espace: bytes | None = None) -> list[tuple[str, Mapping[str, object]]]:
    """Return the functions that a unit of work holds, by id."""
    views = [view for rec in uow.records.find(KIND, espace) if (view := uow.records.get(rec)) is not None]
    return [(view.rec.hex(), nest(KIND, shown(view.state))) for view in views]


def _received(uow: UnitOfWork, departement: str, periode: Periode, espace: bytes | None) -> int:
    filters = (
        ("departement", departement),
        ("recu_le>=", periode.du.isoformat()),
        ("recu_le<=", periode.au.isoformat()),
    )
    return len(uow.records.ids(Query(SIGNALEMENT, filters, espace=espace)))


def _line(rec: str, champs: Mapping[str, object], directory: Directory, when: date) -> Fonction:
    now = situation(champs, when)
    text = {name: str(champs.get(name) or "") for name in ("intitule", "fonction", "structure", "departement")}
    return Fonction(
        id=rec,
        organisme=directory.name_of(champs.get("organisme")),
        etat=now.etat,
        depuis=now.depuis.isoformat() if now.depuis else "",
        jusqua=now.jusqua.isoformat() if now.jusqua else "",
        remplacement_le=now.remplacement_le.isoformat() if now.remplacement_le else "",
        recrutement=str(champs.get("etat_recrutement") or ""),
        **text,
    )
