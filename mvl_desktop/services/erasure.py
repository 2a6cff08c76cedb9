"""Use case: erase a record everywhere. An order is signed in the registry; every post and the service execute it.

Where two people may sign, two must: the first signature waits in a sealed record of kind `ordre` until a second
person gives theirs, by the same command.
"""

from dataclasses import dataclass

from mvl_desktop.exchange.authority import IN_FORCE, NEEDS_SECOND, enact, provisional, rotate, submit
from mvl_desktop.exchange.orders import execute
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.objects import Erase
from mvl_desktop.protocol.registry import RegistryRefusedError, add_signature, read_entry
from mvl_desktop.services.records import create_in, existing
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

MOTIFS = ("opposition", "fin_de_conservation", "erreur_de_saisie", "hors_champ", "decision")


@dataclass(frozen=True, slots=True)
class Erasure:
    """How an order stands: `in_force`, `proposed` (leaves at the next exchange) or `needs_second`."""

    id: str
    state: str
    with_compartments: tuple[str, ...] = ()


def erase_record(ports: Ports, id_: str, *, motif: str, second: str | None = None) -> list[Erasure]:
    """Order the erasure of a record and of what it refers to in compartments that this post may order in.

    `second` names the post that is asked to sign after this one; it is noted with the request.
    Raises RefusError: fiche_inconnue, motif_inconnu, role_insuffisant, conservation_bloquee, deja_efface.
    """
    if motif not in MOTIFS:
        raise RefusError("motif_inconnu")
    with ports.store.work() as uow:
        view = existing(uow, id_)
        done = [_order(uow, ports, each, motif, second) for each in [view, *_referred(uow, view)]]
        uow.commit()
    ports.store.checkpoint()
    ports.journal.note("effacement", view.rec)
    return done


def _order(uow: UnitOfWork, ports: Ports, view: RecordView, motif: str, second: str | None) -> Erasure:
    if view.rec in provisional(uow, ports, view.espace).erased_records:
        raise RefusError("deja_efface")
    try:
        state, entry = _sign_second(uow, ports, view) or enact(
            uow, ports, view.espace, Erase, rec=view.rec, bodies=None, blobs=_blobs(uow, view), legal_ref_code=motif
        )
        if state == NEEDS_SECOND:
            _ask_second(uow, ports, view, entry, second)
            return Erasure(view.rec.hex(), state)
        rotate(uow, ports, view.espace)
    except RegistryRefusedError as error:
        raise RefusError(_REFUSALS.get(error.code, "role_insuffisant")) from error
    if state == IN_FORCE:
        execute(uow, ports, view.espace, [entry])
    return Erasure(view.rec.hex(), state)


def _referred(uow: UnitOfWork, view: RecordView) -> list[RecordView]:
    """Return the records of compartments that this one refers to, when this post holds them."""
    found = []
    for assigned in view.state.fields.values():
        for each in assigned:
            if isinstance(each.value, str) and each.value.startswith("ref:"):
                referred = uow.records.get(bytes.fromhex(each.value.rpartition(":")[2]))
                if referred is not None and _is_compartment(uow, referred.espace, view.espace):
                    found.append(referred)
    return found


def _is_compartment(uow: UnitOfWork, espace: bytes, parent: bytes) -> bool:
    known = uow.espaces.get(espace)
    return known is not None and known.compartment_of == parent


def _blobs(uow: UnitOfWork, view: RecordView) -> list[bytes]:
    named = {
        each.value
        for key, assigned in view.state.fields.items()
        if key.endswith("/empreinte")
        for each in assigned
        if isinstance(each.value, str) and len(each.value) == 64
    }
    return sorted(bytes.fromhex(value) for value in named)[:256]


def _ask_second(uow: UnitOfWork, ports: Ports, view: RecordView, entry: bytes, second: str | None) -> None:
    for waiting in _orders(uow, view):
        write_revision(uow, ports, view.espace, waiting.rec, "ordre", {"acte": entry.hex()}, waiting.state.heads)
        return
    champs = {"objet": view.rec.hex(), "acte": entry.hex(), "destinataire": second or ""}
    create_in(uow, ports, view.espace, "ordre", champs)


def _sign_second(uow: UnitOfWork, ports: Ports, view: RecordView) -> tuple[str, bytes] | None:
    """Add this post's signature to an order that waits for it; None when none does, or it no longer fits."""
    device = uow.identity.device()
    for waiting in _orders(uow, view):
        for assigned in waiting.state.fields.get("acte", ()):
            try:
                entry = bytes.fromhex(str(assigned.value))
                signatures, act = read_entry(entry)
            except (ValueError, ProtocolError):
                continue
            if not isinstance(act, Erase) or act.rec != view.rec:
                continue
            if device.id in [signature.by for signature in signatures.sigs]:
                continue
            if act.prev != provisional(uow, ports, view.espace).head:
                continue
            signed = add_signature(entry, device.id, lambda tag, message: ports.crypto.sign(device.sig, tag, message))
            return submit(uow, ports, view.espace, signed), signed
    return None


def _orders(uow: UnitOfWork, view: RecordView) -> list[RecordView]:
    found = [uow.records.get(rec) for rec in uow.records.find("ordre", view.espace)]
    wanted = view.rec.hex()
    return [
        each
        for each in found
        if each is not None and any(value.value == wanted for value in each.state.fields.get("objet", ()))
    ]


_REFUSALS = {"hold": "conservation_bloquee", "erased": "deja_efface", "two_signatures": "seconde_signature_requise"}
