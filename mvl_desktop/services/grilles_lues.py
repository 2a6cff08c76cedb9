"""Use cases: grids opened on what is typed, as they are read: counts, questions, a newer version beside, fiches called.

Counts stay family by family and answer by answer: nothing is added up, and nothing concludes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.reperage import (
    Appel,
    Comptes,
    Couple,
    answers_of,
    calls,
    counts,
    grid_of,
    grids_of,
    may_be_opened,
    read_again,
    side_by_side,
    to_ask,
    version_of,
)
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query
from mvl_desktop.services.clinicians import is_clinician
from mvl_desktop.services.grilles import WITHDRAWN, Values, grid_held, opening_of, refused
from mvl_desktop.services.refusals import RefusError

_FICHES = "fiche-conduite"
_SAID = ("grille", "code", "titre", "forme", "contexte", "ouverte_le", "ouverte_par", "terminee_le", "relit")


@dataclass(frozen=True, slots=True)
class FicheAppelee:
    """A fiche that answers call for, and why: `reason` names the criteria and what was answered of each.

    `id` is empty when this post holds no fiche of this code; it is named all the same.
    """

    id: str
    code: str
    titre: str
    reason: str = field(repr=False)
    applied: bool = False


@dataclass(frozen=True, slots=True)
class GrilleLue:
    """One grid opened on a signalement, as it is read: its answers in the order of its criteria, and what they say.

    `reponses`: the elements (`id`, `critere`, `libelle`, `famille`, `aide`, `fiches`, `reponse`, `commentaire`,
    `source`, `piece`, `repondu_le`, `repondu_par`). `comptes`: family by family, never added up. `questions`: criteria
    always found by the sources that nobody could tell of. `plus_recente`: the version of the grid today, when it is a
    newer one that may be read again; 0 otherwise. `relue`: a newer reading of this one is already open. `refus`: why
    who sits here may not answer it (a code), empty when they may.
    """

    remplie: str
    grille: str
    code: str
    titre: str
    version: int
    forme: str
    contexte: str = field(repr=False)
    ouverte_le: str
    ouverte_par: str = field(repr=False)
    terminee_le: str
    relit: str
    reponses: tuple[Values, ...] = field(repr=False)
    comptes: tuple[Comptes, ...]
    questions: tuple[Values, ...] = field(repr=False)
    plus_recente: int = 0
    relue: bool = False
    refus: str = ""


def read_grilles(ports: Ports, champs: Values) -> list[GrilleLue]:
    """Return the grids opened on what is typed, the last opened first, each as it is read. Notes their consultation."""
    opened = [one for one in reversed(grids_of(champs)) if one.get("id")]
    if not opened:
        return []
    with ports.store.read() as uow:
        held = [grid_held(uow, one) for one in opened]
        clinician = is_clinician(uow)
    ports.journal.note("liste", lignes=len(opened))
    return [
        _read(champs, one, today[1] if today else {}, clinician=clinician)
        for one, today in zip(opened, held, strict=True)
    ]


def compare_reading(ports: Ports, champs: Values, remplie: str) -> tuple[Couple, ...]:
    """Return a grid opened on what is typed beside a newer version, criterion by criterion, matched by their code.

    Beside the reading that is open of the newer version when there is one (or that `remplie` itself reads again), else
    beside the criteria of the grid as it is today: what would be asked. Raises RefusError: grille_non_ouverte,
    fiche_inconnue.
    """
    former = opening_of(champs, remplie)
    if former.get("relit") and grid_of(champs, str(former["relit"])) is not None:
        return side_by_side(answers_of(champs, str(former["relit"])), answers_of(champs, remplie))
    reading = read_again(champs, remplie)
    if reading:
        return side_by_side(answers_of(champs, remplie), answers_of(champs, reading))
    with ports.store.read() as uow:
        held = grid_held(uow, former)
    if held is None:
        raise RefusError("fiche_inconnue")
    reference, values = held
    ports.journal.note("consultation", reference.rec)
    criteres = values.get("criteres")
    return side_by_side(answers_of(champs, remplie), criteres if isinstance(criteres, list) else [])


def called_fiches(ports: Ports, champs: Values, lists: Nomenclatures, remplie: str | None = None) -> list[FicheAppelee]:
    """Return the fiches that the answers of one grid, or of all, call for, each with its reason in one sentence.

    A fiche that is withdrawn is left out; one that this post does not hold is named by its code alone.
    """
    wanted = calls(answers_of(champs, remplie))
    if not wanted:
        return []
    applied = champs.get("etapes_appliquees")
    steps = {one.get("fiche") for one in applied if isinstance(one, Mapping)} if isinstance(applied, list) else set()
    with ports.store.read() as uow:
        rows = uow.records.rows(_FICHES, uow.records.ids(Query(_FICHES)))
        held = {str(row.values.get("code")): row for row in rows if row is not None}
    ports.journal.note("liste", lignes=len(wanted))
    found = []
    for appel in wanted:
        row = held.get(appel.fiche)
        if row is not None and row.values.get("statut") == WITHDRAWN:
            continue
        titre = required(_FICHES).titre(row.values) if row else ""
        is_applied = row is not None and str(Reference(row.espace, row.rec)) in steps
        id_ = row.rec.hex() if row else ""
        found.append(FicheAppelee(id_, appel.fiche, titre, _why(appel, lists), is_applied))
    return found


def _read(champs: Values, opened: Values, today: Values, *, clinician: bool) -> GrilleLue:
    remplie = str(opened["id"])
    reponses = answers_of(champs, remplie)
    newer = version_of(today) if today and may_be_opened(today) else 0
    said = {name: str(opened.get(name) or "") for name in _SAID}
    return GrilleLue(
        remplie=remplie,
        version=version_of(opened),
        reponses=tuple(reponses),
        comptes=counts(reponses),
        questions=to_ask(reponses),
        plus_recente=newer if newer > version_of(opened) and today.get("statut") != WITHDRAWN else 0,
        relue=bool(read_again(champs, remplie)),
        refus=refused(opened.get("forme"), clinician=clinician),
        **said,
    )


def _why(appel: Appel, lists: Nomenclatures) -> str:
    """Return what was answered that calls for a fiche: « MIN-04 Rupture du suivi : rapporté »."""
    parts = []
    for one in appel.reponses:
        named = " ".join(str(one.get(name) or "") for name in ("critere", "libelle")).strip()
        answer = _(lists.libelle("reponses_grille", str(one.get("reponse")))).lower()
        parts.append(_("{critere}\u00a0: {reponse}").format(critere=named, reponse=answer))
    return "\u202f; ".join(parts) + "."
