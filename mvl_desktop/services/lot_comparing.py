"""Use case: open one line of a dry run: the record as this post has it, as the lots bring it, and both together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.exchange.lot_compare import compare
from mvl_desktop.history.model import RecordState, Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium
from mvl_desktop.services.records import parse_id, shown
from mvl_desktop.services.refusals import RefusError

Values = tuple[Value, ...]
"""What stands under a key: nothing, one value, or several that somebody has to decide between."""


@dataclass(frozen=True, slots=True)
class FieldSides:
    """One field on both sides, and once united. `differe`: whether the lots would change what this post shows."""

    champ: str
    ici: Values = field(repr=False)
    lot: Values = field(repr=False)
    apres: Values = field(repr=False)

    @property
    def differe(self) -> bool:
        """Whether both sides do not say the same."""
        return self.ici != self.lot or self.ici != self.apres


@dataclass(frozen=True, slots=True)
class RecordSides:
    """A record on both sides. `connu`: whether this post had something of it."""

    id: str
    kind: str
    espace: str
    titre: str = field(repr=False)
    connu: bool
    champs: tuple[FieldSides, ...] = field(repr=False)


def compare_record(ports: Ports, medium: LotMedium, sources: Sequence[Path], id_: str) -> RecordSides:
    """Open what lots bring of a record beside what this post has. Nothing is kept. RefusError (fiche_inconnue)."""
    rec = parse_id(id_)
    if rec is None:
        raise RefusError("fiche_inconnue")
    with ports.store.read() as uow:
        sides = compare(uow, ports, medium, sources, rec)
        if sides is None:
            raise RefusError("fiche_inconnue")
        espace = uow.espaces.get(sides.espace)
    declared = declaration(sides.kind)
    keys = dict.fromkeys((*sides.united.fields, *sides.here.fields, *sides.there.fields))
    ports.journal.note("consultation", rec)
    return RecordSides(
        id=rec.hex(),
        kind=sides.kind,
        espace=espace.name if espace else "",
        titre=declared.titre(shown(sides.united)) if declared is not None else "",
        connu=bool(sides.here.heads),
        champs=tuple(
            FieldSides(key, _under(sides.here, key), _under(sides.there, key), _under(sides.united, key))
            for key in keys
        ),
    )


def _under(state: RecordState, key: str) -> Values:
    return tuple(assigned.value for assigned in state.fields.get(key, ()))
