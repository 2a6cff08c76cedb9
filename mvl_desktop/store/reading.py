"""From the log to what history works on: sealed bodies are opened on demand, unsealed revisions read as they lie."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mvl_desktop.history.model import Name, Revision
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, Parent, read_revision
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.store.context import BODY_BITS, PRESENT, Context
from mvl_desktop.store.errors import MagasinEndommageError

_BODIES = (
    "SELECT b.record, b.id, b.sealed, k.key, k.kc, d.device, c.seq, c.hash, r.rec, e.espace"
    " FROM body b JOIN sealed_commit c ON c.id = b.id >> 9 JOIN device d ON d.id = c.device"
    " JOIN record r ON r.id = b.record JOIN espace e ON e.id = c.espace"
    " JOIN record_key k ON k.id = b.record_key AND k.key IS NOT NULL"
    " WHERE NOT c.quarantined AND b.state = ? AND b.record IN (?*) ORDER BY b.id"
)
_LOCAL = "SELECT record, clear FROM local_revision WHERE record IN (?*) ORDER BY id"
_PLACES = "SELECT record, device, n, parents FROM erased_body WHERE record IN (?*)"
_SELF = "SELECT d.device FROM identity i JOIN device d ON d.id = i.device ORDER BY i.id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Known:
    """One revision that counts, and the commit that carries it (None: in no commit yet)."""

    name: Name
    wire: WireRevision = field(repr=False)
    commit: bytes | None

    def for_history(self) -> Revision:
        """Return it as history knows it."""
        wire = self.wire
        changes = {key: tuple(value) if type(value) is list else value for key, value in wire.changes.items()}
        return Revision(self.name, tuple(wire.parents), wire.hlc, changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Past:
    """Everything known of one record's history."""

    known: list[Known] = field(default_factory=list)
    places: list[Revision] = field(default_factory=list)

    def revisions(self) -> list[Revision]:
        """Return the revisions that count; erased ones as places only."""
        if not self.places:
            return [each.for_history() for each in self.known]
        named = {place.name for place in self.places}
        return [*self.places, *(each.for_history() for each in self.known if each.name not in named)]

    def kind(self) -> str:
        """Return the kind that the record's first revision gave it: the same on every post."""
        if len(self.known) == 1:
            return self.known[0].wire.kind
        return min(self.known, key=lambda each: (bool(each.wire.parents), each.name)).wire.kind


def own_device(ctx: Context) -> bytes | None:
    """Return the device that this post is."""
    found: bytes | None = ctx.sql.value(_SELF)
    return found


def load(ctx: Context, records: Iterable[int]) -> dict[int, Past]:
    """Return the past of records, by number; one of which nothing counts has an empty past."""
    wanted = list(records)
    pasts = {record: Past() for record in wanted}
    open_body = ctx.shared.crypto.open_body
    for record, id_, sealed, key, kc, device, seq, commit, rec, espace in ctx.sql.within(_BODIES, wanted, PRESENT):
        context = BodyContext(espace, rec, device, seq, id_ & (1 << BODY_BITS) - 1, kc)
        try:
            wire = read_revision(open_body(key, context, sealed))
        except (CryptoError, ProtocolError) as error:
            raise MagasinEndommageError from error
        pasts[record].known.append(Known((device, wire.n), wire, commit))
    local = list(ctx.sql.within(_LOCAL, wanted))
    me = own_device(ctx) if local else None
    for record, clear in local:
        wire = read_revision(clear)
        pasts[record].known.append(Known((me or b"", wire.n), wire, None))
    for record, device, n, parents in ctx.sql.within(_PLACES, wanted):
        read = decode(parents, list[Parent], SMALL_LIMIT)
        pasts[record].places.append(Revision((device, n), tuple(read), (0, 0), None))
    return pasts
