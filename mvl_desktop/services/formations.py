"""Use cases on actions of training: each gesture from the demand to the evaluation, totals, who was reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.formation_couverture import Couverture, Public, couverture, par_public, seances_pour
from mvl_desktop.domain.formation_gestes import decider, ecarter_seance, evaluer, programmer, recueillir, tenir
from mvl_desktop.domain.formation_totaux import Totaux, nombre_filieres, totaux
from mvl_desktop.domain.formation_vie import KIND as KIND
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.revisions import write_revision

Champs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Bilan:
    """What actions of training add up to over a period, and who was reached."""

    actions: int
    totaux: Totaux
    specifiques: Totaux
    filieres: int
    departements: Sequence[Couverture]
    publics: Sequence[Public]
    intitules: Mapping[str, str] = field(default_factory=dict, repr=False)
    """How each action is called, by its id."""


def collect_demand(ports: Ports, id_: str, demande: Champs, lists: CodeLists | None = None) -> None:
    """Add a demand to the survey of an action; the day is today when it is not said.

    Raises ChampInvalideError, RefusError (fiche_inconnue).
    """
    today = _today(ports).isoformat()
    _change(ports, id_, lambda champs, _uow: recueillir(champs, {"exprimee_le": today, **demande}), lists)


def decide_formation(ports: Ports, id_: str, decision: str, motif: str, lists: CodeLists | None = None) -> None:
    """Keep an action, put it off or set it aside, today, in the name of who sits here.

    Raises FormationMotifRequisError, ChampInvalideError, RefusError (fiche_inconnue).
    """
    today = _today(ports)
    _change(ports, id_, lambda champs, uow: decider(champs, decision, motif=motif, le=today, par=my_name(uow)), lists)


def plan_session(ports: Ports, id_: str, seance: Champs, lists: CodeLists | None = None) -> None:
    """Plan a session. Raises SeanceSansDateError, ChampInvalideError, RefusError (fiche_inconnue)."""
    _change(ports, id_, lambda champs, _uow: programmer(champs, seance), lists)


def hold_session(
    ports: Ports, id_: str, seance: Champs, rang: int | None = None, lists: CodeLists | None = None
) -> None:
    """Say that a session was held, planned (`rang`, from 1) or not, and for how many people.

    Raises SeanceInconnueError, SeanceSansDateError, SeanceAVenirError, SeanceVideError, ChampInvalideError,
    RefusError (fiche_inconnue).
    """
    today = _today(ports)
    _change(ports, id_, lambda champs, _uow: tenir(champs, seance, today, rang=rang), lists)


def drop_session(ports: Ports, id_: str, rang: int, etat: str, lists: CodeLists | None = None) -> None:
    """Put off or give up a session. Raises SeanceInconnueError, ChampInvalideError, RefusError (fiche_inconnue)."""
    _change(ports, id_, lambda champs, _uow: ecarter_seance(champs, rang, etat), lists)


def evaluate(ports: Ports, id_: str, evaluation: str, suites: str = "") -> None:
    """Evaluate an action today. Raises RienAEvaluerError, RefusError (fiche_inconnue)."""
    today = _today(ports)
    _change(ports, id_, lambda champs, _uow: evaluer(champs, evaluation, le=today, suites=suites), None)


def formations_bilan(
    ports: Ports, periode: Periode | None = None, departements: Sequence[str] = (), public: str = ""
) -> Bilan:
    """Return what actions of training add up to, or those sessions of theirs that were for a public.

    `departements` are told of even where nothing was held.
    """
    with ports.store.read() as uow:
        every = formations_of(uow)
    ports.journal.note("liste", lignes=len(every))
    sessions = seances_pour(every, public)
    return Bilan(
        actions=len(every),
        totaux=totaux(sessions, periode),
        specifiques=totaux([each for each in sessions if each.specifique], periode),
        filieres=sum(nombre_filieres(champs) for _rec, champs in every),
        departements=couverture(every, departements, periode, public),
        publics=par_public(every, periode, public),
        intitules={rec: str(champs.get("intitule") or "") for rec, champs in every},
    )


def formations_of(uow: UnitOfWork) -> list[tuple[str, Champs]]:
    """Return every action of training that a unit of work holds, with its id."""
    views = [view for rec in uow.records.find(KIND) if (view := uow.records.get(rec)) is not None]
    return [(view.rec.hex(), nest(KIND, shown(view.state))) for view in views]


def _change(ports: Ports, id_: str, gesture: Callable[[Champs, UnitOfWork], Champs], lists: CodeLists | None) -> None:
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        seen = shown(view.state)
        wanted = gesture(nest(KIND, seen), uow)
        changes = flatten(KIND, wanted, seen, lambda: ports.crypto.random(8).hex(), lists=lists)
        if changes:
            write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
            uow.commit()
    ports.journal.note("modification", view.rec)


def _today(ports: Ports) -> date:
    return ports.clock.now().date()
