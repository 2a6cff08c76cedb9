"""Use cases: what moves a fiche on its way (review, agreement, publication, withdrawal), and remarks on it."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.relecture import ACCORDER, PARTIES, RETIRER, moved, moves
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.people import Person, myself
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.reviewing import KINDS
from mvl_desktop.services.revisions import write_revision

A_TRAITER, SUIVIE, ECARTEE = "a_traiter", "suivie", "ecartee"
_MIVILUDES = "conseiller_miviludes"


def my_party(ports: Ports) -> str:
    """Return the party of the convention that who sits here speaks for, by their function; empty when it says none."""
    with ports.store.read() as uow:
        return _party(myself(uow))


def advance(
    ports: Ports, id_: str, move: str, *, partie: str = "", motif: str = "", remplacee_par: str = ""
) -> dict[str, object]:
    """Move a fiche on; return the fields that changed. An agreement is given by the person who sits here, and signed.

    Raises RefusError (fiche_inconnue, geste_impossible, retrait_sans_motif, validation_partie),
    ValidationDoubleError, ValidationManquanteError.
    """
    today = ports.clock.now().date()
    with ports.store.work() as uow:
        view = _reviewed(uow, id_)
        champs, person = nest(view.kind, shown(view.state)), myself(uow)
        if move not in moves(champs):
            raise RefusError("geste_impossible")
        if move == RETIRER and not motif.strip():
            raise RefusError("retrait_sans_motif")
        if move == ACCORDER:
            mine = _party(person)
            partie = partie or mine
            if partie not in PARTIES or (mine and partie != mine):
                raise RefusError("validation_partie")
        changes = moved(
            champs, move, today, partie=partie, par=person.nom, motif=motif.strip(), remplacee_par=remplacee_par.strip()
        )
        _write(uow, ports, view, changes)
        uow.commit()
    ports.journal.note("modification", view.rec)
    return changes


def remark(ports: Ports, id_: str, sur: str, texte: str, partie: str = "") -> None:
    """Ask to change something in a fiche: on which part, and what. RefusError: fiche_inconnue, remarque_sans_raison."""
    if not texte.strip():
        raise RefusError("remarque_sans_raison")
    today = ports.clock.now().date().isoformat()
    with ports.store.work() as uow:
        view = _reviewed(uow, id_)
        champs, person = nest(view.kind, shown(view.state)), myself(uow)
        given = {
            "version": champs.get("version") or 1,
            "partie": partie or _party(person) or None,
            "sur": sur.strip() or None,
            "texte": texte.strip(),
            "par": person.nom,
            "le": today,
            "etat": A_TRAITER,
        }
        _write(uow, ports, view, {"remarques": [*remarks_of(champs), given]})
        uow.commit()
    ports.journal.note("modification", view.rec)


def answer_remark(ports: Ports, id_: str, remarque: str, etat: str, reponse: str = "") -> None:
    """Say what was made of a remark: followed, or set aside with the reason.

    Raises RefusError: fiche_inconnue, remarque_inconnue, remarque_sans_raison.
    """
    if etat not in (SUIVIE, ECARTEE) or (etat == ECARTEE and not reponse.strip()):
        raise RefusError("remarque_sans_raison")
    with ports.store.work() as uow:
        view = _reviewed(uow, id_)
        held = remarks_of(nest(view.kind, shown(view.state)))
        if not any(each.get("id") == remarque for each in held):
            raise RefusError("remarque_inconnue")
        said = {"etat": etat, "reponse": reponse.strip() or None, "repondue_par": myself(uow).nom}
        _write(
            uow,
            ports,
            view,
            {"remarques": [{**each, **said} if each.get("id") == remarque else each for each in held]},
        )
        uow.commit()
    ports.journal.note("modification", view.rec)


def remarks_of(champs: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """Return the remarks of a fiche, in their order."""
    held = champs.get("remarques")
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def _party(person: Person) -> str:
    if not person.fonction:
        return ""
    return "miviludes" if person.fonction == _MIVILUDES else "ars"


def _reviewed(uow: UnitOfWork, id_: str) -> RecordView:
    view = existing(uow, id_)
    if view.kind not in KINDS:
        raise RefusError("fiche_inconnue")
    return view


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, champs: Mapping[str, object]) -> None:
    changes = flatten(view.kind, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
