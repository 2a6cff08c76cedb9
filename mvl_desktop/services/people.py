"""Who sits at a device, as people say it: from the records of kind `poste`, else the device's short code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.references import short_code
from mvl_desktop.history.model import Name
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.services.provenance import NOTHING, Provenance, provenance_of

POST_NAME = "nom"
"""The local setting that holds the name given to this post at its first start."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the devices of an espace, and of those of the espace that it takes up."""

    by_device: dict[bytes, str] = field(repr=False)
    codes: dict[bytes, str]
    former: Provenance = field(default=NOTHING, repr=False)

    def author(self, revision: Name) -> str:
        """Return who wrote a revision: in a refounded espace, who had written it in the former one."""
        return self.of(self.origin(revision)[0])

    def creator(self, device: bytes, revisions: Iterable[Name]) -> str:
        """Return who made a record, given the device that did here and the record's revisions."""
        first = min((n for by, n in revisions if by == device), default=0)
        return self.author((device, first))

    def origin(self, revision: Name) -> Name:
        """Return the name of a revision in the espace where it was first written."""
        return self.former.origin(revision) or revision

    def of(self, device: bytes) -> str:
        """Return who sits at a device; its short code when nobody said."""
        known = self.by_device.get(device) or self.former.names.get(device)
        return known or self.codes.get(device) or self.former.codes.get(device) or device.hex()[:8]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here. `gone`: every post of theirs was revoked."""

    nom: str = field(repr=False)
    fonction: str
    delegation: str
    code: str
    here: bool
    gone: bool
    departements: tuple[str, ...] = ()


def me(ports: Ports) -> Person:
    """Return who sits at this post."""
    with ports.store.read() as uow:
        return myself(uow)


def my_name(uow: UnitOfWork) -> str:
    """Return the name of who sits at this post: what they said of themselves, else what their record says."""
    return uow.identity.get(POST_NAME) or myself(uow).nom


def myself(uow: UnitOfWork) -> Person:
    """Return who sits at this post, within a unit of work already open."""
    device = uow.identity.device().id
    known = _by_device(uow).get(device)
    return known or Person(uow.identity.get(POST_NAME) or device.hex()[:8], "", "", "", here=True, gone=False)


def list_people(ports: Ports) -> list[Person]:
    """Return who works in the espaces of this post, oneself first, then by name; a name is given once."""
    with ports.store.read() as uow:
        found: dict[str, Person] = {}
        for person in _by_device(uow).values():
            before = found.get(person.nom)
            if before is None or (before.gone, not before.here) > (person.gone, not person.here):
                found[person.nom] = person
        mine = myself(uow)
    found.setdefault(mine.nom, mine)
    return sorted(found.values(), key=lambda person: (not person.here, person.gone, person.nom))


def people_in(uow: UnitOfWork) -> list[Person]:
    """Return who sits at each device of every espace, within a unit of work already open."""
    return list(_by_device(uow).values())


def names_of(uow: UnitOfWork, espace: bytes) -> Names:
    """Read the postes of an espace. The registry ties a device to its record; a name cannot be taken by another.

    Who is outside a compartment wrote nothing there: their délégation says who they are.
    """
    registry, known = uow.espaces.registry(espace), uow.espaces.get(espace)
    named = {uow.identity.device().id: uow.identity.get(POST_NAME) or ""}
    for place in (known.compartment_of if known else None, espace):
        if place is not None and uow.espaces.get(place) is not None:
            said = _postes(uow, place, uow.espaces.registry(place))
            named |= {device: name for device, poste in said.items() if (name := _text(poste, "nom"))}
    codes = {device: code_of(registry, espace, device) for device in registry.devices}
    return Names(named, codes, provenance_of(uow, espace, registry))


def code_of(registry: Registry, espace: bytes, device: bytes) -> str:
    """Return the short code of a member: unique in its espace, said on the phone."""
    return short_code(espace, registry.devices[device].added_at)


def _by_device(uow: UnitOfWork) -> dict[bytes, Person]:
    """Return who sits at each device of every espace; of those who sit in several, what the first espace says."""
    here = uow.identity.device().id
    found: dict[bytes, Person] = {}
    active: set[bytes] = set()
    for espace in sorted(uow.espaces.all(), key=lambda each: (each.compartment_of is not None, each.name)):
        registry = uow.espaces.registry(espace.id)
        active |= {device.id for device in registry.devices.values() if device.closed_at is None}
        for device, poste in _postes(uow, espace.id, registry).items():
            name = _text(poste, "nom")
            if name and device in registry.devices and device not in found:
                found[device] = Person(
                    nom=name,
                    fonction=_text(poste, "fonction"),
                    delegation=_text(poste, "delegation"),
                    code=code_of(registry, espace.id, device),
                    here=device == here,
                    gone=True,
                    departements=_texts(poste, "departements"),
                )
    return {device: _standing(person, device in active) for device, person in found.items()}


def _standing(person: Person, is_active: bool) -> Person:
    return Person(
        person.nom,
        person.fonction,
        person.delegation,
        person.code,
        here=person.here,
        gone=not is_active,
        departements=person.departements,
    )


def _postes(uow: UnitOfWork, espace: bytes, registry: Registry) -> dict[bytes, Mapping[str, object]]:
    """Return what the record of each device says: the one that the registry names, else the one that it made."""
    query = Query("poste", espace=espace)
    rows = {row.rec: row.values for row in uow.records.rows("poste", uow.records.ids(query)) if row is not None}
    said = {
        device.id: rows[device.poste]
        for device in registry.devices.values()
        if device.poste in rows and _text(rows[device.poste], "nom")
    }
    named = {device.poste for device in registry.devices.values()}
    for rec in uow.records.find("poste", espace):
        view = uow.records.get(rec) if rec in rows and rec not in named else None
        if view is not None and not _is_former(view, registry):
            said.setdefault(view.created_by, rows[rec])
    return said


def _is_former(view: RecordView, registry: Registry) -> bool:
    """Whether a record names a device that this espace never had: one of the espace that it takes up."""
    said = {str(each.value) for each in view.state.fields.get("appareil", ()) if each.value}
    return bool(said) and not said & {device.hex() for device in registry.devices}


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _texts(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = values.get(name)
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()
