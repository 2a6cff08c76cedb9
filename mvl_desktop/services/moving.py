"""Use cases: a signalement goes to another espace. It is a copy there, that says where it comes from (X10, X12).

Moving hands the work over: drafts, fields to decide, steps and attachments go along, and the source says where it went.
Copying shares: the source lives on, what may name people stays behind unless it is asked for, and the register of what
left names the record (RGPD art. 19).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.champ import ARBITRAGES, Declaration
from mvl_desktop.domain.kinds import declaration, required
from mvl_desktop.domain.payload import check_size, flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.text import clean_line
from mvl_desktop.history.model import Name, Value
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Draft, Espace, RecordView, UnitOfWork
from mvl_desktop.services.espaces import can_write, choose_espace
from mvl_desktop.services.exports import KIND as REGISTER
from mvl_desktop.services.people import my_name, myself, names_of
from mvl_desktop.services.pieces import extract_in, join_in, pieces_of
from mvl_desktop.services.printing import next_copy
from mvl_desktop.services.records import create_in, existing, revision_text, shown
from mvl_desktop.services.references import with_first_values
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "signalement"
MOVED = "deplace_vers"
ERASED = "effacee"
"""What a copy says of its source, once an order erased it."""
MOTIF_MAX = 500
_OF_THE_SOURCE = frozenset({ARBITRAGES, "copies", "provenances", MOVED, "reference"})
"""What says something of the source, and nothing of its copy."""
_NAMING = frozenset({"pieces", "liens"})
"""What a masked copy leaves behind whole: what may name people without being a name."""
_KEYS_AT_ONCE = 500
_FOLLOWED = "suivi/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Where a record goes, and what goes. `sans` and `avec`: fields left out, or kept, whatever the profile says."""

    espace: str
    moved: bool
    masked: bool
    motif: str = field(default="", repr=False)
    sans: frozenset[str] = frozenset()
    avec: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would go and what would stay, said before it is done: fields by their labels, then how many of each."""

    vers: str
    part: tuple[str, ...]
    reste: tuple[str, ...]
    brouillon: bool
    conflits: tuple[str, ...]
    etapes: int
    liens: int
    pieces: int
    pieces_absentes: int
    champs: tuple["FieldGoing", ...] = ()
    """The fields that hold something, in the order of the form, and which of them would go."""


@dataclass(frozen=True, slots=True)
class FieldGoing:
    """A field that holds something: its name, its label, whether it would go, in part at least."""

    name: str
    libelle: str
    part: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that went: its copy there, and what stayed because its content is not on this post yet."""

    id: str
    source: str
    espace: str
    pieces_absentes: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A record that somebody moved while this post worked on it. `pending`: how many fields did not go along."""

    id: str
    titre: str = field(repr=False)
    espace: str
    copie: str
    par: str
    at_ms: int
    brouillon: bool
    pending: int
    reachable: bool
    """Whether this post may write in the espace where it went."""


def foresee(ports: Ports, id_: str, wish: Wish) -> Foreseen:
    """Say what would go. Raises RefusError as `send`."""
    with ports.store.read() as uow:
        view, target = _way(uow, id_, wish)
        told = _told(uow, view, target, wish)
    ports.journal.note("consultation", view.rec)
    return told


def send(ports: Ports, id_: str, wish: Wish) -> Gone:
    """Copy a record to another espace, in one transaction; the source says where it went.

    Raises RefusError: fiche_inconnue, motif_requis, espace_inconnu, espace_ambigu, role_insuffisant, meme_espace,
    compartiment_refuse, deja_deplace.
    """
    motif = clean_line(wish.motif, "motif")[:MOTIF_MAX]
    if not motif:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        view, target = _way(uow, id_, wish)
        rec, absent = _copy(uow, ports, view, target, wish)
        _say_where(uow, ports, view, Reference(target.id, rec), target, wish, motif)
        if wish.moved:
            _take_drafts(uow, view, rec, wish)
        uow.commit()
    ports.journal.note("transmission", view.rec)
    ports.journal.note("creation", rec)
    return Gone(rec.hex(), view.rec.hex(), target.name, absent)


def list_moved(ports: Ports) -> list[Followed]:
    """Return the records that others moved while this post worked on them, until it is put away or carried over."""
    with ports.store.read() as uow:
        found = list(_followed(uow))
    ports.journal.note("liste", lignes=len(found))
    return found


def put_moved_away(ports: Ports, id_: str) -> None:
    """Say no more that a record moved: its author read it. Twice is once."""
    with ports.store.work() as uow:
        uow.preferences.set(_seen(existing(uow, id_).rec), "1")
        uow.commit()


def carry_over(ports: Ports, id_: str) -> str:
    """Take to the copy what was written, or is being typed, on a record that had moved; return the copy's id.

    Raises RefusError: fiche_inconnue, pas_deplace, copie_absente, role_insuffisant.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        where = _where(view)
        if where is None:
            raise RefusError("pas_deplace")
        copy = uow.records.get(where.rec)
        if copy is None:
            raise RefusError("copie_absente")
        if not can_write(uow, copy.espace):
            raise RefusError("role_insuffisant")
        wish = Wish(espace=copy.espace.hex(), moved=True, masked=_is_masked(view, where))
        changes = _late(uow, view, copy, wish)
        if changes:
            write_revision(uow, ports, copy.espace, copy.rec, copy.kind, changes, copy.state.heads)
        _take_drafts(uow, view, copy.rec, wish)
        uow.preferences.set(_seen(view.rec), "1")
        uow.commit()
    ports.journal.note("modification", copy.rec)
    return copy.rec.hex()


def tell_copies(uow: UnitOfWork, ports: Ports, view: RecordView) -> None:
    """Write in the copies of a record, where this post may, that their source is being erased."""
    today = ports.clock.now().date().isoformat()
    for reference in _copies(view):
        copy = uow.records.get(reference.rec)
        if copy is None or not can_write(uow, copy.espace):
            continue
        source = str(Reference(view.espace, view.rec))
        elements = [
            key.rpartition("/")[0]
            for key, value in shown(copy.state).items()
            if key.startswith("provenances/") and key.endswith("/depuis") and value == source
        ]
        changes: dict[str, Value] = {}
        for element in elements:
            changes |= {f"{element}/effacee_le": today, f"{element}/source": ERASED}
        if changes:
            write_revision(uow, ports, copy.espace, copy.rec, copy.kind, changes, copy.state.heads)


def _way(uow: UnitOfWork, id_: str, wish: Wish) -> tuple[RecordView, Espace]:
    view = existing(uow, id_, KIND)
    target = choose_espace(uow, wish.espace)
    if target.id == view.espace:
        raise RefusError("meme_espace")
    if target.compartment_of is not None:
        raise RefusError("compartiment_refuse")
    if not can_write(uow, target.id) or not can_write(uow, view.espace):
        raise RefusError("role_insuffisant")
    if _where(view) is not None:
        raise RefusError("deja_deplace")
    return view, target


def _where(view: RecordView) -> Reference | None:
    value = shown(view.state).get(MOVED)
    return Reference.parse(value) if isinstance(value, str) else None


def left_behind(declared: Declaration, key: str, wish: Wish) -> bool:
    """Whether the profile leaves a key out of the copy."""
    root = key.partition("/")[0]
    group, named = declared.champ(root), declared.field_of(key)
    if root in _OF_THE_SOURCE:
        return True
    if root in wish.avec or root in wish.sans:
        return root in wish.sans
    if not wish.masked:
        return False
    if group is None or named is None:
        return "/rang" not in key  # what a newer post wrote may name somebody
    towards = declaration(named.champ.vers) if named.champ.vers else None
    apart = towards is not None and towards.compartiment
    return root in _NAMING or apart or group.champ.nominatif or named.champ.nominatif


def _told(uow: UnitOfWork, view: RecordView, target: Espace, wish: Wish) -> Foreseen:
    declared, flat = required(view.kind), shown(view.state)
    filled = [key for key, value in flat.items() if value is not None]
    going = [key for key in filled if not left_behind(declared, key, wish)]
    staying = [
        key for key in filled if left_behind(declared, key, wish) and key.partition("/")[0] not in _OF_THE_SOURCE
    ]
    pieces = pieces_of(uow, view) if not left_behind(declared, "pieces", wish) else []
    steps = nest(view.kind, {key: flat[key] for key in going}).get("etapes_appliquees")
    links = nest(view.kind, {key: flat[key] for key in going}).get("liens")
    open_steps = [step for step in (steps if isinstance(steps, list) else []) if step.get("etat") == "a_faire"]
    return Foreseen(
        target.name,
        _labels(declared, going),
        _labels(declared, staying),
        wish.moved and any(draft.rec == view.rec for draft in uow.drafts.all()),
        tuple(declared.wording(key) for key in view.state.conflicts if not left_behind(declared, key, wish)),
        len(open_steps),
        len(links) if isinstance(links, list) else 0,
        sum(piece.presente for piece in pieces),
        sum(not piece.presente for piece in pieces),
        tuple(_fields(declared, going, staying)),
    )


def _fields(declared: Declaration, going: Sequence[str], staying: Sequence[str]) -> Iterator[FieldGoing]:
    """Give the fields that hold something; what a newer post wrote stays as it was decided for it."""
    part = {key.partition("/")[0] for key in going if not key.endswith("/rang") and _names(key)}
    held = part | {key.partition("/")[0] for key in staying}
    for each in declared.champs:
        if each.name in held and each.name not in _OF_THE_SOURCE:
            yield FieldGoing(each.name, each.libelle, each.name in part)


def _labels(declared: Declaration, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the labels of fields, those of elements by their group unless a part of it only is concerned."""
    return tuple(dict.fromkeys(declared.wording(key) for key in keys if not key.endswith("/rang") and _names(key)))


def _names(key: str) -> bool:
    return key.count("/") != 1 or key.startswith("natures/") or not _is_id(key.partition("/")[2])


def _is_id(text: str) -> bool:
    return len(text) == 16 and all(sign in "0123456789abcdef" for sign in text)


def _copy(uow: UnitOfWork, ports: Ports, view: RecordView, target: Espace, wish: Wish) -> tuple[bytes, int]:
    """Write the copy: its state, its fields to decide as they stand, its attachments. Return what stayed for want."""
    declared, flat = required(view.kind), shown(view.state)
    undecided = frozenset(view.state.conflicts)
    state: dict[str, Value] = {
        key: value
        for key, value in flat.items()
        if value is not None and key not in undecided and not left_behind(declared, key, wish)
    }
    state = {key: value for key, value in state.items() if not key.startswith("pieces/")}
    state |= _provenance(uow, ports, view, wish)
    rec = ports.crypto.random(16)
    heads: Sequence[Name] = ()
    first = with_first_values(uow, ports, target.id, declared, state)
    for part in _parts(first):
        heads = (write_revision(uow, ports, target.id, rec, view.kind, part, heads),)
    sides = [
        (key, one.value)
        for key in sorted(undecided)
        if not left_behind(declared, key, wish)
        for one in view.state.fields[key]
    ]
    for key, value in sides:
        write_revision(uow, ports, target.id, rec, view.kind, {key: value}, heads)
    absent = 0 if left_behind(declared, "pieces", wish) else _take_pieces(uow, ports, view, rec)
    return rec, absent


def _parts(changes: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Cut what one revision could not carry."""
    part: dict[str, Value] = {}
    for key in sorted(changes):
        part[key] = changes[key]
        if len(part) >= _KEYS_AT_ONCE:
            check_size(part)
            yield part
            part = {}
    if part:
        check_size(part)
        yield part


def _provenance(uow: UnitOfWork, ports: Ports, view: RecordView, wish: Wish) -> dict[str, Value]:
    """Return the element that says where the copy comes from; the provenance of the source stays with the source."""
    source = uow.espaces.get(view.espace)
    reference = shown(view.state).get("reference")
    said = {
        "espace": source.name if source else "",
        "depuis": str(Reference(view.espace, view.rec)),
        "reference": reference if isinstance(reference, str) else "",
        "copie_le": ports.clock.now().date().isoformat(),
        "copie_par": my_name(uow),
        "masque": wish.masked,
    }
    return flatten(view.kind, {"provenances": [said]}, {}, lambda: ports.crypto.random(8).hex())


def _take_pieces(uow: UnitOfWork, ports: Ports, view: RecordView, rec: bytes) -> int:
    """Seal the attachments again for the copy; return how many are not here yet."""
    absent = 0
    for piece in pieces_of(uow, view):
        copy = uow.records.get(rec)
        if copy is None or not piece.presente:
            absent += 1
            continue
        content = extract_in(uow, ports, piece)
        made = join_in(uow, ports, copy, piece.nom, piece.taille, content, origine=piece.origine)
        said = {"genre": piece.genre, "description": piece.description}
        changes: dict[str, Value] = {f"pieces/{made}/{name}": value for name, value in said.items() if value}
        joined = uow.records.get(rec)
        if changes and joined is not None:
            write_revision(uow, ports, copy.espace, rec, copy.kind, changes, joined.state.heads)
    return absent


def _say_where(
    uow: UnitOfWork, ports: Ports, view: RecordView, copy: Reference, target: Espace, wish: Wish, motif: str
) -> None:
    """Write in the source where it went, and in the register of its espace that it left."""
    flat = shown(view.state)
    held = nest(view.kind, flat).get("copies")
    said: dict[str, object] = {
        "espace": target.name,
        "vers": str(copy),
        "copie_le": ports.clock.now().date().isoformat(),
        "copie_par": my_name(uow),
        "masque": wish.masked,
        "motif": motif,
        "version": ",".join(revision_text(head) for head in view.state.heads),
    }
    copies = [*(held if isinstance(held, list) else []), said]
    changes = flatten(view.kind, {"copies": copies}, flat, lambda: ports.crypto.random(8).hex())
    if wish.moved:
        changes[MOVED] = str(copy)
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
    now, code = ports.clock.now(), myself(uow).code
    number = next_copy(uow)
    line: dict[str, object] = {
        "numero": f"{code}-{number}" if code else str(number),
        "suite": 1,
        "exporte_le": now.date().isoformat(),
        "exporte_a": f"{now:%H:%M}",
        "exporte_par": my_name(uow),
        "destinataire": target.name,
        "motif": "partenaire",
        "genre": view.kind,
        "format": _("espace"),
        "masque": wish.masked,
        "enregistrements": [view.rec.hex()],
    }
    create_in(uow, ports, view.espace, REGISTER, line)


def _take_drafts(uow: UnitOfWork, view: RecordView, rec: bytes, wish: Wish) -> None:
    """Let what is being typed on the source go on, over the copy; what is followed here is followed there."""
    declared = required(view.kind)
    copy = uow.records.get(rec)
    if copy is None:
        return
    for draft in uow.drafts.all():
        if draft.rec != view.rec:
            continue
        typed = json.loads(draft.values)
        kept = {
            name: value
            for name, value in typed.items()
            if name != "pieces" and not left_behind(declared, name, wish)  # attachments were sealed anew
        }
        seen = shown(copy.state)
        stays = {name: value for name, value in nest(copy.kind, seen).items() if name not in kept}
        values = json.dumps({**stays, **kept}, ensure_ascii=False, separators=(",", ":"))
        uow.drafts.save(Draft(draft.id, copy.espace, rec, draft.kind, copy.state.heads, seen, values, draft.updated_ms))
    if uow.preferences.get(_FOLLOWED + view.rec.hex()) is not None:
        uow.preferences.set(_FOLLOWED + rec.hex(), "1")


def _followed(uow: UnitOfWork) -> Iterator[Followed]:
    typed = {draft.rec for draft in uow.drafts.all() if draft.rec is not None}
    told = [each.rec for each in uow.records.told() if each.key == MOVED]
    for rec in dict.fromkeys([*told, *sorted(typed)]):
        view = uow.records.get(rec)
        where = _where(view) if view is not None else None
        if view is None or where is None:
            continue
        mover = view.state.fields[MOVED][0].by[0]
        copy = uow.records.get(where.rec)
        masked = _is_masked(view, where)
        wish = Wish(espace=where.espace.hex(), moved=True, masked=masked)
        pending = len(_late(uow, view, copy, wish)) if copy is not None else 0
        draft = view.rec in typed
        if uow.preferences.get(_seen(view.rec)) is not None and not (draft or pending):
            continue
        known = uow.espaces.get(where.espace)
        yield Followed(
            view.rec.hex(),
            required(view.kind).titre(shown(view.state)),
            known.name if known else _place(view, where),
            where.rec.hex(),
            names_of(uow, view.espace).author(mover),
            uow.log.origins(view.rec).get(mover, (0, None))[0],
            draft,
            pending,
            copy is not None and can_write(uow, where.espace),
        )


def _late(uow: UnitOfWork, view: RecordView, copy: RecordView, wish: Wish) -> dict[str, Value]:
    """Return what stands in the source that whoever moved it had not seen, and that the copy does not say."""
    revisions = {revision.name: revision for revision in uow.log.revisions(view.rec)}
    movers = [name for one in view.state.fields.get(MOVED, ()) for name in one.by]
    seen: set[Name] = set()
    waiting = list(movers)
    while waiting:
        name = waiting.pop()
        if name not in seen and name in revisions:
            seen.add(name)
            waiting += revisions[name].parents
    declared, there = required(view.kind), shown(copy.state)
    late: dict[str, Value] = {}
    for key, given in view.state.fields.items():
        if left_behind(declared, key, wish) or key.startswith("pieces/"):
            continue
        fresh = [one for one in given if not seen.intersection(one.by)]
        if fresh and there.get(key) != fresh[0].value:
            late[key] = fresh[0].value
    return late


def _copies(view: RecordView) -> list[Reference]:
    found = []
    for key, value in shown(view.state).items():
        if key.startswith("copies/") and key.endswith("/vers") and isinstance(value, str):
            found.append(Reference.parse(value))
    return found


def _is_masked(view: RecordView, where: Reference) -> bool:
    copies = nest(view.kind, shown(view.state)).get("copies")
    found = [each for each in (copies if isinstance(copies, list) else []) if each.get("vers") == str(where)]
    return any(each.get("masque") is True for each in found)


def _place(view: RecordView, where: Reference) -> str:
    copies = nest(view.kind, shown(view.state)).get("copies")
    for each in copies if isinstance(copies, list) else []:
        if each.get("vers") == str(where):
            return str(each.get("espace") or "")
    return ""


def _seen(rec: bytes) -> str:
    return f"deplace_vu/{rec.hex()}"
