"""Who sits at a device, as people say it: from the records of kind `poste`, else the device's short code."""

from dataclasses import dataclass, field

from mvl_desktop.domain.references import short_code
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.registry import Registry


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the devices of an espace."""

    by_device: dict[bytes, str] = field(repr=False)
    codes: dict[bytes, str]

    def of(self, device: bytes) -> str:
        """Return who sits at a device; its short code when nobody said."""
        return self.by_device.get(device) or self.codes.get(device) or device.hex()[:8]


def names_of(uow: UnitOfWork, espace: bytes) -> Names:
    """Read the postes of an espace. The registry ties a device to its record; a name cannot be taken by another."""
    named: dict[bytes, str] = {}
    registry = uow.espaces.registry(espace)
    for device in registry.devices.values():
        name = _poste_name(uow, device.poste) if any(device.poste) else None
        if name:
            named[device.id] = name
    for rec in uow.records.find("poste", espace):
        view = uow.records.get(rec)
        if view is None or view.created_by in named:
            continue
        name = _poste_name(uow, rec)
        if name:
            named[view.created_by] = name
    return Names(named, {device: code_of(registry, espace, device) for device in registry.devices})


def code_of(registry: Registry, espace: bytes, device: bytes) -> str:
    """Return the short code of a member: unique in its espace, said on the phone."""
    return short_code(espace, registry.devices[device].added_at)


def _poste_name(uow: UnitOfWork, rec: bytes) -> str | None:
    view = uow.records.get(rec)
    if view is None or view.kind != "poste":
        return None
    values = view.state.fields.get("nom", ())
    return next((each.value for each in values if isinstance(each.value, str) and each.value), None)
