"""Use case: an espace whose posts are all lost is founded again from a copy of it, by two of its gardiens.

Records keep their ids, revisions their times, their order and what they saw; the new espace's founder signs them anew,
and a record of kind `reprise` gives each its author back, with the former espace as it had been signed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from pathlib import Path

from mvl_desktop.domain.references import short_code
from mvl_desktop.exchange.authority import enact, rotate
from mvl_desktop.history.edit import joining_parents
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.copies import CopyWriter
from mvl_desktop.protocol.hashes import be64
from mvl_desktop.protocol.objects import BLOB_LIMIT, Hold
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.protocol.registry import RegistryRefusedError
from mvl_desktop.services.custodian_sheets import fingerprint
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.founding import NAME_MAX, genesis, introduce_post
from mvl_desktop.services.people import code_of, my_name
from mvl_desktop.services.pieces import join_in
from mvl_desktop.services.provenance import KIND, NOBODY, NOTHING, Provenance, lines_of, read_provenance
from mvl_desktop.services.records import create_in, existing
from mvl_desktop.services.recovery_reading import MISSING, Former, Name, Written, blob_parts, read_former, without_blobs
from mvl_desktop.services.refusals import RefusError

NEWCOMERS = 64
"""How many posts to come must have a short code that no post of the former espace had: references stay unique."""

_TRIES = 1000


@dataclass(frozen=True, slots=True)
class Refounded:
    """What was taken up, and what the copy did not give, by the codes of `MISSING`."""

    espace: str
    fingerprint: str
    former: str
    founder: str
    records: int
    revisions: int
    pieces: int
    missing: Mapping[str, int]


def refound(
    ports: Ports,
    copy: Path,
    sheets: Sequence[str],
    name: str,
    *,
    founder: str | None = None,
    compartment_of: str | None = None,
) -> Refounded:
    """Found an espace again from a copy and two sheets as typed: all of it, or nothing.

    Raises RefusError: what `read_former` refuses, espace_encore_ici, nom_invalide, nom_deja_pris, espace_inconnu.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise RefusError("nom_invalide")
    former = read_former(ports.crypto, copy, sheets, founder)
    with ports.store.work(bulk=True) as uow:
        _check_free(uow, former, name)
        parent = choose_espace(uow, compartment_of) if compartment_of is not None else None
        espace = genesis(uow, ports, name, parent, policy=former.registry.policy, id_=_free_id(ports, former))
        rotate(uow, ports, espace.id)
        introduce_post(uow, ports, espace.id)
        taken = _write_again(uow, ports, espace.id, former)
        pieces = _take_blobs(uow, espace.id, former, copy)
        _hold_again(uow, ports, espace.id, former)
        rec = create_in(uow, ports, espace.id, KIND, _provenance(uow, ports, espace, former, taken))
        _join_proof(uow, ports, rec, former, copy)
        uow.commit()
    ports.journal.note("fondation")
    ports.journal.note("import", rec, revisions=len(taken))
    return Refounded(
        espace=espace.id.hex(),
        fingerprint=espace.founder.hex(),
        former=former.registry.espace.hex(),
        founder=former.registry.founder.hex(),
        records=len({each.rec for each in former.written.values() if each.wire is not None}),
        revisions=len(taken),
        pieces=pieces,
        missing={what: former.missing[what] for what in MISSING},
    )


def _check_free(uow: UnitOfWork, former: Former, name: str) -> None:
    """Refuse where the former espace lies still: its records are found by their ids alone."""
    if any(known.name == name for known in uow.espaces.all()):
        raise RefusError("nom_deja_pris")
    held = uow.espaces.get(former.registry.espace) is not None
    if held or any(uow.records.get(rec) is not None for rec in {each.rec for each in former.written.values()}):
        raise RefusError("espace_encore_ici")


def _free_id(ports: Ports, former: Former) -> bytes:
    """Return an espace id under which the first posts get short codes that the former espace never gave."""
    old, registry = set(), former.registry
    for device in registry.devices:
        old.add(code_of(registry, registry.espace, device))
    for _ in range(_TRIES):
        id_ = ports.crypto.random(16)
        if not old & {short_code(id_, entry) for entry in range(NEWCOMERS)}:
            return id_
    return id_


def _write_again(uow: UnitOfWork, ports: Ports, espace: bytes, former: Former) -> dict[int, Name]:
    """Write every revision again, causes first; return which former revision each count of this post now is.

    What was erased singly keeps its place through its parents; more than 16 of them are joined first (rule 14).
    """
    me, taken = uow.identity.device().id, dict[int, Name]()
    here: dict[Name, tuple[Name, ...]] = {}
    old, new = f"ref:{former.registry.espace.hex()}:", f"ref:{espace.hex()}:"

    def add(written: Written, wire: WireRevision, over: Sequence[Name], changes: Mapping[str, object]) -> Name:
        n = uow.log.next_n(espace)
        blobs = list(wire.blobs) if changes is wire.changes else []
        said = {key: _moved(value, old, new) for key, value in changes.items()}
        again = WireRevision(n, wire.kind, sorted(over), wire.hlc, said, blobs)  # type: ignore[arg-type]
        uow.log.add_local(espace, written.rec, again)
        return (me, n)

    for written in _causes_first(former):
        parents = list(dict.fromkeys(name for each in written.parents for name in here.get(each, ())))
        if written.wire is None:
            here[written.name] = tuple(parents)
            continue
        while (joined := joining_parents(parents)) is not None:
            name = add(written, written.wire, joined, {})
            parents = [each for each in parents if each not in joined] + [name]
        name = add(written, written.wire, parents, written.wire.changes)
        here[written.name], taken[name[1]] = (name,), written.name
    return taken


def _causes_first(former: Former) -> Iterator[Written]:
    """Give the revisions after all their parents, then by the time they claim; those whose parents miss, not at all."""
    waiting = {name: len(set(each.parents)) for name, each in former.written.items()}
    children: dict[Name, list[Name]] = {}
    for name, each in former.written.items():
        for parent in set(each.parents):
            children.setdefault(parent, []).append(name)
    ready = [_rank(former.written[name]) for name, count in waiting.items() if not count]
    heapify(ready)
    given = 0
    while ready:
        name = heappop(ready)[1]
        given += 1
        yield former.written[name]
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                heappush(ready, _rank(former.written[child]))
    former.missing["en_attente"] = len(former.written) - given


def _rank(written: Written) -> tuple[tuple[int, int], Name]:
    return (written.wire.hlc if written.wire is not None else (0, 0)), written.name


def _moved(value: object, old: str, new: str) -> object:
    """Return a value, pointing into the new espace where it pointed into the former one."""
    if isinstance(value, str) and value.startswith(old):
        return new + value[len(old) :]
    if isinstance(value, list):
        return [_moved(each, old, new) for each in value]
    return value


def _take_blobs(uow: UnitOfWork, espace: bytes, former: Former, copy: Path) -> int:
    """Keep the attachments, sealed as they are; return how many are whole."""
    for rec, ref in former.blobs.values():
        uow.blobs.add(espace, rec, ref)
    for part in blob_parts(copy):
        if part.id in former.blobs:
            uow.blobs.put_part(part.id, part.index, part.data)
    whole = sum(uow.blobs.finish(blob) for blob in former.blobs)
    former.missing["pieces"] = len(former.blobs) - whole
    return whole


def _hold_again(uow: UnitOfWork, ports: Ports, espace: bytes, former: Former) -> None:
    """Protect from erasure what was protected."""
    for rec in sorted(former.registry.holds):
        with suppress(RegistryRefusedError):
            enact(uow, ports, espace, Hold, rec=rec, on=True)


def _provenance(
    uow: UnitOfWork, ports: Ports, espace: Espace, former: Former, taken: Mapping[int, Name]
) -> dict[str, object]:
    registry, earlier = former.registry, _earlier(former)
    lines = {**earlier.lines} | {device: _post_line(former, device) for device in registry.devices}
    places = {device: place for place, device in enumerate(lines)}
    authors = {n: earlier.origin(name) or name for n, name in taken.items()}
    said = b"".join((registry.espace, be64(former.epoch), registry.head, espace.founder))
    return {
        "ancien_espace": registry.espace.hex(),
        "ancien_fondateur": registry.founder.hex(),
        "ancien_registre": registry.head.hex(),
        "epoque": former.epoch,
        "cle_epoque": former.key.hex(),
        "acte": ports.crypto.mac(former.key, b"mvl1/refound\0" + said).hex(),
        "gardiens": [fingerprint(registry.custodians[rank]) for rank in former.ranks],
        "refonde_le": ports.clock.now().date().isoformat(),
        "refonde_par": my_name(uow),
        "appareil": uow.identity.device().id.hex(),
        "anciens_postes": list(lines.values()),
        "origines": list(_runs(authors, places)),
    }


def _earlier(former: Former) -> Provenance:
    """Return where the revisions of the former espace came from, when it had been refounded itself."""
    founder = next(device.id for device in former.registry.devices.values() if device.added_at == 0)
    for each in former.written.values():
        said = each.wire.changes if each.wire is not None and each.wire.kind == KIND else {}
        if each.name[0] == founder and said.get("appareil") == founder.hex():
            return read_provenance(founder, lines_of(said.get("anciens_postes")), lines_of(said.get("origines")))
    return NOTHING


def _post_line(former: Former, device: bytes) -> str:
    known = former.registry.devices[device]
    code = code_of(former.registry, former.registry.espace, device)
    return f"{device.hex()} {known.role} {code} {_former_name(former, device, known.poste)}".strip()


def _former_name(former: Former, device: bytes, poste: bytes) -> str:
    """Return who sat at a former post: what the record that the registry named says last, else the one it made."""
    said: dict[bytes, tuple[tuple[int, int], str]] = {}
    made: bytes | None = None
    for each in former.written.values():
        if each.wire is None or each.wire.kind != "poste":
            continue
        if not each.parents and each.name[0] == device and made is None:
            made = each.rec
        name = each.wire.changes.get("nom")
        if isinstance(name, str) and each.wire.hlc >= said.get(each.rec, ((0, 0), ""))[0]:
            said[each.rec] = (each.wire.hlc, name)
    rec = poste if poste in said else made
    return " ".join(said[rec][1].split()) if rec in said else ""


def _runs(taken: Mapping[int, Name], places: Mapping[bytes, int]) -> Iterator[str]:
    """Write which former revision each count is, one line where a former post's counts follow one another.

    Counts that are nobody's (joining revisions, and what follows the last) begin a line without a post.
    """
    last = (0, b"", 0)
    for n, (device, former_n) in sorted(taken.items()):
        if n != last[0] + 1 and last[0]:
            yield f"{last[0] + 1} {NOBODY} 0"
        if last != (n - 1, device, former_n - 1):
            yield f"{n} {places[device]} {former_n}"
        last = (n, device, former_n)
    yield f"{last[0] + 1} {NOBODY} 0"


def _join_proof(uow: UnitOfWork, ports: Ports, rec: bytes, former: Former, copy: Path) -> None:
    """Keep the former espace beside, sealed and signed as it was, attachments apart; not beyond what a piece may be."""
    writer = CopyWriter()
    for _ in writer.pieces(without_blobs(copy)):
        pass
    if writer.size <= BLOB_LIMIT:
        name = f"ancien-espace-{former.registry.espace.hex()[:8]}.mvl-espace"
        content = CopyWriter().pieces(without_blobs(copy))
        join_in(uow, ports, existing(uow, rec.hex()), name, writer.size, content)
