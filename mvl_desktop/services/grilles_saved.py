"""Use cases: the same as `grilles`, on a signalement that is registered: each writes one revision. And use, counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.reperage import GRILLES, REPONSES, answers_of, grids_of, version_of
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query
from mvl_desktop.services.grilles import (
    Values,
    grid_named,
    opening_of,
    with_carried,
    with_closed,
    with_grille,
    with_reading,
    with_said,
)
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "signalement"


@dataclass(frozen=True, slots=True)
class Usage:
    """How many signalements of this post hold a grid in one of its versions, and how many have an answer there."""

    version: int
    ouverte: int
    remplie: int


def open_grille(ports: Ports, signalement: str, grille: str, *, encore: bool = False) -> str:
    """Open a grid, by its code or its id; return the id of the opening (the same when it is open already).

    Raises RefusError: fiche_inconnue, grille_retiree, grille_sans_critere, grille_reservee_clinicien, lecture_seule.
    """
    opened = ""

    def act(champs: Values) -> Values:
        nonlocal opened
        made = with_grille(ports, champs, grille, encore=encore)
        opened = made.remplie
        return made.champs

    _saved(ports, signalement, act)
    return opened


def answer(
    ports: Ports,
    signalement: str,
    critere: str,
    said: Values,
    *,
    remplie: str | None = None,
    lists: CodeLists | None = None,
) -> bool:
    """Answer a criterion, by its code, in the grid opened last that asks it (or in `remplie`); False: nothing differs.

    Raises RefusError: fiche_inconnue, critere_inconnu, grille_non_ouverte, piece_introuvable,
    grille_reservee_clinicien, lecture_seule, ChampInvalideError.
    """

    def act(champs: Values) -> Values:
        if said.get("piece") and said["piece"] not in _ids(champs.get("pieces")):
            raise RefusError("piece_introuvable")
        return with_said(ports, champs, asked(champs, critere, remplie), said)

    return _saved(ports, signalement, act, lists)


def reread_grille(ports: Ports, signalement: str, remplie: str, criteres: Sequence[str] = ()) -> str:
    """Open the newer version of a grid beside an older reading, and carry over the answers to these criteria alone.

    Returns the id of the newer reading. Raises what `with_reading` and `with_carried` raise, and lecture_seule.
    """
    opened = ""

    def act(champs: Values) -> Values:
        nonlocal opened
        made = with_reading(ports, champs, remplie)
        opened = made.remplie
        return with_carried(ports, made.champs, opened, criteres)

    _saved(ports, signalement, act)
    return opened


def close_grille(ports: Ports, signalement: str, remplie: str, *, is_closed: bool = True) -> bool:
    """Say that a grid is finished, or gone on with. RefusError: fiche_inconnue, grille_non_ouverte, lecture_seule."""
    return _saved(ports, signalement, lambda champs: with_closed(ports, champs, remplie, is_closed=is_closed))


def usage(ports: Ports, grille: str) -> list[Usage]:
    """Return how a grid is used here, version by version, the last first; signalements of this post alone count.

    It says nothing of anybody: it counts files, to know which grids serve. RefusError: fiche_inconnue.
    """
    opened: dict[int, list[bool]] = {}
    with ports.store.read() as uow:
        reference, _values = grid_named(uow, grille)
        here = str(reference)
        rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, (("grilles/grille", here),))))
        for row in rows:
            view = uow.records.get(row.rec) if row is not None else None
            if view is not None:
                for version, is_answered in _held(nest(KIND, shown(view.state)), here).items():
                    opened.setdefault(version, []).append(is_answered)
    ports.journal.note("liste", reference.rec, lignes=sum(map(len, opened.values())))
    return [Usage(version, len(held), sum(held)) for version, held in sorted(opened.items(), reverse=True)]


def asked(champs: Values, critere: str, remplie: str | None = None) -> str:
    """Return the id of the answer to a criterion, in the grid opened last that asks it and is not closed, else closed.

    Raises RefusError: critere_inconnu, grille_non_ouverte.
    """
    opened = [opening_of(champs, remplie)] if remplie else [*reversed(grids_of(champs))]
    for grid in sorted(opened, key=lambda one: bool(one.get("terminee_le"))):
        for one in answers_of(champs, str(grid.get("id"))):
            if str(one.get("critere") or "").casefold() == critere.strip().casefold():
                return str(one["id"])
    raise RefusError("critere_inconnu")


def _held(champs: Values, here: str) -> dict[int, bool]:
    """Return the versions in which a signalement holds a grid, and whether anything was answered there."""
    found: dict[int, bool] = {}
    for one in grids_of(champs):
        if one.get("grille") == here:
            answered = any(each.get("reponse") for each in answers_of(champs, str(one.get("id"))))
            found[version_of(one)] = answered or found.get(version_of(one), False)
    return found


def _ids(elements: object) -> set[object]:
    return {one.get("id") for one in elements if isinstance(one, Mapping)} if isinstance(elements, list) else set()


def _saved(ports: Ports, signalement: str, act: Callable[[Values], Values], lists: CodeLists | None = None) -> bool:
    """Write what `act` changes over what was read, and no more: what another post adds meanwhile merges with it."""
    with ports.store.read() as uow:
        view = existing(uow, signalement, KIND)
    flat = shown(view.state)
    after = act(nest(KIND, flat))
    given = {name: after[name] for name in (GRILLES, REPONSES) if name in after}
    changes = flatten(KIND, given, flat, lambda: ports.crypto.random(8).hex(), lists=lists)
    if changes:
        with ports.store.work() as uow:
            write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
            uow.commit()
        ports.journal.note("modification", view.rec)
    return bool(changes)
