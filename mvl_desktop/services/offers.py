"""Decisions proposed in an espace without a service: carried by lot, and in force once its administrator merges it.

A proposal travels as a sealed record of kind `ordre`, with the grants that it names. The post whose word settles the
espace takes those that fit the registry; its next lot gives them to everybody as accepted (rule 10).
"""

from collections.abc import Iterator

from mvl_desktop.exchange.authority import named_administrator, sign_anew
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.escrows import read_payload, wrap_payload
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import DeviceAdd, DeviceSucceed, EpochAct
from mvl_desktop.protocol.registry import RegistryRefusedError, read_entry
from mvl_desktop.services.records import create_in

_OBJECT = "proposition"


def offer(uow: UnitOfWork, ports: Ports, espaces: list[bytes]) -> None:
    """Put what this post proposes, and nobody has accepted yet, where its administrator will find it."""
    for espace in espaces:
        if _settles_here(uow, espace) is not False:
            continue
        for _ in sign_anew(uow, ports, espace):
            uow.exchange.alarm("proposition_retiree", espace)
        waiting = set(_waiting(uow, espace))
        for entry in uow.espaces.proposed(espace):
            act = " ".join([entry.hex(), *(grant.hex() for grant in _grants(uow, espace, entry))])
            if act not in waiting:
                settled = named_administrator(uow.espaces.registry(espace))
                asked = settled.hex() if settled else ""
                create_in(uow, ports, espace, "ordre", {"objet": _OBJECT, "acte": act, "destinataire": asked})


def take_offers(uow: UnitOfWork, ports: Ports) -> int:
    """Accept the proposals that fit, in the espaces that this post's word settles; return how many."""
    taken = 0
    for espace in uow.espaces.all():
        if _settles_here(uow, espace.id):
            while _take_next(uow, ports, espace.id):
                taken += 1
    return taken


def _settles_here(uow: UnitOfWork, espace: bytes) -> bool | None:
    """Whether this post's word settles an espace that no service hosts; None for one that a service hosts."""
    registry = uow.espaces.registry(espace)
    if registry.service_key is not None:
        return None
    return named_administrator(registry) == uow.identity.device().id


def _take_next(uow: UnitOfWork, ports: Ports, espace: bytes) -> bool:
    registry = uow.espaces.registry(espace)
    for words in _waiting(uow, espace):
        try:
            entry, *grants = (bytes.fromhex(word) for word in words.split(" "))
            act = read_entry(entry)[1]
            given = [read_payload(each) for each in grants]
        except (ValueError, ProtocolError, RegistryRefusedError):
            continue
        if (act.espace, act.n, act.prev) != (espace, registry.n + 1, registry.head):
            continue
        incoming = Incoming(espace, registry=[entry], grants=given)
        plan = examine(uow, ports, incoming)
        if plan.entries:
            apply(uow, ports, plan)
            return True
    return False


def _waiting(uow: UnitOfWork, espace: bytes) -> Iterator[str]:
    """Give the proposals that were written in this espace, whoever wrote them."""
    for rec in uow.records.find("ordre", espace):
        view = uow.records.get(rec)
        if view is not None and any(each.value == _OBJECT for each in view.state.fields.get("objet", ())):
            yield from (str(each.value) for each in view.state.fields.get("acte", ()))


def _grants(uow: UnitOfWork, espace: bytes, entry: bytes) -> list[bytes]:
    """Return the grants and escrows that an entry names, as they travel."""
    act = read_entry(entry)[1]
    named: set[bytes] = set()
    if isinstance(act, EpochAct):
        named = {*act.grants, *(act.escrow or ())}
    elif isinstance(act, DeviceAdd | DeviceSucceed):
        named = {act.grant} if act.grant else set()
    kept = (*uow.keys.grants(espace), *uow.keys.escrows(espace)) if named else ()
    return [
        wrap_payload(espace, wrap) for wrap in kept if named & {digest("grant", wrap[2]), digest("escrow", wrap[2])}
    ]
