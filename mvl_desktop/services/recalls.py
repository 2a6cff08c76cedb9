"""Use cases: the register of what left towards other espaces, and its recall (X12).

A recall is written where the record is and, by whoever may write there too, in its copy: the people who hold the copy
are asked to erase it, or to say why they keep it. Nothing of somebody else's is erased from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.elements import held_elements
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.text import clean_line
from mvl_desktop.history.model import Name, Value
from mvl_desktop.i18n import N_
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.exports import KIND as REGISTER
from mvl_desktop.services.moving import ERASED, KIND, MOTIF_MAX, MOVED
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import existing, parse_revision, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

RAPPELEE, GARDEE = "rappelee", "gardee"
COURANTE, MODIFIEE, NON_TRANSMIS, EFFACEE, DEPLACEE = "courante", "modifiee", "non_transmis", "effacee", "deplacee"
STATES: Mapping[str, str] = {
    COURANTE: N_("à jour"),
    MODIFIEE: N_("l’original a changé depuis"),
    RAPPELEE: N_("rappelée, sans réponse"),
    NON_TRANSMIS: N_("rappel non transmis"),
    GARDEE: N_("rappelée, et gardée"),
    EFFACEE: N_("effacée"),
    DEPLACEE: N_("déplacée\u00a0: l’original est là-bas"),
}
"""What a person reads of a copy that went."""
NOT_HANDED_ON = N_(
    "Le rappel est noté ici, mais pas transmis\u00a0: ce poste n’écrit pas, ou plus, dans {espace}. "
    "Prévenez-y quelqu’un, ou faites rappeler par un collègue qui y écrit."
)
COPIES, PROVENANCES = "copies", "provenances"
_OF_THE_WAY = (f"{COPIES}/", MOVED, "arbitrages/")
"""What a source says of its copies: writing it changes nothing of what was copied."""


@dataclass(frozen=True, slots=True)
class Left:
    """A copy that went to another espace, and how it stands. `version`: the heads of the source as they were copied."""

    source: str
    copie: str
    reference: str
    titre: str = field(repr=False)
    espace: str
    le: str
    par: str = field(repr=False)
    masque: bool
    motif: str = field(repr=False)
    version: str
    etat: str
    rappelee_le: str = ""
    rappel_motif: str = field(default="", repr=False)
    suite: str = field(default="", repr=False)
    may_recall: bool = False


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recall. `reached`: whether the copy itself says so; else whoever writes there must be told."""

    source: str
    copie: str
    espace: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the espace of a source asks of a copy held here."""

    depuis: str
    le: str
    par: str = field(repr=False)
    motif: str = field(repr=False)
    suite: str = field(default="", repr=False)


def list_left(ports: Ports, id_: str = "") -> list[Left]:
    """Return what went to other espaces, the latest first; `id_`: of one record. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        views = [existing(uow, id_, KIND)] if id_ else list(_sources(uow))
        found = [left for view in views for left in _left(uow, view)]
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: (each.le, each.reference), reverse=True)


def recall(ports: Ports, id_: str, copie: str, motif: str) -> Recalled:
    """Ask the espace where a copy went to erase it. Said again, it is handed on where it could not be before.

    Raises RefusError: fiche_inconnue, copie_inconnue, motif_requis, role_insuffisant, deja_deplace, copie_deja_effacee.
    """
    said = clean_line(motif, "motif")[:MOTIF_MAX]
    if not said:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        root, element = _element(view, copie)
        where = Reference.parse(str(element["vers"]))
        if not can_write(uow, view.espace):
            raise RefusError("role_insuffisant")
        if str(where) == shown(view.state).get(MOVED):
            raise RefusError("deja_deplace")
        if _is_gone(uow, where, element):
            raise RefusError("copie_deja_effacee")
        day, mine = ports.clock.now().date().isoformat(), my_name(uow)
        told: dict[str, Value] = {"rappelee_le": day, "rappelee_par": mine, "rappel_motif": said}
        copy = uow.records.get(where.rec)
        reached = copy is not None and can_write(uow, copy.espace) and _ask(uow, ports, view, copy, told)
        here = {**told, "rappel_transmis": reached, "suite_rappel": None}
        _write(uow, ports, view, {f"{root}/{name}": value for name, value in here.items()})
        uow.commit()
        espace = str(element.get("espace") or "")
    ports.journal.note("transmission", view.rec)
    if reached:
        ports.journal.note("modification", where.rec)
    return Recalled(view.rec.hex(), where.rec.hex(), espace, reached)


def keep_recalled(ports: Ports, id_: str, motif: str) -> None:
    """Answer a recall, or the erasure of the source: the copy is kept, and why; the source says it where this post may.

    Raises RefusError: fiche_inconnue, motif_requis, role_insuffisant, pas_rappelee.
    """
    said = clean_line(motif, "motif")[:MOTIF_MAX]
    if not said:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        if not can_write(uow, view.espace):
            raise RefusError("role_insuffisant")
        asked = _recalled(view)
        if not asked:
            raise RefusError("pas_rappelee")
        changes: dict[str, Value] = {}
        for root in asked:
            changes |= {f"{root}/source": GARDEE, f"{root}/suite_rappel": said}
        _write(uow, ports, view, changes)
        tell_source(uow, ports, view, {"suite_rappel": said})
        uow.commit()
    ports.journal.note("modification", view.rec)


def asked_of(ports: Ports, id_: str) -> list[Asked]:
    """Return the recalls of a copy held here, answered or not; empty for what nobody recalled."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        held = held_elements(PROVENANCES, shown(view.state)).values()
    found = [each for each in held if each.get("source") in (RAPPELEE, GARDEE)]
    ports.journal.note("consultation", view.rec)
    return [
        Asked(
            *(_text(each, name) for name in ("espace", "rappelee_le", "rappelee_par", "rappel_motif", "suite_rappel"))
        )
        for each in found
    ]


def tell_source(uow: UnitOfWork, ports: Ports, view: RecordView, said: Mapping[str, Value]) -> None:
    """Write in the source of a copy, where this post may, what became of it."""
    here = str(Reference(view.espace, view.rec))
    for element in held_elements(PROVENANCES, shown(view.state)).values():
        reference = _reference(element.get("depuis"))
        source = uow.records.get(reference.rec) if reference is not None else None
        if source is None or source.kind != KIND or not can_write(uow, source.espace):
            continue
        changes: dict[str, Value] = {}
        for id_, copied in held_elements(COPIES, shown(source.state)).items():
            if copied.get("vers") == here:
                changes |= {f"{COPIES}/{id_}/{name}": value for name, value in said.items()}
        if changes:
            _write(uow, ports, source, changes)


def _sources(uow: UnitOfWork) -> Iterator[RecordView]:
    """Give the records that the register says went whole to an espace: one of them a line, and no column."""
    named: dict[bytes, None] = {}
    for espace in uow.espaces.all():
        for rec in uow.records.find(REGISTER, espace.id):
            line = uow.records.get(rec)
            champs = nest(REGISTER, shown(line.state)) if line is not None else {}
            held = champs.get("enregistrements")
            if champs.get("genre") == KIND and not champs.get("colonnes") and isinstance(held, list) and len(held) == 1:
                named[bytes.fromhex(str(held[0]))] = None
    for rec in named:
        view = uow.records.get(rec)
        if view is not None and view.kind == KIND:
            yield view


def _left(uow: UnitOfWork, view: RecordView) -> Iterator[Left]:
    flat = shown(view.state)
    for element in held_elements(COPIES, flat).values():
        where = _reference(element.get("vers"))
        if where is None:
            continue
        etat = _state(uow, view, where, element)
        yield Left(
            source=view.rec.hex(),
            copie=where.rec.hex(),
            reference=_text(flat, "reference"),
            titre=required(KIND).titre(flat),
            espace=_text(element, "espace"),
            le=_text(element, "copie_le"),
            par=_text(element, "copie_par"),
            masque=element.get("masque") is True,
            motif=_text(element, "motif"),
            version=_text(element, "version"),
            etat=etat,
            rappelee_le=_text(element, "rappelee_le"),
            rappel_motif=_text(element, "rappel_motif"),
            suite=_text(element, "suite_rappel") or _answer(uow, view, where),
            may_recall=etat not in (EFFACEE, DEPLACEE) and can_write(uow, view.espace),
        )


def _state(uow: UnitOfWork, view: RecordView, where: Reference, element: Mapping[str, Value]) -> str:
    if str(where) == shown(view.state).get(MOVED):
        return DEPLACEE
    if _is_gone(uow, where, element):
        return EFFACEE
    if element.get("rappelee_le"):
        if element.get("suite_rappel") or _answer(uow, view, where):
            return GARDEE
        return RAPPELEE if element.get("rappel_transmis") is True else NON_TRANSMIS
    return MODIFIEE if _changed_since(uow, view, _text(element, "version")) else COURANTE


def _is_gone(uow: UnitOfWork, where: Reference, element: Mapping[str, Value]) -> bool:
    known = uow.espaces.get(where.espace) is not None
    return bool(element.get("effacee_le")) or (known and where.rec in uow.espaces.registry(where.espace).erased_records)


def _answer(uow: UnitOfWork, view: RecordView, where: Reference) -> str:
    """Return why a copy that can be read here is kept; nothing when it cannot be, or when nobody answered."""
    copy = uow.records.get(where.rec)
    if copy is None:
        return ""
    here = str(Reference(view.espace, view.rec))
    held = held_elements(PROVENANCES, shown(copy.state)).values()
    return next((_text(each, "suite_rappel") for each in held if each.get("depuis") == here), "")


def _changed_since(uow: UnitOfWork, view: RecordView, version: str) -> bool:
    """Whether the source says something that its copy was not made of."""
    if not version:
        return False
    revisions = {revision.name: revision for revision in uow.log.revisions(view.rec)}
    waiting = [parse_revision(text) for text in version.split(",")]
    seen: set[Name] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen and name in revisions:
            seen.add(name)
            waiting += revisions[name].parents
    return any(
        not key.startswith(_OF_THE_WAY)
        for name, revision in revisions.items()
        if name not in seen
        for key in revision.changes or ()
    )


def _ask(uow: UnitOfWork, ports: Ports, view: RecordView, copy: RecordView, told: Mapping[str, Value]) -> bool:
    """Write in a copy that its source recalls it; whether it says where it comes from."""
    here = str(Reference(view.espace, view.rec))
    changes: dict[str, Value] = {}
    for id_, element in held_elements(PROVENANCES, shown(copy.state)).items():
        if element.get("depuis") == here:
            said = {**told, "source": RAPPELEE, "suite_rappel": None}
            changes |= {f"{PROVENANCES}/{id_}/{name}": value for name, value in said.items()}
    if changes:
        _write(uow, ports, copy, changes)
    return bool(changes)


def _element(view: RecordView, copie: str) -> tuple[str, Mapping[str, Value]]:
    """Return the key and the values of the copy that is named by its id, or of the only one."""
    held = held_elements(COPIES, shown(view.state))
    wanted = copie.strip().lower()
    found = [(f"{COPIES}/{id_}", each) for id_, each in held.items() if _reference(each.get("vers")) is not None]
    named = [pair for pair in found if not wanted or str(pair[1]["vers"]).endswith(f":{wanted}")]
    if len(named) != 1:
        raise RefusError("copie_inconnue")
    return named[0]


def _recalled(view: RecordView) -> list[str]:
    held = held_elements(PROVENANCES, shown(view.state))
    asked = (RAPPELEE, GARDEE, ERASED)
    return [f"{PROVENANCES}/{id_}" for id_, each in held.items() if each.get("source") in asked]


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, changes: Mapping[str, Value]) -> None:
    flat = shown(view.state)
    fresh = {key: value for key, value in changes.items() if flat.get(key) != value}
    if fresh:
        write_revision(uow, ports, view.espace, view.rec, view.kind, fresh, view.state.heads)


def _reference(value: Value) -> Reference | None:
    try:
        return Reference.parse(value) if isinstance(value, str) else None
    except ReferenceInvalideError:
        return None


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
