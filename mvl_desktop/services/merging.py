"""Use cases on two signalements that somebody compared: tie them, say that they are distinct, make one of them, undo.

Everything is an ordinary revision: it travels, it merges, it stands in the history, and nothing is ever lost of either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.champ import RANG
from mvl_desktop.domain.elements import STEP, held_elements
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import check_size
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.statut import CLOS
from mvl_desktop.domain.text import clean_line
from mvl_desktop.history.model import Name, RecordState, Value
from mvl_desktop.history.takeback import take_back
from mvl_desktop.i18n import N_
from mvl_desktop.matching.merging import FUSIONS, LIENS, Choix, Reunion, fusion_id, unite
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.comparing import DISTINCT, DOUBLON
from mvl_desktop.services.orphans import note_named
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "signalement"
RATTACHE = "rattache_a"
NATURES = (RATTACHE, "meme_mis_en_cause", "meme_lieu", DOUBLON)
"""How two signalements may be tied by hand, the usual way first."""

MOTIF_MAX = 2000
_MOTIF_CLOTURE = "doublon"
_PLACE = frozenset({RANG})


CARRIED = N_(
    "Une fusion a repris ce signalement dans {titre}, qui garde ses valeurs\u00a0: effacez-les-y aussi, "
    "ou défaites d’abord la fusion."
)
"""What erasing a signalement that another took in does not do."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """A merge in force: which signalement carries on, which one it took in, and when that was."""

    id: str
    survivant: str
    absorbe: str
    survivant_titre: str = field(repr=False)
    absorbe_titre: str = field(repr=False)
    survivant_reference: str = ""
    absorbe_reference: str = ""
    croisee: bool = False
    """Whether somebody else merged the same two the other way round: one of the two is to be undone."""


@dataclass(frozen=True, slots=True)
class Annulation:
    """What undoing a merge did: the two signalements, and what stays because somebody wrote it since, in words."""

    survivant: str
    absorbe: str
    gardes: tuple[str, ...] = ()


def tie(ports: Ports, a: str, b: str, *, nature: str = RATTACHE, motif: str = "") -> None:
    """Tie a signalement to another one; that they were said distinct is forgotten. Twice is once.

    Raises RefusError: fiche_inconnue, meme_fiche, lien_inconnu.
    """
    if nature not in NATURES:
        raise RefusError("lien_inconnu")
    _link(ports, a, b, nature, motif)


def distinguish(ports: Ports, a: str, b: str, *, motif: str = "") -> None:
    """Remember that two signalements are not the same situation: no post proposes them to each other any more.

    Raises RefusError: fiche_inconnue, meme_fiche, deja_fusionne.
    """
    _link(ports, a, b, DISTINCT, motif)


def plan_merge(ports: Ports, a: str, b: str, choices: Mapping[str, Choix] | None = None) -> Reunion:
    """Return what `a` would take from `b`, and what is to choose; nothing is written.

    Raises RefusError: fiche_inconnue, meme_fiche, fusion_entre_espaces, deja_fusionne, choix_inconnu.
    """
    with ports.store.read() as uow:
        one, other = _pair(uow, a, b)
        found = _united(one, other, choices or {})
    ports.journal.note("consultation", one.rec)
    ports.journal.note("consultation", other.rec)
    return found


def merge(ports: Ports, a: str, b: str, choices: Mapping[str, Choix] | None = None, *, motif: str = "") -> Reunion:
    """Make one signalement of two: `a` carries on with the values of both, `b` is closed as its duplicate.

    Raises FicheTropLongueError, RefusError: fiche_inconnue, meme_fiche, fusion_entre_espaces, deja_fusionne,
    choix_inconnu.
    """
    with ports.store.work() as uow:
        one, other = _pair(uow, a, b)
        done = _united(one, other, choices or {})
        root, said = fusion_id(one.rec, other.rec), clean_line(motif, "motif")[:MOTIF_MAX]
        taking: dict[str, Value] = {**done.changes, f"{FUSIONS}/{root}/absorbe": _reference(other)}
        leaving: dict[str, Value] = {
            f"{LIENS}/{root}/nature_lien": DOUBLON,
            f"{LIENS}/{root}/vers": _reference(one),
            f"{LIENS}/{root}/{RANG}": _last(other.state) + STEP,
            "statut": CLOS,
            "motif_cloture": _MOTIF_CLOTURE,
            "clos_le": ports.clock.now().date().isoformat(),
        }
        if said:
            taking[f"{FUSIONS}/{root}/motif"] = said
            leaving[f"{LIENS}/{root}/motif"] = said
        _write(uow, ports, one, {**taking, **_come_back(one, f"{FUSIONS}/{root}")})
        _write(uow, ports, other, {**leaving, **_come_back(other, f"{LIENS}/{root}")})
        uow.commit()
    for view in (one, other):
        ports.journal.note("doublon", view.rec)
    return done


def undo(ports: Ports, id_: str) -> Annulation:
    """Undo the merge that a signalement took part in: both are what they were, but for what somebody wrote since.

    `id_` is the one that was taken in, or the one that carries on when it took in a single one.
    Raises RefusError: fiche_inconnue, fusion_inconnue, fusions_plusieurs.
    """
    with ports.store.work() as uow:
        one, other = _merged(uow, existing(uow, id_, KIND))
        root = fusion_id(one.rec, other.rec)
        kept = _take_back(uow, ports, one, f"{FUSIONS}/{root}", "absorbe")
        kept += _take_back(uow, ports, other, f"{LIENS}/{root}", "vers")
        uow.commit()
    for view in (one, other):
        ports.journal.note("doublon", view.rec)
    return Annulation(one.rec.hex(), other.rec.hex(), tuple(dict.fromkeys(kept)))


def carried_by(ports: Ports, ids: Sequence[str]) -> list[Fusion]:
    """Return the merges that took in one of these: erasing them leaves their values in those that carry on.

    Raises RefusError: fiche_inconnue.
    """
    with ports.store.read() as uow:
        views = [existing(uow, id_) for id_ in ids]
        found = [_fusion(survivor, view) for view in views if view.kind == KIND for survivor in _survivors(uow, view)]
    if found:
        ports.journal.note("liste", lignes=len(found))
    return found


def list_merges(ports: Ports) -> list[Fusion]:
    """Return the merges in force that this post can read both sides of, the latest changed first."""
    found: list[Fusion] = []
    with ports.store.read() as uow:
        ids = uow.records.ids(Query(KIND, (("motif_cloture", _MOTIF_CLOTURE),)))
        rows = [row for row in uow.records.rows(KIND, ids) if row is not None]
        for row in rows:
            view = uow.records.get(row.rec)
            if view is not None:
                found += [_fusion(survivor, view) for survivor in _survivors(uow, view)]
    ports.journal.note("liste", lignes=len(found))
    return found


def _pair(uow: UnitOfWork, a: str, b: str) -> tuple[RecordView, RecordView]:
    """Return the two to merge. RefusError."""
    one, other = existing(uow, a, KIND), existing(uow, b, KIND)
    if one.rec == other.rec:
        raise RefusError("meme_fiche")
    if one.espace != other.espace:
        raise RefusError("fusion_entre_espaces")
    if any(_survivors(uow, view) for view in (one, other)):
        raise RefusError("deja_fusionne")
    return one, other


def _united(one: RecordView, other: RecordView, choices: Mapping[str, Choix]) -> Reunion:
    undecided = frozenset(one.state.conflicts) | frozenset(other.state.conflicts)
    ties = frozenset(_ties(other.state, one.rec))
    found = unite(required(KIND), shown(one.state), shown(other.state), choices, undecided, ties)
    if choices.keys() - {each.cle for each in found.lignes}:
        raise RefusError("choix_inconnu")
    check_size(found.changes)
    return found


def _merged(uow: UnitOfWork, view: RecordView) -> tuple[RecordView, RecordView]:
    """Return (the one that carries on, the one that was taken in) of the merge that a record took part in."""
    survivors = _survivors(uow, view)
    pairs = [(survivor, view) for survivor in survivors] or [(view, other) for other in _absorbed(uow, view)]
    if not pairs:
        raise RefusError("fusion_inconnue")
    if len(pairs) > 1:
        raise RefusError("fusions_plusieurs")
    return pairs[0]


def _survivors(uow: UnitOfWork, view: RecordView) -> list[RecordView]:
    """Return the records that took this one in, of those that this post holds."""
    found = []
    for rec in dict.fromkeys(_ties(view.state, None, DOUBLON).values()):
        survivor = uow.records.get(rec)
        if survivor is not None and _stands(survivor.state, f"{FUSIONS}/{fusion_id(rec, view.rec)}/absorbe"):
            found.append(survivor)
    return found


def _absorbed(uow: UnitOfWork, view: RecordView) -> list[RecordView]:
    """Return the records that this one took in, of those that this post holds."""
    held = held_elements(FUSIONS, shown(view.state)).values()
    named = [rec for each in held if (rec := _rec(each.get("absorbe"))) is not None]
    views = [uow.records.get(rec) for rec in named]
    return [each for each in views if each is not None]


def _fusion(survivor: RecordView, absorbed: RecordView) -> Fusion:
    one, other = shown(survivor.state), shown(absorbed.state)
    declared = required(KIND)
    return Fusion(
        fusion_id(survivor.rec, absorbed.rec),
        survivor.rec.hex(),
        absorbed.rec.hex(),
        declared.titre(one),
        declared.titre(other),
        str(one.get("reference") or ""),
        str(other.get("reference") or ""),
        _stands(absorbed.state, f"{FUSIONS}/{fusion_id(absorbed.rec, survivor.rec)}/absorbe"),
    )


def _link(ports: Ports, a: str, b: str, nature: str, motif: str) -> None:
    with ports.store.work() as uow:
        one, other = existing(uow, a, KIND), existing(uow, b, KIND)
        if one.rec == other.rec:
            raise RefusError("meme_fiche")
        if nature == DISTINCT and any(each.rec in (one.rec, other.rec) for each in _all_survivors(uow, one, other)):
            raise RefusError("deja_fusionne")
        for here, there in ((one, other), (other, one)):
            gone = _contradicted(here, there, nature)
            changes: dict[str, Value] = {f"{LIENS}/{id_}": None for id_ in gone}
            if here is one and there.rec not in _ties(here.state, None, nature).values():
                changes |= _new_link(ports, here, there, nature, clean_line(motif, "motif")[:MOTIF_MAX])
            if changes:
                _write(uow, ports, here, changes)
        uow.commit()
    for view in (one, other):
        ports.journal.note("doublon", view.rec)


def _all_survivors(uow: UnitOfWork, one: RecordView, other: RecordView) -> list[RecordView]:
    return [*_survivors(uow, one), *_survivors(uow, other)]


def _contradicted(here: RecordView, there: RecordView, nature: str) -> list[str]:
    """Return the links from one to the other that a new one takes the place of: distinct, or tied."""
    wrong = (DOUBLON, RATTACHE) if nature == DISTINCT else (DISTINCT,)
    return [id_ for each in wrong for id_ in _ties(here.state, there.rec, each)]


def _new_link(ports: Ports, here: RecordView, there: RecordView, nature: str, motif: str) -> dict[str, Value]:
    root = f"{LIENS}/{ports.crypto.random(8).hex()}"
    link: dict[str, Value] = {
        f"{root}/nature_lien": nature,
        f"{root}/vers": _reference(there),
        f"{root}/{RANG}": _last(here.state) + STEP,
    }
    return {**link, f"{root}/motif": motif} if motif else link


def _ties(state: RecordState, rec: bytes | None, nature: str | None = None) -> dict[str, bytes]:
    """Return the links of a record by id, with the record that each leads to: those of a nature, towards one."""
    found: dict[str, bytes] = {}
    for id_, link in held_elements(LIENS, shown(state)).items():
        there = _rec(link.get("vers"))
        if there is not None and rec in (None, there) and nature in (None, link.get("nature_lien")):
            found[id_] = there
    return found


def _rec(value: Value) -> bytes | None:
    return bytes.fromhex(value.rpartition(":")[2]) if isinstance(value, str) and value.startswith("ref:") else None


def _reference(view: RecordView) -> str:
    return str(Reference(view.espace, view.rec))


def _last(state: RecordState) -> int:
    """Return the place of the last link of a record."""
    held = held_elements(LIENS, shown(state)).values()
    return max((place for each in held if isinstance(place := each.get(RANG), int)), default=0)


def _stands(state: RecordState, key: str) -> bool:
    return any(one.value is not None for one in state.fields.get(key, ()))


def _come_back(view: RecordView, root: str) -> dict[str, Value]:
    """Return what an element that was removed once needs to be there again."""
    return {root: True} if root in view.state.fields else {}


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, changes: Mapping[str, Value]) -> None:
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
    note_named(uow, changes)


def _take_back(uow: UnitOfWork, ports: Ports, view: RecordView, root: str, member: str) -> list[str]:
    """Take back what a merge wrote in a record; return in words what stays because somebody wrote it since."""
    names: frozenset[Name] = frozenset(name for one in view.state.fields.get(f"{root}/{member}", ()) for name in one.by)
    declared = required(view.kind)
    found = take_back(uow.log.revisions(view.rec), names, declared.is_narrative, _PLACE)
    changes = {**found.changes, root: None}
    write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
    return [declared.wording(key) for key in found.kept if key != root]
