"""Use cases on the gardiens of an espace: name three, say who they are, rehearse with two sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.exchange.authority import IN_FORCE, NEEDS_SECOND, PROPOSED, enact, rotate
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import Crypto, CryptoError, WordsError
from mvl_desktop.ports.store import Espace, RecordView, UnitOfWork
from mvl_desktop.protocol.escrows import HOLDERS, Wrap, is_named
from mvl_desktop.protocol.objects import CustodiansSet
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError
from mvl_desktop.protocol.roles import ADMIN
from mvl_desktop.services.custodian_sheets import Card, fingerprint
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import create_in, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "sequestre"
COUNT, ENOUGH = 3, 2
REHEARSED_EVERY = timedelta(days=365)


class SheetRefusedError(RefusError):
    """A sheet that was typed is not right; `champ` says which, and which word."""

    def __init__(self, code: str, champ: str) -> None:
        super().__init__(code)
        self.champ = champ


@dataclass(frozen=True, slots=True)
class Guardian:
    """One of the three, as people see them."""

    name: str = field(repr=False)
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Custody:
    """How an espace can be opened without any of its posts."""

    espace: str
    espace_name: str
    guardians: tuple[Guardian, ...]
    since: date | None
    rehearsed_on: date | None
    kept_here: bool
    may_name: bool
    rehearsal_due: bool

    @property
    def is_kept(self) -> bool:
        """Whether the present key is kept for gardiens."""
        return bool(self.guardians)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rehearsal has shown: the espace, its present epoch, who the two sheets are of."""

    espace: str
    espace_name: str
    epoch: int
    guardians: tuple[Guardian, ...]


def set_custodians(ports: Ports, espace: str | None, cards: Sequence[Card]) -> str:
    """Name the three gardiens of an espace, and renew its keys so that they keep the new one.

    Returns `in_force`, or `proposed` until the next exchange. Raises RefusError: trois_gardiens, gardien_repete,
    gardien_deja_employe, role_insuffisant, seconde_signature_requise, espace_inconnu…
    """
    publics = [card.public for card in cards]
    if len(publics) != COUNT:
        raise RefusError("trois_gardiens")
    if len(set(publics)) != COUNT:
        raise RefusError("gardien_repete")
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        if any(public in uow.espaces.registry(chosen.id).keys for public in publics):
            raise RefusError("gardien_deja_employe")
        try:
            named, _ = enact(uow, ports, chosen.id, CustodiansSet, kems=publics)
            if named == NEEDS_SECOND:
                raise RefusError("seconde_signature_requise")
            state = rotate(uow, ports, chosen.id)
        except RegistryRefusedError as error:
            raise RefusError("role_insuffisant") from error
        told = {"gardiens": [card.name for card in cards], "etabli_le": _today(ports), "repete_le": None}
        _tell(uow, ports, chosen.id, told | {"repete_par": None})
        uow.commit()
    ports.journal.note("renouvellement")
    return IN_FORCE if (named, state) == (IN_FORCE, IN_FORCE) else PROPOSED


def list_custodians(ports: Ports) -> list[Custody]:
    """Return how each espace can be opened without its posts, compartments after the others."""
    with ports.store.read() as uow:
        known = sorted(uow.espaces.all(), key=lambda each: (each.compartment_of is not None, each.name, each.id))
        return [custody_of(uow, espace, ports.clock.now().date()) for espace in known]


def custody_of(uow: UnitOfWork, espace: Espace, today: date) -> Custody:
    """Return the same for one espace, within a unit of work already open."""
    registry = uow.espaces.registry(espace.id)
    said = _said(uow, espace.id)
    since, rehearsed = _day(said.get("etabli_le")), _day(said.get("repete_le"))
    is_late = rehearsed is None or today - rehearsed > REHEARSED_EVERY
    return Custody(
        espace=espace.id.hex(),
        espace_name=espace.name,
        guardians=_guardians(registry, said),
        since=since,
        rehearsed_on=rehearsed,
        kept_here=len(present_escrow(uow, espace.id, registry)) == len(HOLDERS),
        may_name=registry.role(uow.identity.device().id) == ADMIN,
        rehearsal_due=bool(registry.custodians) and is_late,
    )


def rehearse(ports: Ports, espace: str | None, sheets: Sequence[str]) -> Rehearsal:
    """Say whether two sheets open the present epoch of an espace. No key changes; only the day is noted.

    Raises SheetRefusedError and RefusError as `open_epoch` does, and sans_gardiens, espace_inconnu…
    """
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        registry = uow.espaces.registry(chosen.id)
        escrow = present_escrow(uow, chosen.id, registry)
        _key, ranks = open_epoch(ports.crypto, registry, registry.epoch, escrow, sheets)
        guardians = _guardians(registry, _said(uow, chosen.id))
        if registry.is_active(uow.identity.device().id):
            _tell(uow, ports, chosen.id, {"repete_le": _today(ports), "repete_par": my_name(uow)})
        uow.commit()
    ports.journal.note("restauration", essai=1)
    return Rehearsal(chosen.id.hex(), chosen.name, registry.epoch, tuple(guardians[rank] for rank in ranks))


def open_epoch(
    crypto: Crypto, registry: Registry, epoch: int, escrow: Sequence[Wrap], sheets: Sequence[str]
) -> tuple[bytes, tuple[int, ...]]:
    """Open the key of an epoch with two sheets as typed; return it with the ranks of the two gardiens.

    Raises SheetRefusedError (mots_nombre, mot_inconnu, mots_incoherents, fiche_etrangere) and RefusError (deux_fiches,
    fiche_repetee, sans_gardiens, sequestre_absent, sequestre_refuse).
    """
    if len(sheets) != ENOUGH:
        raise RefusError("deux_fiches")
    if not registry.custodians or epoch not in registry.escrows:
        raise RefusError("sans_gardiens")
    seeds = read_sheets(crypto, registry.custodians, sheets)
    if {holder for _, holder, _ in escrow} != set(HOLDERS):
        raise RefusError("sequestre_absent")
    sealed = [ct for _, _, ct in sorted(escrow)]
    try:
        key = crypto.open_escrow(sealed, registry.espace, epoch, seeds)
    except CryptoError as error:
        raise RefusError("sequestre_refuse") from error
    if not crypto.same(crypto.epoch_commitment(key, registry.espace, epoch), registry.kcommits[epoch]):
        raise RefusError("sequestre_refuse")
    return key, tuple(sorted(seeds))


def read_sheets(crypto: Crypto, custodians: Sequence[bytes], sheets: Sequence[str]) -> Mapping[int, bytes]:
    """Return the seeds of two sheets as typed, by the rank of their gardien. SheetRefusedError, RefusError."""
    seeds: dict[int, bytes] = {}
    for place, text in enumerate(sheets, 1):
        seed = read_sheet(crypto, text, place)
        public = crypto.custodian_public(seed)
        if public not in custodians:
            raise SheetRefusedError("fiche_etrangere", f"fiche {place}")
        seeds[list(custodians).index(public)] = seed
    if len(seeds) != len(sheets):
        raise RefusError("fiche_repetee")
    return seeds


def read_sheet(crypto: Crypto, text: str, place: int) -> bytes:
    """Read one sheet as typed; SheetRefusedError says which word is wrong."""
    try:
        return crypto.read_words(text)
    except WordsError as error:
        where = f"fiche {place}, mot {error.rank}" if error.rank else f"fiche {place}"
        raise SheetRefusedError(error.code, where) from error


def present_escrow(uow: UnitOfWork, espace: bytes, registry: Registry) -> list[Wrap]:
    """Return the escrow of the present epoch, as far as it is here."""
    return [wrap for wrap in uow.keys.escrows(espace) if wrap[0] == registry.epoch and is_named(registry, wrap)]


def _guardians(registry: Registry, said: Mapping[str, object]) -> tuple[Guardian, ...]:
    names = said.get("gardiens")
    told = [str(name) for name in names] if isinstance(names, list) else []
    told += [""] * len(registry.custodians)
    return tuple(Guardian(name, fingerprint(public)) for name, public in zip(told, registry.custodians, strict=False))


def _said(uow: UnitOfWork, espace: bytes) -> dict[str, object]:
    view = _record(uow, espace)
    return nest(KIND, shown(view.state)) if view is not None else {}


def _record(uow: UnitOfWork, espace: bytes) -> RecordView | None:
    """Return the record that says who the gardiens are; of several, the one written last."""
    views = [view for rec in uow.records.find(KIND, espace) if (view := uow.records.get(rec)) is not None]
    return max(views, key=lambda view: (view.updated_ms, view.rec), default=None)


def _tell(uow: UnitOfWork, ports: Ports, espace: bytes, champs: Mapping[str, object]) -> None:
    view = _record(uow, espace)
    if view is None:
        create_in(uow, ports, espace, KIND, {name: value for name, value in champs.items() if value})
        return
    changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
    if changes:
        write_revision(uow, ports, espace, view.rec, KIND, changes, view.state.heads)


def _today(ports: Ports) -> str:
    return ports.clock.now().date().isoformat()


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
