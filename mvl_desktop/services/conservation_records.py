"""What an order on one record reaches: the record, and what it refers to in compartments where this post may order."""

from collections.abc import Iterator

from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.roles import STEWARDS


def with_compartments(uow: UnitOfWork, view: RecordView) -> list[RecordView]:
    """Return a record, then what it refers to in compartments that this post keeps; the rest is for those who do."""
    return [view, *(each for each in referred(uow, view) if may_order(uow, each.espace))]


def may_order(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether this post may sign orders on conservation in an espace."""
    return uow.espaces.registry(espace).role(uow.identity.device().id) in STEWARDS


def referred(uow: UnitOfWork, view: RecordView) -> Iterator[RecordView]:
    """Give the records of compartments that a record refers to, when this post holds them."""
    for assigned in view.state.fields.values():
        for each in assigned:
            if isinstance(each.value, str) and each.value.startswith("ref:"):
                found = uow.records.get(bytes.fromhex(each.value.rpartition(":")[2]))
                if found is not None and _is_compartment(uow, found.espace, view.espace):
                    yield found


def _is_compartment(uow: UnitOfWork, espace: bytes, parent: bytes) -> bool:
    known = uow.espaces.get(espace)
    return known is not None and known.compartment_of == parent
