"""Use cases: by which ways each record left this post, and what proves that it arrived. Nothing is presumed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import declaration, required
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Delivery, Query, RecordView, UnitOfWork
from mvl_desktop.services.lists import Unsent, unsent
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import shown

EVERYBODY = "tous"
_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the service (its address) or a lot (its number), for whom, and where the record stands on it.

    `state`: `a_envoyer`, `remis` (left, nobody answered) or `atteste`; `at_ms`: when it left, or the service's receipt.
    """

    channel: str
    what: str
    state: str
    at_ms: int | None = None
    recipient: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A record, or a draft, with every way that it took or has before it."""

    line: Unsent
    espace: str
    ways: tuple[Way, ...] = ()


def leaving(ports: Ports) -> list[Leaving]:
    """Return what has not been attested by anybody else, the oldest first, with its ways."""
    lines = unsent(ports)
    with ports.store.read() as uow:
        recipients = _recipients(uow)
        found = [_leaving(uow, each, recipients) for each in lines]
    ports.journal.note("liste", lignes=len(found))
    return found


def attested(ports: Ports, limit: int) -> list[Leaving]:
    """Return what this post wrote and others attested, latest change first."""
    found: list[Leaving] = []
    with ports.store.read() as uow:
        recipients = _recipients(uow)
        for kind in ("signalement", "fiche-conduite"):
            query = Query(kind, (("etat_envoi", "atteste"),), order="-modifie")
            for row in uow.records.rows(kind, uow.records.ids(query)[:_LOOKED_AT]):
                view = uow.records.get(row.rec) if row is not None else None
                if view is None or not uow.exchange.deliveries(view.rec):
                    continue
                title = required(kind).titre(shown(view.state))
                line = Unsent(view.rec.hex(), kind, title, "atteste", view.updated_ms)
                found.append(_leaving(uow, line, recipients))
    ports.journal.note("liste", lignes=len(found[:limit]))
    return sorted(found, key=lambda each: -each.line.since_ms)[:limit]


def _leaving(uow: UnitOfWork, line: Unsent, recipients: dict[bytes, str]) -> Leaving:
    view = uow.records.get(bytes.fromhex(line.id)) if line.etat != "brouillon" else None
    if view is None or declaration(line.kind) is None:
        return Leaving(line, "")
    espace = uow.espaces.get(view.espace)
    deliveries = uow.exchange.deliveries(view.rec)
    service = _by_service(view, espace.service, deliveries) if espace and espace.service else ()
    return Leaving(line, espace.name if espace else "", (*service, *_by_lots(deliveries, recipients)))


def _by_service(view: RecordView, address: str, deliveries: Iterable[Delivery]) -> tuple[Way, ...]:
    times = [each.sent_ms for each in deliveries if each.channel == "service"]
    arrived = bool(times) and view.sending == "atteste"
    return (Way("service", address, "atteste" if arrived else "a_envoyer", max(times) if arrived else None),)


def _by_lots(deliveries: Iterable[Delivery], recipients: dict[bytes, str]) -> tuple[Way, ...]:
    by_lot: dict[int, list[Delivery]] = {}
    for each in deliveries:
        if each.lot_number is not None:
            by_lot.setdefault(each.lot_number, []).append(each)
    ways = []
    for number, parts in sorted(by_lot.items()):
        state = "atteste" if all(part.receipt is not None for part in parts) else "remis"
        recipient = recipients.get(parts[0].lid or b"", "")
        ways.append(Way("lot", str(number), state, max(part.sent_ms for part in parts), recipient))
    return tuple(ways)


def _recipients(uow: UnitOfWork) -> dict[bytes, str]:
    """Return for whom each lot of this post was, by the lot's id; empty for everybody."""
    names: dict[str, str] = {}
    for espace in uow.espaces.all():
        known = names_of(uow, espace.id)
        names |= {device.hex(): known.of(device) for device in known.codes}
    lots = uow.exchange.lots_from(uow.identity.device().id)
    return {
        lot.lid: "" if lot.recipient.startswith(EVERYBODY) else names.get(lot.recipient, lot.recipient[:8])
        for lot in lots
    }
