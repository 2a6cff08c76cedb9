"""How a record is made anonymous: one last revision that says what may stay, and every body before it erased."""

from collections.abc import Sequence

from mvl_desktop.domain.anonymisation import anonymous
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.exchange.sealing import seal_pending, why_not
from mvl_desktop.history.model import Name
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.objects import ErasedBody
from mvl_desktop.services.records import shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

AT_ONCE = 120
"""Bodies that one act names: with the most parents that each may have, it stays within a registry entry."""
_BLOBS_MAX = 256


def anonymise(uow: UnitOfWork, ports: Ports, view: RecordView, lists: Nomenclatures) -> None:
    """Write the revision that keeps what may stay; what it stands on is for an order to erase."""
    changes = anonymous(
        required(view.kind), shown(view.state), lambda liste, code: lists.entree(liste, code) is not None
    )
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)


def bodies_to_erase(uow: UnitOfWork, ports: Ports, view: RecordView, motif: str) -> list[dict[str, object]]:
    """Return the acts that erase everything that a record says today: every body, every attachment.

    What was typed here and has not left is sealed first: only what has a place in a chain can be erased by its name.
    Raises RefusError with the reason why this post cannot seal now.
    """
    seal_pending(uow, ports, view.espace)
    found = bodies_of(uow, view)
    written = [revision.name for revision in uow.log.revisions(view.rec) if revision.changes is not None]
    if any(name not in found for name in written):
        raise RefusError(why_not(uow, view.espace) or "renouvellement_requis")
    blobs = blobs_of(view)
    return erasing(view.rec, [found[name] for name in sorted(written)], blobs, motif)


def erasing(rec: bytes, bodies: Sequence[ErasedBody], blobs: Sequence[bytes], motif: str) -> list[dict[str, object]]:
    """Return what acts that erase these bodies carry, as many acts as it takes."""
    return [
        {
            "rec": rec,
            "bodies": list(bodies[start : start + AT_ONCE]),
            "blobs": list(blobs) if start == 0 else [],
            "legal_ref_code": motif,
        }
        for start in range(0, len(bodies), AT_ONCE)
    ]


def bodies_of(uow: UnitOfWork, view: RecordView) -> dict[Name, ErasedBody]:
    """Return the sealed revisions of a record, each with what names its body to everybody."""
    parents = {revision.name: revision.parents for revision in uow.log.revisions(view.rec)}
    carried = {commit for _, commit in uow.log.origins(view.rec).values() if commit is not None}
    found: dict[Name, ErasedBody] = {}
    for stored in uow.log.commits(view.espace, carried):
        for entry in stored.header.entries:
            name = (stored.header.device, entry.n)
            if entry.rec == view.rec and name in parents:
                found[name] = ErasedBody(*name, entry.bhash, sorted(parents[name]))
    return found


def blobs_of(view: RecordView) -> list[bytes]:
    """Return the attachments that a record names, as erase orders name them."""
    named = {
        each.value
        for key, assigned in view.state.fields.items()
        if key.endswith("/empreinte")
        for each in assigned
        if isinstance(each.value, str) and len(each.value) == 64
    }
    return sorted(bytes.fromhex(value) for value in named)[:_BLOBS_MAX]
