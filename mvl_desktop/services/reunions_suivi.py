"""What meetings leave behind: decisions still to be carried out, and the yearly meeting of each département."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.compte_rendu import DECISIONS, OUVERTES, elements, en_retard, jour
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.obligation import AnneeObligation, Rencontre, annee_obligation, rencontre_of
from mvl_desktop.domain.payload import nest
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.people import my_name, people_in
from mvl_desktop.services.records import shown
from mvl_desktop.services.reunions import KIND, Programme

_FIRST_YEAR = 2008


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision of a meeting, as a list shows it."""

    rec: str
    objet: str = field(repr=False)
    tenue_le: date | None
    id: str
    numero: int
    texte: str = field(repr=False)
    responsable: str = field(repr=False)
    pour_le: date | None
    etat: str
    retard: bool
    suite: str = field(default="", repr=False)


def list_decisions(ports: Ports, *, toutes: bool = False, pour: str = "") -> list[DecisionLine]:
    """Return the decisions still to be carried out, those that are late first; or all of them, or one person's."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        lines = [line for view in _deciding(uow, toutes=toutes) for line in _lines(view, today, toutes=toutes)]
        mine = my_name(uow) if pour == "moi" else pour
    found = [line for line in lines if not mine or line.responsable.casefold() == mine.casefold()]
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda line: (line.etat not in OUVERTES, line.pour_le or date.max, line.rec, line.numero))


def obligation_of(ports: Ports, programme: Programme, lists: Nomenclatures, annee: int) -> AnneeObligation:
    """Return the yearly meeting of each of the départements: held, planned, nothing yet, or not known here."""
    with ports.store.read() as uow:
        found = year_of(uow, programme, lists, annee, ports.clock.now().date())
    ports.journal.note("liste", lignes=len(found.lignes))
    return found


def year_of(uow: UnitOfWork, programme: Programme, lists: Nomenclatures, annee: int, today: date) -> AnneeObligation:
    """Return the same, within a reading already open."""
    codes = departements(lists)
    asked = programme.obligations.en_vigueur(annee)
    meetings = list(_meetings(uow, tuple(sorted(asked.types)) if asked else (), annee))
    return annee_obligation(annee, programme.obligations, codes, meetings, followed(uow), today)


def departements(lists: Nomenclatures) -> list[str]:
    """Return the 101 départements, overseas included; the other collectivités have no such council."""
    entries = ((code, lists.entree("departements", code)) for code in lists.codes("departements"))
    return [code for code, entry in entries if entry is not None and entry.parent != code]


def followed(uow: UnitOfWork) -> frozenset[str]:
    """Return the départements that somebody follows here: those of who works here, and of the meetings recorded."""
    served = {code for person in people_in(uow) for code in person.departements}
    rows = uow.records.rows(KIND, uow.records.ids(Query(KIND)))
    held = {str(row.values.get("departement") or "") for row in rows if row is not None}
    return frozenset(served | held - {""})


def years(today: date) -> range:
    """Return the years that may be asked for, the next one included."""
    return range(_FIRST_YEAR, today.year + 2)


def _meetings(uow: UnitOfWork, types: tuple[str, ...], annee: int) -> Iterator[Rencontre]:
    if not types:
        return
    bounds = (("tenue_le>=", f"{annee:04}-01-01"), ("tenue_le<=", f"{annee:04}-12-31"))
    asked = Query(KIND, (*(("type_reunion", each) for each in types), *bounds))
    for row in uow.records.rows(KIND, uow.records.ids(asked)):
        if row is not None:
            yield rencontre_of(row.rec.hex(), row.values)


def _deciding(uow: UnitOfWork, *, toutes: bool) -> Iterator[RecordView]:
    filters = () if toutes else tuple(("decisions/etat", etat) for etat in OUVERTES)
    for row in uow.records.rows(KIND, uow.records.ids(Query(KIND, filters))):
        view = uow.records.get(row.rec) if row is not None else None
        if view is not None:
            yield view


def _lines(view: RecordView, today: date, *, toutes: bool) -> Iterator[DecisionLine]:
    champs: Mapping[str, object] = nest(KIND, shown(view.state))
    for numero, each in enumerate(elements(champs, DECISIONS), 1):
        etat, texte = str(each.get("etat") or ""), str(each.get("texte") or "")
        if texte and (toutes or etat in OUVERTES):
            yield DecisionLine(
                view.rec.hex(),
                str(champs.get("objet") or ""),
                jour(champs.get("tenue_le")),
                str(each.get("id") or ""),
                numero,
                texte,
                str(each.get("responsable") or ""),
                jour(each.get("pour_le")),
                etat,
                en_retard(each, today),
                str(each.get("suite") or ""),
            )
