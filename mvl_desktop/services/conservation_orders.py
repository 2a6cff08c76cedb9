"""Orders on conservation: what two people sign, kept in a sealed record until both have, and afterwards as the reason.

An order is a record of kind `ordre` with the registry acts that it carries. The first signature is in it; the second
person adds theirs with `countersign`, after reading what `list_orders` says of it. When the registry has moved since,
the acts no longer fit: they are drawn up anew with this person's signature, and wait for the other's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.exchange.authority import IN_FORCE, NEEDS_SECOND, countersign, enact_all, provisional, rotate
from mvl_desktop.exchange.orders import execute
from mvl_desktop.history.model import Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.hashes import registry_id
from mvl_desktop.protocol.objects import Erase, Hold
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, read_entry
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.services.anonymising import anonymise, blobs_of, bodies_to_erase
from mvl_desktop.services.people import my_name, names_of
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

BLOCAGE, LEVEE, EFFACEMENT, RETRAIT, ELIMINATION, ANONYMISATION = (
    "blocage",
    "levee",
    "effacement",
    "retrait",
    "elimination",
    "anonymisation",
)
NATURES = (BLOCAGE, LEVEE, EFFACEMENT, RETRAIT, ELIMINATION, ANONYMISATION)
SHREDS = frozenset({EFFACEMENT, ELIMINATION})
"""Those after which the keys of the espace are renewed."""
WAITING, STALE, PROPOSED, DONE = "attend", "a_resigner", "propose", "en_vigueur"
_PRECISION_MAX = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written of an order: its nature, why, who is asked to sign second, the lines of its bordereau."""

    nature: str
    motif: str
    precision: str = field(default="", repr=False)
    second: str = ""
    lines: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Ordered:
    """How an order stands once signed here: `in_force`, `proposed` (leaves at the next exchange) or `needs_second`."""

    id: str
    state: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order as people see it. `mine`: this post has signed it; `may_sign`: this post may give the second signature.

    `state` is `attend` (a second signature), `a_resigner` (the registry has moved: to sign anew), `propose` (signed by
    both, leaves at the next exchange) or `en_vigueur`.
    """

    id: str
    espace: str
    espace_nom: str
    nature: str
    motif: str
    precision: str = field(repr=False)
    recs: tuple[str, ...]
    revisions: int
    demande_le: str
    demande_par: str = field(repr=False)
    second: str = field(repr=False)
    signataires: tuple[str, ...] = field(repr=False)
    state: str = WAITING
    mine: bool = False
    may_sign: bool = False
    lines: tuple[str, ...] = field(default=(), repr=False)


def give_order(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    type_: type[Erase] | type[Hold],
    wanted: Sequence[Mapping[str, object]],
    paper: Paper,
    lists: Nomenclatures | None = None,
) -> Ordered:
    """Sign acts of one order, carry them out where one signature is enough, and keep the order with its reason.

    Raises RefusError: role_insuffisant, conservation_bloquee, deja_efface, deja_bloque.
    """
    try:
        if paper.nature == ANONYMISATION and _alone(uow, espace):
            _anonymise_all(uow, ports, wanted, lists)
        state, entries = enact_all(uow, ports, espace, type_, wanted)
        rec = _keep(uow, ports, espace, wanted, entries, paper)
        if state != NEEDS_SECOND:
            _carry_out(uow, ports, espace, state, entries, paper.nature)
    except RegistryRefusedError as error:
        raise refusal(error) from error
    return Ordered(rec.hex(), state)


def sign_order(ports: Ports, id_: str, lists: Nomenclatures) -> Ordered:
    """Give the second signature to an order, or sign it anew when its acts no longer fit.

    Raises RefusError: ordre_inconnu, ordre_deja_signe, ordre_execute, role_insuffisant, conservation_bloquee,
    ordre_suspect.
    """
    with ports.store.work() as uow:
        done = sign_second(uow, ports, _order_view(uow, id_), lists)
        uow.commit()
    ports.store.checkpoint()
    ports.journal.note("effacement", bytes.fromhex(id_))
    return done


def sign_second(uow: UnitOfWork, ports: Ports, view: RecordView, lists: Nomenclatures | None = None) -> Ordered:
    """Give the second signature, within a unit of work already open."""
    order = _read(uow, ports, view)
    if order is None:
        raise RefusError("ordre_inconnu")
    if order.state in (DONE, PROPOSED):
        raise RefusError("ordre_execute")
    entries = _entries(view)
    if not _is_honest(uow, order, entries):
        raise RefusError("ordre_suspect")
    try:
        if order.state == STALE or _has_grown(uow, ports, order, entries):
            return _anew(uow, ports, view, order, entries, lists)
        if order.mine:
            raise RefusError("ordre_deja_signe")
        if same_person(uow, view.espace, _signers(entries)):
            raise RefusError("ordre_meme_personne")
        if order.nature == ANONYMISATION:
            _anonymise_all(uow, ports, [{"rec": bytes.fromhex(rec)} for rec in order.recs], lists)
        state, signed = countersign(uow, ports, view.espace, entries)
        _write_acts(uow, ports, view, signed)
        _carry_out(uow, ports, view.espace, state, signed, order.nature)
    except RegistryRefusedError as error:
        raise refusal(error) from error
    return Ordered(view.rec.hex(), state)


def same_person(uow: UnitOfWork, espace: bytes, signers: Collection[bytes]) -> bool:
    """Whether one of these devices is said to be of the person who sits here, at another post of theirs.

    The registry knows devices: that two of them are of two people is what their records say, and no more than that.
    """
    me, names = uow.identity.device().id, names_of(uow, espace)
    mine = _folded(names.by_device.get(me) or my_name(uow))
    return any(_folded(names.by_device.get(each, "")) == mine for each in signers if each != me)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _signers(entries: Sequence[bytes]) -> frozenset[bytes]:
    return frozenset(signature.by for entry in entries for signature in read_entry(entry)[0].sigs)


def list_orders(ports: Ports) -> list[Order]:
    """Return the orders of every espace, those that wait first, then the latest."""
    with ports.store.read() as uow:
        found = [
            order
            for espace in uow.espaces.all()
            for rec in uow.records.find("ordre", espace.id)
            if (view := uow.records.get(rec)) is not None and (order := _read(uow, ports, view)) is not None
        ]
    ports.journal.note("liste", lignes=len(found))
    found.sort(key=lambda order: (order.demande_le, order.id), reverse=True)
    return sorted(found, key=lambda order: order.state in (PROPOSED, DONE))


def waiting_for(uow: UnitOfWork, ports: Ports, espace: bytes, nature: str, recs: frozenset[str]) -> RecordView | None:
    """Return an order of this nature on exactly these records that still waits for this post's signature."""
    for rec in uow.records.find("ordre", espace):
        view = uow.records.get(rec)
        order = _read(uow, ports, view) if view is not None else None
        if order is not None and order.nature == nature and frozenset(order.recs) == recs and order.may_sign:
            return view
    return None


def acts_of(view: RecordView) -> list[Erase | Hold]:
    """Return the acts that an order carries."""
    found = []
    for entry in _entries(view):
        act = read_entry(entry)[1]
        if isinstance(act, Erase | Hold):
            found.append(act)
    return found


def refusal(error: RegistryRefusedError) -> RefusError:
    """Return what a person is told when the registry says no."""
    return RefusError(_REFUSALS.get(error.code, "role_insuffisant"))


def _keep(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    wanted: Sequence[Mapping[str, object]],
    entries: Sequence[bytes],
    paper: Paper,
) -> bytes:
    champs: dict[str, object] = {
        "objet": " ".join(dict.fromkeys(_hex(fields["rec"]) for fields in wanted)),
        "acte": " ".join(entry.hex() for entry in entries),
        "destinataire": paper.second,
        "nature": paper.nature,
        "motif": paper.motif,
        "precision": paper.precision[:_PRECISION_MAX],
        "demande_le": ports.clock.now().date().isoformat(),
        "demande_par": my_name(uow),
        "bordereau": list(paper.lines),
    }
    return create_in(uow, ports, espace, "ordre", {name: value for name, value in champs.items() if value})


def _anew(
    uow: UnitOfWork,
    ports: Ports,
    view: RecordView,
    order: Order,
    entries: Sequence[bytes],
    lists: Nomenclatures | None,
) -> Ordered:
    """Draw the acts up again on top of what the registry has become, with this post's signature alone."""
    acts = [read_entry(entry)[1] for entry in entries]
    type_: type[Erase] | type[Hold] = Hold if isinstance(acts[0], Hold) else Erase
    wanted = [_fields(act) for act in acts if isinstance(act, Erase | Hold)]
    if order.nature == ANONYMISATION:
        wanted = [
            fields for rec in order.recs for fields in bodies_to_erase(uow, ports, existing(uow, rec), order.motif)
        ]
        if _alone(uow, view.espace):
            _anonymise_all(uow, ports, wanted, lists)
    state, drawn = enact_all(uow, ports, view.espace, type_, wanted)
    _write_acts(uow, ports, view, drawn)
    if state != NEEDS_SECOND:
        _carry_out(uow, ports, view.espace, state, drawn, order.nature)
    return Ordered(view.rec.hex(), state)


def _carry_out(uow: UnitOfWork, ports: Ports, espace: bytes, state: str, entries: Sequence[bytes], nature: str) -> None:
    if nature in SHREDS:
        rotate(uow, ports, espace)
    if state == IN_FORCE:
        execute(uow, ports, espace, entries)


def _anonymise_all(
    uow: UnitOfWork, ports: Ports, wanted: Sequence[Mapping[str, object]], lists: Nomenclatures | None
) -> None:
    for rec in dict.fromkeys(_hex(fields["rec"]) for fields in wanted):
        anonymise(uow, ports, existing(uow, rec), lists or Nomenclatures.from_json(()))


def _is_honest(uow: UnitOfWork, order: Order, entries: Sequence[bytes]) -> bool:
    """Whether the acts do what the order says, in this espace, and touch no attachment of another record."""
    for act in _read_acts(entries):
        if act.espace != bytes.fromhex(order.espace) or not _DOES[order.nature](act):
            return False
        if isinstance(act, Erase) and act.blobs:
            view = uow.records.get(act.rec)
            if view is None or not set(act.blobs) <= set(blobs_of(view)):
                return False
    return True


_DOES: Mapping[str, Callable[[Erase | Hold], bool]] = {
    BLOCAGE: lambda act: isinstance(act, Hold) and act.on,
    LEVEE: lambda act: isinstance(act, Hold) and not act.on,
    EFFACEMENT: lambda act: isinstance(act, Erase) and act.bodies is None,
    ELIMINATION: lambda act: isinstance(act, Erase) and act.bodies is None,
    RETRAIT: lambda act: isinstance(act, Erase) and act.bodies is not None,
    ANONYMISATION: lambda act: isinstance(act, Erase) and act.bodies is not None,
}


def _has_grown(uow: UnitOfWork, ports: Ports, order: Order, entries: Sequence[bytes]) -> bool:
    """Whether records to anonymise were written since: what came meanwhile would stay readable."""
    if order.nature != ANONYMISATION:
        return False
    named = {(body.device, body.n) for act in _read_acts(entries) for body in getattr(act, "bodies", None) or ()}
    for rec in order.recs:
        for fields in bodies_to_erase(uow, ports, existing(uow, rec), order.motif):
            bodies = fields["bodies"]
            if isinstance(bodies, list) and any((body.device, body.n) not in named for body in bodies):
                return True
    return False


def _write_acts(uow: UnitOfWork, ports: Ports, view: RecordView, entries: Sequence[bytes]) -> None:
    changes: dict[str, Value] = {"acte": " ".join(entry.hex() for entry in entries)}
    write_revision(uow, ports, view.espace, view.rec, "ordre", changes, view.state.heads)


def _read(uow: UnitOfWork, ports: Ports, view: RecordView) -> Order | None:
    """Return what an order says; None for what is no order of ours, or cannot be read."""
    said = shown(view.state)
    nature = str(said.get("nature") or "")
    acts = _read_acts(entries := _entries(view))
    if nature not in NATURES or not acts:
        return None
    espace = uow.espaces.get(view.espace)
    registry, me = uow.espaces.registry(view.espace), uow.identity.device().id
    names = names_of(uow, view.espace)
    signers = {signature.by for entry in entries for signature in read_entry(entry)[0].sigs}
    state = _state(uow, ports, view.espace, registry, entries)
    open_ = state in (WAITING, STALE)
    lines = said.get("bordereau")
    return Order(
        id=view.rec.hex(),
        espace=view.espace.hex(),
        espace_nom=espace.name if espace else "",
        nature=nature,
        motif=str(said.get("motif") or ""),
        precision=str(said.get("precision") or ""),
        recs=tuple(dict.fromkeys(act.rec.hex() for act in acts)),
        revisions=sum(len(act.bodies or ()) for act in acts if isinstance(act, Erase)),
        demande_le=str(said.get("demande_le") or ""),
        demande_par=str(said.get("demande_par") or ""),
        second=str(said.get("destinataire") or ""),
        signataires=tuple(sorted(names.of(device) for device in signers)),
        state=state,
        mine=me in signers,
        may_sign=open_ and registry.role(me) in STEWARDS and (me not in signers or state == STALE),
        lines=tuple(lines) if isinstance(lines, tuple) else (),
    )


def _state(uow: UnitOfWork, ports: Ports, espace: bytes, registry: Registry, entries: Sequence[bytes]) -> str:
    if _holds(registry, entries):
        return DONE
    ahead = provisional(uow, ports, espace)
    if _holds(ahead, entries):
        return PROPOSED
    return WAITING if read_entry(entries[0])[1].prev == ahead.head else STALE


def _holds(registry: Registry, entries: Sequence[bytes]) -> bool:
    """Whether these acts are in a registry: as they are, or drawn up again after a lost race."""
    first = read_entry(entries[0])
    n = first[1].n
    if n <= registry.n and registry.head_at(n) == registry_id(first[0].e):
        return True
    return all(_has_effect(registry, act) for act in _read_acts(entries))


def _has_effect(registry: Registry, act: Erase | Hold) -> bool:
    if isinstance(act, Hold):
        return (act.rec in registry.holds) == act.on
    if act.bodies is None:
        return act.rec in registry.erased_records
    return all((body.device, body.n) in registry.erased_bodies for body in act.bodies)


def _entries(view: RecordView) -> list[bytes]:
    text = str(shown(view.state).get("acte") or "")
    try:
        return [bytes.fromhex(each) for each in text.split()]
    except ValueError:
        return []


def _read_acts(entries: Sequence[bytes]) -> list[Erase | Hold]:
    """Return the acts of entries, none when one of them is anything else."""
    try:
        acts = [read_entry(entry)[1] for entry in entries]
    except (ProtocolError, RegistryRefusedError):
        return []
    kept = [act for act in acts if isinstance(act, Erase | Hold)]
    return kept if len(kept) == len(acts) else []


def _fields(act: Erase | Hold) -> dict[str, object]:
    if isinstance(act, Hold):
        return {"rec": act.rec, "on": act.on}
    return {"rec": act.rec, "bodies": act.bodies, "blobs": act.blobs, "legal_ref_code": act.legal_ref_code}


def _order_view(uow: UnitOfWork, id_: str) -> RecordView:
    try:
        return existing(uow, id_, "ordre")
    except RefusError:
        raise RefusError("ordre_inconnu") from None


def _alone(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether one signature is enough in an espace: this post is its only operator or administrator."""
    registry = uow.espaces.registry(espace)
    stewards = [device for device in registry.active() if registry.role(device) in STEWARDS]
    return stewards == [uow.identity.device().id]


def _hex(rec: object) -> str:
    return rec.hex() if isinstance(rec, bytes) else str(rec)


_REFUSALS = {
    "hold": "conservation_bloquee",
    "erased": "deja_efface",
    "two_signatures": "seconde_signature_requise",
    "chain": "ordre_perime",
}
