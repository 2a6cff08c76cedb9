"""Use cases: close a signalement, after saying what is still pending; open it again, everything kept."""

from collections.abc import Iterable, Mapping

from mvl_desktop.domain.cloture import EnAttente, pending, proposed_reason
from mvl_desktop.domain.echeancier import Echeance
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.statut import CLOS, ENREGISTRE, ROUVERT, TERMINES
from mvl_desktop.domain.transmettre import transmissions_of
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.i18n import ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.echeances import deadlines_of, typed_deadlines
from mvl_desktop.services.echeances_rules import Bench, Timetable
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "signalement"


def what_is_pending(ports: Ports, table: Timetable, id_: str) -> EnAttente:
    """Return what is not finished in a signalement; the reading is noted. RefusError (fiche_inconnue)."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        found = _pending(uow, ports, table, view)
    ports.journal.note("consultation", view.rec)
    return found


def typed_pending(ports: Ports, table: Timetable, espace: str, champs: Mapping[str, object]) -> EnAttente:
    """Return what is not finished in what is typed, as if it were not closed yet."""
    before = {**champs, "statut": ENREGISTRE}
    return pending(before, _open_ones(typed_deadlines(ports, table, espace, before), before))


def close_record(
    ports: Ports, table: Timetable, id_: str, motif: str = "", *, malgre: str = "", lists: CodeLists | None = None
) -> EnAttente:
    """Close a signalement; return what is left pending, which `malgre` says why to leave.

    Without a reason, the one that what came back suggests. Raises ChampInvalideError, RefusError (fiche_inconnue,
    deja_clos, cloture_en_attente, motif_requis).
    """
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        seen = shown(view.state)
        champs = nest(KIND, seen)
        if champs.get("statut") in TERMINES:
            raise RefusError("deja_clos")
        left, reason = _pending(uow, ports, table, view), motif or proposed_reason(champs)
        if left and not malgre.strip():
            raise RefusError("cloture_en_attente")
        if not reason:
            raise RefusError("motif_requis")
        said = {"statut": CLOS, "motif_cloture": reason, "clos_le": ports.clock.now().date().isoformat()}
        if malgre.strip():
            said["precision_statut"] = malgre
        changes = flatten(KIND, said, seen, lambda: ports.crypto.random(8).hex(), lists=lists)
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
        uow.commit()
    ports.journal.note("modification", view.rec)
    return left


def reopen_record(ports: Ports, id_: str, motif: str, *, precision: str = "", lists: CodeLists | None = None) -> None:
    """Open a closed signalement again: why and when it was closed stays in it, and in its history.

    Raises ChampInvalideError, RefusError (fiche_inconnue, pas_clos, motif_requis).
    """
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        seen = shown(view.state)
        if seen.get("statut") not in (CLOS, "archive_intermediaire"):
            raise RefusError("pas_clos")
        if not motif:
            raise RefusError("motif_requis")
        today = ports.clock.now().date().isoformat()
        said: dict[str, object] = {"statut": ROUVERT, "motif_reouverture": motif, "rouvert_le": today}
        if precision.strip():
            said["precision_statut"] = precision
        changes = flatten(KIND, said, seen, lambda: ports.crypto.random(8).hex(), lists=lists)
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
        uow.commit()
    ports.journal.note("modification", view.rec)


def told(left: EnAttente) -> list[str]:
    """Return what is pending, in words, one sort a line."""
    counts: Mapping[str, int] = {
        ngettext("{n} transmission à envoyer", "{n} transmissions à envoyer", left.a_envoyer): left.a_envoyer,
        ngettext("{n} transmission sans retour", "{n} transmissions sans retour", left.sans_retour): left.sans_retour,
        ngettext("{n} étape à faire", "{n} étapes à faire", left.etapes): left.etapes,
        ngettext("{n} échéance à tenir", "{n} échéances à tenir", left.echeances): left.echeances,
    }
    return [words.format(n=count) for words, count in counts.items() if count]


def _pending(uow: UnitOfWork, ports: Ports, table: Timetable, view: RecordView) -> EnAttente:
    champs = nest(KIND, shown(view.state))
    due = deadlines_of(uow, Bench(uow, ports, table), view)
    return pending(champs, _open_ones([each.echeance for each in due], champs))


def _open_ones(found: Iterable[Echeance], champs: Mapping[str, object]) -> int:
    """Count the deadlines to keep: those of a transmission are told by it, those of the signalant by nobody."""
    passed = {str(each.get("id") or "") for each in transmissions_of(champs)} - {""}
    return sum(
        each.is_open and each.cible not in passed and not (each.regle is not None and each.regle.reserve)
        for each in found
    )
