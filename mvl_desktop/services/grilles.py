"""Use cases on grilles de repérage: those that may be used, opening one on what is typed, answering, reading again.

What a form holds goes in and comes out, so that it keeps its draft. `grilles_lues` reads what is open and what it calls
for; `grilles_saved` does the same on a signalement that is registered; `grilles_library` keeps the grids themselves.
Nothing here adds answers up, and nothing concludes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.reperage import (
    AIDE,
    answers_of,
    carried,
    closed,
    grid_of,
    held_open,
    may_be_opened,
    read_again,
    version_of,
    with_answer,
    with_grid,
    without_grid,
)
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.clinicians import is_clinician
from mvl_desktop.services.people import my_name
from mvl_desktop.services.proposals import proposed
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError

KIND = "grille"
AGREED = ("publiee", "validee")
WITHDRAWN = "retiree"

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class GrilleLine:
    """A grid of this post's library. `reason`: why it is proposed for what is typed, when it is, in one sentence.

    `forme`: `criteres`, `phases` or `aide`. `ouverte`: it is open on what is typed, in the version it has today.
    `refus`: the code of the sentence that says why it cannot be opened by who sits here; empty when it can.
    """

    id: str
    code: str
    titre: str
    version: int
    forme: str
    declencheur: str
    prudence: str
    statut: str
    criteres: int
    reason: str = ""
    ouverte: bool = False
    refus: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is typed once a grid is open on it, and the id of that opening (an element of `grilles`)."""

    champs: Values = field(repr=False)
    remplie: str


def list_grilles(ports: Ports, champs: Values | None = None, lists: Nomenclatures | None = None) -> list[GrilleLine]:
    """Return the grids that are not withdrawn: those proposed for what is typed first, then the agreed ones, by code.

    Why a grid is proposed is said in the words of `lists`; without them nothing is proposed.
    """
    typed = champs or {}
    with ports.store.read() as uow:
        held = [(reference, values) for reference, values in library(uow) if values.get("statut") != WITHDRAWN]
        clinician = is_clinician(uow)
    ports.journal.note("liste", lignes=len(held))
    reasons = dict(proposed(typed, [values for _, values in held], lists)) if typed and lists else {}
    first = {rang: place for place, rang in enumerate(reasons)}
    lines = [
        _line(reference, values, reasons.get(rang, ""), typed, clinician=clinician)
        for rang, (reference, values) in enumerate(held)
    ]
    order = sorted(
        range(len(lines)),
        key=lambda rang: (first.get(rang, len(lines)), lines[rang].statut not in AGREED, lines[rang].code),
    )
    return [lines[rang] for rang in order]


def with_grille(ports: Ports, champs: Values, grille: str, *, encore: bool = False) -> Opened:
    """Return what is typed with a grid opened on it, each criterion to be answered, pinned to today's version.

    One that is open in this version and not closed is gone on with: nothing changes, its id is given. `encore` opens it
    once more all the same, for another person or another talk.

    Raises RefusError: fiche_inconnue, grille_retiree, grille_sans_critere, grille_reservee_clinicien.
    """
    with ports.store.read() as uow:
        reference, values = grid_named(uow, grille)
        _check(uow, values)
        me = my_name(uow)
    ports.journal.note("consultation", reference.rec)
    already = "" if encore else held_open(champs, reference, version_of(values))
    if already:
        return Opened(champs, already)
    today = ports.clock.now().date()
    return Opened(*with_grid(champs, values, reference, _new_id(ports), today, me))


def with_reading(ports: Ports, champs: Values, remplie: str) -> Opened:
    """Return what is typed with a grid read again in the version it has today, beside the older reading; no answer is
    carried over (see `with_carried`). A second time changes nothing: the reading that is open is given.

    Raises RefusError: grille_non_ouverte, fiche_inconnue, grille_sans_nouvelle_version, grille_retiree,
    grille_sans_critere, grille_reservee_clinicien.
    """
    former = opening_of(champs, remplie)
    with ports.store.read() as uow:
        held = grid_held(uow, former)
        if held is None:
            raise RefusError("fiche_inconnue")
        reference, values = held
        _check(uow, values)
        me = my_name(uow)
    ports.journal.note("consultation", reference.rec)
    version = version_of(values)
    if version <= version_of(former):
        raise RefusError("grille_sans_nouvelle_version")
    already = read_again(champs, remplie, version)
    if already:
        return Opened(champs, already)
    today = ports.clock.now().date()
    return Opened(*with_grid(champs, values, reference, _new_id(ports), today, me, relit=remplie))


def with_said(ports: Ports, champs: Values, reponse: str, said: Values) -> dict[str, object]:
    """Return what is typed with one answer changed: `reponse` is the id of the element, `said` holds what changes.

    Keys of `said`: `reponse` (a code of `reponses_grille`, empty to take it back), `commentaire`, `source`, `piece`
    (the id of an element of `pieces`). The day and the name of who sits here are written with it.

    Raises RefusError: critere_inconnu, grille_reservee_clinicien.
    """
    held = next((one for one in answers_of(champs) if one.get("id") == reponse), None)
    if held is None:
        raise RefusError("critere_inconnu")
    with ports.store.read() as uow:
        _check_clinician(uow, grid_of(champs, str(held.get("remplie"))) or {})
        me = my_name(uow)
    return with_answer(champs, reponse, said, ports.clock.now().date(), me)


def with_carried(ports: Ports, champs: Values, nouvelle: str, criteres: Sequence[str]) -> dict[str, object]:
    """Return what is typed with answers of the older reading taken into `nouvelle`, for these codes of criteria alone.

    Only what a person chose is carried, with who had answered and when; an answer already given stays.
    Raises RefusError: grille_non_ouverte, grille_reservee_clinicien.
    """
    reading = opening_of(champs, nouvelle)
    with ports.store.read() as uow:
        _check_clinician(uow, reading)
    return carried(champs, str(reading.get("relit") or ""), nouvelle, criteres)


def with_closed(ports: Ports, champs: Values, remplie: str, *, is_closed: bool) -> dict[str, object]:
    """Return what is typed with a grid said to be finished today, or to be gone on with."""
    opening_of(champs, remplie)
    return closed(champs, remplie, ports.clock.now().date() if is_closed else None)


def with_none(champs: Values, remplie: str) -> dict[str, object]:
    """Return what is typed without a grid that was opened by mistake, nor its answers; history keeps them."""
    return without_grid(champs, remplie)


def refused(forme: object, *, clinician: bool) -> str:
    """Return why who sits here may not answer a grid of this form: a code, empty when they may."""
    return "grille_reservee_clinicien" if forme == AIDE and not clinician else ""


def opening_of(champs: Values, remplie: str) -> Values:
    """Return a grid opened on what is typed. RefusError: grille_non_ouverte."""
    found = grid_of(champs, remplie)
    if found is None:
        raise RefusError("grille_non_ouverte")
    return found


def grid_held(uow: UnitOfWork, opened: Values) -> tuple[Reference, dict[str, object]] | None:
    """Return the grid that an opening names, as it is today; None when this post does not hold it (any more)."""
    try:
        reference = Reference.parse(str(opened.get("grille")))
    except ReferenceInvalideError:
        return None
    view = uow.records.get(reference.rec)
    return (reference, nest(KIND, shown(view.state))) if view is not None and view.kind == KIND else None


def library(uow: UnitOfWork) -> list[tuple[Reference, dict[str, object]]]:
    """Return every grid that this post holds, by code, whole."""
    rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, order="code")))
    views = [uow.records.get(row.rec) for row in rows if row is not None]
    return [(Reference(view.espace, view.rec), nest(KIND, shown(view.state))) for view in views if view is not None]


def grid_named(uow: UnitOfWork, grille: str) -> tuple[Reference, dict[str, object]]:
    """Return a grid by its id, or by its code when one grid alone has it. RefusError: fiche_inconnue."""
    coded = [found for found in library(uow) if str(found[1].get("code") or "").casefold() == grille.strip().casefold()]
    if len(coded) == 1:
        return coded[0]
    view = existing(uow, grille, KIND)
    return Reference(view.espace, view.rec), nest(KIND, shown(view.state))


def _line(reference: Reference, values: Values, reason: str, typed: Values, *, clinician: bool) -> GrilleLine:
    criteres = values.get("criteres")
    return GrilleLine(
        id=reference.rec.hex(),
        code=str(values.get("code", "")),
        titre=required(KIND).titre(values),
        version=version_of(values),
        forme=str(values.get("forme", "")),
        declencheur=str(values.get("declencheur", "")),
        prudence=str(values.get("prudence", "")),
        statut=str(values.get("statut", "")),
        criteres=len(criteres) if isinstance(criteres, list) else 0,
        reason=reason,
        ouverte=bool(held_open(typed, reference, version_of(values))),
        refus=refused(values.get("forme"), clinician=clinician),
    )


def _check(uow: UnitOfWork, values: Values) -> None:
    if values.get("statut") == WITHDRAWN:
        raise RefusError("grille_retiree")
    if not may_be_opened(values):
        raise RefusError("grille_sans_critere")
    _check_clinician(uow, values)


def _check_clinician(uow: UnitOfWork, values: Values) -> None:
    if values.get("forme") == AIDE and not is_clinician(uow):
        raise RefusError("grille_reservee_clinicien")


def _new_id(ports: Ports) -> Callable[[], str]:
    return lambda: ports.crypto.random(8).hex()
