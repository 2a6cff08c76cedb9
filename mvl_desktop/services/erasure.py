"""Use cases: erase a record everywhere, or some of its revisions. Every post and the service execute what is signed.

Where two people may sign, two must: the first signature waits in a sealed record of kind `ordre` until a second
person gives theirs, by the same command or by signing the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.exchange.authority import provisional
from mvl_desktop.exchange.sealing import seal_pending, why_not
from mvl_desktop.history.erasure import preview
from mvl_desktop.history.model import Name
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.objects import Erase, ErasedBody
from mvl_desktop.services.anonymising import blobs_of, bodies_of, erasing
from mvl_desktop.services.conservation_orders import (
    EFFACEMENT,
    RETRAIT,
    Ordered,
    Paper,
    acts_of,
    give_order,
    sign_second,
    waiting_for,
)
from mvl_desktop.services.conservation_records import may_order, with_compartments
from mvl_desktop.services.moving import tell_copies
from mvl_desktop.services.recalls import tell_source
from mvl_desktop.services.records import existing, parse_revision, revision_text
from mvl_desktop.services.refusals import RefusError

MOTIFS = ("opposition", "fin_de_conservation", "erreur_de_saisie", "hors_champ", "decision")


@dataclass(frozen=True, slots=True)
class Erasure:
    """How an order stands: `in_force`, `proposed` (leaves at the next exchange) or `needs_second`."""

    id: str
    state: str
    ordre: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What erasing some revisions would do: keys that would show an older value, revisions that keep the words."""

    revisions: tuple[str, ...]
    retour: tuple[str, ...]
    """Labels of the fields where a value that was replaced would stand again."""
    gardent: tuple[tuple[str, str], ...]
    """(revision, label of the field) of what would still hold the erased words."""
    mots: tuple[str, ...] = field(repr=False, default=())


def erase_record(ports: Ports, id_: str, *, motif: str, second: str | None = None) -> list[Erasure]:
    """Order the erasure of a record and of what it refers to in compartments that this post may order in.

    `second` names the post that is asked to sign after this one; it is noted with the request.
    Raises RefusError: fiche_inconnue, motif_inconnu, role_insuffisant, conservation_bloquee, deja_efface.
    """
    _check_motif(motif)
    with ports.store.work() as uow:
        view = existing(uow, id_)
        _check_place(uow, ports, view)
        tell_copies(uow, ports, view)
        tell_source(uow, ports, view, {"effacee_le": ports.clock.now().date().isoformat()})
        done = [_erase(uow, ports, each, motif, second or "") for each in with_compartments(uow, view)]
        uow.commit()
    ports.store.checkpoint()
    ports.journal.note("effacement", view.rec)
    return done


def erase_revisions(
    ports: Ports, id_: str, revisions: Sequence[str], *, motif: str = "erreur_de_saisie", second: str | None = None
) -> Erasure:
    """Order the erasure of named revisions of a record: data entered by mistake. Their headers stay, and say so.

    Raises RefusError: fiche_inconnue, revision_inconnue, motif_inconnu, role_insuffisant, conservation_bloquee, and
    the reason why what was just typed here cannot be sealed yet.
    """
    _check_motif(motif)
    with ports.store.work() as uow:
        view = existing(uow, id_)
        _check_place(uow, ports, view)
        names = _named(uow, view, revisions)
        waiting = waiting_for(uow, ports, view.espace, RETRAIT, frozenset({view.rec.hex()}))
        if waiting is not None and _same_bodies(waiting, names):
            done = sign_second(uow, ports, waiting)
        else:
            bodies = _sealed(uow, ports, view, names)
            paper = Paper(RETRAIT, motif, second=second or "")
            done = give_order(uow, ports, view.espace, Erase, erasing(view.rec, bodies, (), motif), paper)
        uow.commit()
    ports.store.checkpoint()
    ports.journal.note("effacement", view.rec)
    return Erasure(view.rec.hex(), done.state, done.id)


def foresee(ports: Ports, id_: str, revisions: Sequence[str]) -> Foreseen:
    """Return what erasing these revisions would show and leave; nothing is done. RefusError as `erase_revisions`."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        names = _named(uow, view, revisions)
        declared = required(view.kind)
        seen = preview(uow.log.revisions(view.rec), names, declared.is_narrative)
    ports.journal.note("historique", view.rec)
    return Foreseen(
        revisions=tuple(revision_text(name) for name in names),
        retour=tuple(dict.fromkeys(declared.wording(key) for key in seen.returning)),
        gardent=tuple((revision_text(holder.name), declared.wording(holder.key)) for holder in seen.holders),
        mots=tuple(dict.fromkeys(word for holder in seen.holders for word in holder.words)),
    )


def _erase(uow: UnitOfWork, ports: Ports, view: RecordView, motif: str, second: str) -> Erasure:
    if view.rec in provisional(uow, ports, view.espace).erased_records:
        raise RefusError("deja_efface")
    waiting = waiting_for(uow, ports, view.espace, EFFACEMENT, frozenset({view.rec.hex()}))
    done: Ordered
    if waiting is not None and _same_motif(waiting, motif):
        done = sign_second(uow, ports, waiting)
    else:
        fields = {"rec": view.rec, "bodies": None, "blobs": blobs_of(view), "legal_ref_code": motif}
        done = give_order(uow, ports, view.espace, Erase, [fields], Paper(EFFACEMENT, motif, second=second))
    return Erasure(view.rec.hex(), done.state, done.id)


def _same_motif(order: RecordView, motif: str) -> bool:
    return all(isinstance(act, Erase) and act.legal_ref_code == motif for act in acts_of(order))


def _same_bodies(order: RecordView, names: Sequence[Name]) -> bool:
    named = {(body.device, body.n) for act in acts_of(order) if isinstance(act, Erase) for body in act.bodies or ()}
    return named == set(names)


def _check_motif(motif: str) -> None:
    if motif not in MOTIFS:
        raise RefusError("motif_inconnu")


def _check_place(uow: UnitOfWork, ports: Ports, view: RecordView) -> None:
    if not may_order(uow, view.espace):
        raise RefusError("role_insuffisant")
    if view.rec in provisional(uow, ports, view.espace).holds:
        raise RefusError("conservation_bloquee")


def _named(uow: UnitOfWork, view: RecordView, revisions: Sequence[str]) -> list[Name]:
    written = {revision.name for revision in uow.log.revisions(view.rec) if revision.changes is not None}
    names = sorted({parse_revision(text) for text in revisions})
    if not names or not set(names) <= written:
        raise RefusError("revision_inconnue")
    return names


def _sealed(uow: UnitOfWork, ports: Ports, view: RecordView, names: Sequence[Name]) -> list[ErasedBody]:
    """Return what names these revisions to everybody; what has not left is sealed first, so that it has a place."""
    seal_pending(uow, ports, view.espace)
    found = bodies_of(uow, view)
    if any(name not in found for name in names):
        raise RefusError(why_not(uow, view.espace) or "renouvellement_requis")
    return [found[name] for name in names]
