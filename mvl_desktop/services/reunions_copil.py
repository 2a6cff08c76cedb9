"""Use cases of a COPIL: freeze the indicators of the convention at its date, and see what they have become since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.compte_rendu import elements, jour
from mvl_desktop.domain.convention_vie import signature
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.figure import Requete
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.mesures import asked_again, frozen, key_of, requete_of
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.reunions import COPIL, KIND, TENUE
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.statistiques_calcul import Demande, Outils

_MESURES = "mesures"


@dataclass(frozen=True, slots=True)
class Since:
    """A frozen value beside what the same question gives today; `aujourdhui` None when it cannot be asked again."""

    code: str
    libelle: str = field(repr=False)
    ligne: str = field(repr=False)
    figee: str
    aujourdhui: str | None
    unite: str
    memes: bool
    """Whether the same records are counted."""
    requete: Requete | None = None
    """What opens them; None when nothing does here."""
    alors: int | None = None
    """How many records were counted, and how many are now."""
    maintenant: int | None = None


@dataclass(frozen=True, slots=True)
class Rythme:
    """COPIL of a year: how many were held, how many are planned, and those that were put off or cancelled."""

    annee: int
    tenus: int
    prevus: int
    autres: int


def default_codes(outils: Outils) -> tuple[str, ...]:
    """Return the indicators of the convention: those whose code says no part of another one."""
    return tuple(each.code for each in outils.indicateurs.tous if "-" not in each.code)


def period_of(uow: UnitOfWork, view: RecordView) -> Periode:
    """Return the period that a COPIL looks at: from the convention's beginning, else the year's, to its own day.

    RefusError: reunion_sans_date.
    """
    champs = nest(KIND, shown(view.state))
    held = jour(champs.get("tenue_le"))
    if held is None:
        raise RefusError("reunion_sans_date")
    begun = _beginning(uow, str(champs.get("convention") or ""))
    return Periode(begun if begun is not None and begun <= held else date(held.year, 1, 1), held)


def freeze(
    ports: Ports,
    outils: Outils,
    id_: str,
    codes: Sequence[str] = (),
    periode: Periode | None = None,
) -> int:
    """Freeze indicators in a meeting, in the place of those of the same codes; return how many values it then holds.

    `codes`: every indicator of the convention when none is said. What was entered by hand stays.
    Raises IndicateurInconnuError, RefusError: fiche_inconnue, reunion_sans_date.
    """
    wanted = tuple(dict.fromkeys(outils.indicateurs.of(code).code for code in codes)) or default_codes(outils)
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        over = periode or period_of(uow, view)
        made = list(frozen(uow, ports, outils, [Demande(code, over) for code in wanted]))
        held = elements(nest(KIND, shown(view.state)), _MESURES)
        kept = [dict(each) for each in held if each.get("code") not in wanted or not each.get("requete")]
        changes = flatten(KIND, {_MESURES: [*kept, *made]}, shown(view.state), lambda: ports.crypto.random(8).hex())
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
        uow.commit()
    ports.journal.note("statistiques", lignes=len(made))
    ports.journal.note("modification", view.rec)
    return len(kept) + len(made)


def since(ports: Ports, outils: Outils, id_: str) -> list[Since]:
    """Return each frozen value beside today's, asked over the same period. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        held = elements(nest(KIND, shown(view.state)), _MESURES)
        today = asked_again(uow, ports, outils, held)
    ports.journal.note("statistiques", view.rec, lignes=len(held))
    return [_since(one, today.get(key_of(one))) for one in held]


def rhythm(ports: Ports, annee: int) -> Rythme:
    """Return how many COPIL a year has, held against planned."""
    bounds = (("tenue_le>=", f"{annee:04}-01-01"), ("tenue_le<=", f"{annee:04}-12-31"))
    with ports.store.read() as uow:
        rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, (("type_reunion", COPIL), *bounds))))
        states = [str(row.values.get("etat") or "") for row in rows if row is not None]
    ports.journal.note("liste", lignes=len(states))
    held = states.count(TENUE)
    ahead = sum(state in ("", "prevue", "convoquee") for state in states)
    return Rythme(annee, held, ahead, len(states) - held - ahead)


def _since(mesure: Mapping[str, object], now: Mapping[str, object] | None) -> Since:
    again = now if mesure.get("requete") else None
    return Since(
        str(mesure.get("code") or ""),
        str(mesure.get("libelle") or ""),
        str(mesure.get("ligne_libelle") or ""),
        str(mesure.get("valeur") or ""),
        str(again.get("valeur") or "") if again is not None else None,
        str(mesure.get("unite") or ""),
        again is not None and again.get("empreinte") == mesure.get("empreinte"),
        requete_of(mesure) if again is not None else None,
        behind_of(mesure),
        behind_of(again),
    )


def behind_of(mesure: Mapping[str, object] | None) -> int | None:
    """Return how many records stand behind a frozen value; None when it does not say."""
    number = mesure.get("nombre") if mesure is not None else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _beginning(uow: UnitOfWork, convention: str) -> date | None:
    """Return the day on which a convention was signed."""
    try:
        view = uow.records.get(Reference.parse(convention).rec) if convention else None
    except ReferenceInvalideError:
        return None
    return signature(nest(view.kind, shown(view.state))) if view is not None else None
