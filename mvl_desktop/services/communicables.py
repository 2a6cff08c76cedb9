"""Use cases on communicable copies: prepared here, read again by another person elsewhere, then handed over or refused.

Only institutional documents have one. A signalement has none: the person who asks is answered by a reasoned refusal
(CRPA, art. L. 311-6; Conseil d’État, 26 March 2025, n° 490743). Who prepared and who read again is told by the
signatures of the revisions, not by what a record says of itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.occulter import (
    A_RELIRE,
    ACCEPTER,
    DEMANDER,
    EN_PREPARATION,
    REFUSEE,
    REFUSER,
    RELUE,
    REMISE,
    RENVOYER,
    REPRENDRE,
    Passage,
    empreinte,
    is_other,
    moves,
    reread,
    still_legible,
)
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.text import clean, clean_line
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.ports.texts import REASONS, TextReader
from mvl_desktop.services.communicable_source import (
    MOTIFS,
    blocks_of_sheet,
    blocks_of_text,
    version_said,
    what_leaves,
)
from mvl_desktop.services.espaces import can_write, choose_home
from mvl_desktop.services.files import read_small
from mvl_desktop.services.people import my_name, names_of
from mvl_desktop.services.printing import lay_out
from mvl_desktop.services.records import create_in, existing, revision_text, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.statistiques_calcul import Outils

KIND = "copie-communicable"
SOURCES = (
    "fiche-conduite",
    "grille",
    "texte-juridique",
    "modele-courrier",
    "reunion",
    "convention",
    "fiche-action",
    "formation",
    "bilan",
)
"""The kinds of records whose copies may be given to somebody outside."""
FREE = "document"
"""The kind of a document that is no record: a text that was pasted or read from a file."""
CLOSED = frozenset({REMISE, REFUSEE})
LINES_MAX = 500
SOURCE_MAX = 32 << 20
"""Bytes of a file that is read whole."""
_PASSAGES = "occultations"
_LOCAL = "occultation/"
_REMARK_MAX = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """Who asked for the document, when, and what for."""

    demandeur: str = field(default="", repr=False)
    demandee_le: date | None = None
    motif: str = field(default="", repr=False)
    fondements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy in the list. `a_relire`: this person may read it again."""

    id: str
    titre: str = field(repr=False)
    etat: str
    demandeur: str = field(repr=False)
    demandee_le: date | None
    avant_le: date | None
    preparee_par: str = field(repr=False)
    relue_par: str = field(repr=False)
    numero: str
    a_relire: bool = False


@dataclass(frozen=True, slots=True)
class CopySheet:
    """A copy as it is worked on: the document, what is taken out, what leaves, and what may be done next.

    `local`: passages of this post that are not recorded yet.
    """

    id: str
    champs: Mapping[str, object] = field(repr=False)
    blocs: tuple[str, ...] = field(repr=False)
    passages: tuple[Passage, ...]
    recorded: tuple[Passage, ...]
    result: tuple[str, ...] = field(repr=False)
    remaining: tuple[tuple[str, int], ...] = field(repr=False)
    moves: tuple[str, ...]
    is_reader: bool
    current: bool
    """Whether what leaves is what a second person read."""


def prepare_record(
    ports: Ports, id_: str, lists: Nomenclatures, demande: Demande | None = None, outils: Outils | None = None
) -> str:
    """Begin a copy of a record, as it prints today, small numbers out; return the copy’s id.

    `outils`: what its figures were counted with; without it none of them is said.

    Raises RefusError: fiche_inconnue, copie_non_communicable, role_insuffisant, document_vide, document_trop_long.
    """
    with ports.store.read() as uow:
        view = existing(uow, id_)
        champs = nest(view.kind, shown(view.state))
        if view.kind not in SOURCES:
            raise RefusError("copie_non_communicable")
        if not can_write(uow, view.espace):
            raise RefusError("role_insuffisant")
    blocs = blocks_of_sheet(lay_out(ports, view.rec.hex(), lists, outils=outils, leaving=True))
    heads = ", ".join(revision_text(head) for head in view.state.heads)
    said: dict[str, object] = {
        "titre": required(view.kind).titre(champs),
        "source": str(Reference(view.espace, view.rec)),
        "source_kind": view.kind,
        "source_version": " · ".join(filter(None, (version_said(champs), heads))),
    }
    with ports.store.work() as uow:
        rec = _begin(uow, ports, view.espace, said, blocs, demande or Demande(), lists)
        uow.commit()
    ports.journal.note("creation", rec)
    return rec.hex()


def prepare_text(
    ports: Ports,
    titre: str,
    text: str,
    lists: Nomenclatures,
    demande: Demande | None = None,
    *,
    espace: str | None = None,
) -> str:
    """Begin a copy of a text that was pasted, or read from a file; return the copy’s id.

    Raises RefusError: document_vide, document_trop_long, aucun_espace, espace_inconnu, espace_ambigu, role_insuffisant.
    """
    named = clean_line(titre, "titre")
    blocs = blocks_of_text(named, text)
    said: dict[str, object] = {"titre": named, "source_kind": FREE}
    with ports.store.work() as uow:
        home = choose_home(uow, KIND, espace)
        rec = _begin(uow, ports, home.id, said, blocs, demande or Demande(), lists)
        uow.commit()
    ports.journal.note("creation", rec)
    return rec.hex()


def prepare_file(
    ports: Ports,
    reader: TextReader,
    path: Path,
    lists: Nomenclatures,
    demande: Demande | None = None,
    *,
    titre: str = "",
    espace: str | None = None,
) -> str:
    """Begin a copy of a file, read in a process of its own (text, PDF, ODT, DOCX); return the copy’s id.

    Raises RefusError as `prepare_text`, and: fichier_introuvable, fichier_illisible, fichier_trop_grand, and why the
    file gives no text.
    """
    found = reader.read(path.name, read_small(path, SOURCE_MAX))
    if not found.blocks:
        raise RefusError(REASONS.get(found.reason, "document_vide"))
    if found.cut:
        raise RefusError("document_trop_long")
    return prepare_text(ports, titre or path.stem, "\n".join(found.blocks), lists, demande, espace=espace)


def list_copies(ports: Ports) -> list[CopyLine]:
    """Return the copies, those that wait for this person first, then the most pressing."""
    with ports.store.read() as uow:
        rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, limit=LINES_MAX)))
        views = [view for row in rows if row is not None and (view := uow.records.get(row.rec)) is not None]
        lines = [_line(uow, view) for view in views]
    ports.journal.note("liste", lignes=len(lines))
    return sorted(lines, key=_place)


def show_copy(ports: Ports, id_: str, lists: Nomenclatures) -> CopySheet:
    """Return a copy as it is worked on; the access is noted. RefusError: fiche_inconnue, copie_alteree."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        sheet = sheet_of_copy(uow, view, lists)
    ports.journal.note("consultation", view.rec)
    return sheet


def keep_passages(ports: Ports, id_: str, passages: Sequence[Passage]) -> None:
    """Keep the passages chosen so far on this post, nobody else sees them. RefusError: fiche_inconnue, copie_close."""
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        _open(view)
        uow.preferences.set(_LOCAL + view.rec.hex(), json.dumps([_as_list(each) for each in sorted(set(passages))]))
        uow.commit()


def record_passages(
    ports: Ports, id_: str, seen: Sequence[Passage], passages: Sequence[Passage], lists: Nomenclatures
) -> bool:
    """Record what is taken out; False when nothing differs. What others took out since `seen` stays taken out.

    A copy that was being read again, or was read, is in preparation once more.
    Raises RefusError: fiche_inconnue, copie_close, motif_inconnu, copie_alteree.
    """
    if any(lists.entree(MOTIFS, each.motif) is None for each in passages):
        raise RefusError("motif_inconnu")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        _open(view)
        written = _record(uow, ports, view, seen, passages)
        uow.preferences.set(_LOCAL + view.rec.hex(), None)
        uow.commit()
    if written:
        ports.journal.note("modification", view.rec)
    return written


def ask_reading(ports: Ports, id_: str) -> None:
    """Ask another person to read it again. RefusError: fiche_inconnue, copie_etat."""
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        _expect(view, DEMANDER)
        _write(uow, ports, view, {"etat": A_RELIRE, "remarque_relecture": None})
        uow.commit()
    ports.journal.note("modification", view.rec)


def read_again(ports: Ports, id_: str, *, accepted: bool, remark: str = "") -> None:
    """Say, as the second person, that this may leave; or send it back, with a remark that is asked for.

    Raises RefusError: fiche_inconnue, copie_etat, relecture_autre_personne, motif_requis, copie_alteree.
    """
    said = clean(remark, "remarque_relecture").strip()[:_REMARK_MAX]
    if not accepted and not said:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        _expect(view, ACCEPTER if accepted else RENVOYER)
        if not may_read(uow, view):
            raise RefusError("relecture_autre_personne")
        changes: dict[str, object] = {"etat": EN_PREPARATION, "remarque_relecture": said or None}
        if accepted:
            blocs = blocs_of(view)
            changes |= {
                "etat": RELUE,
                "relue_par": my_name(uow),
                "relue_par_poste": uow.identity.device().id.hex(),
                "relue_le": ports.clock.now().date().isoformat(),
                "relue_empreinte": reread(blocs, passages_of(view)),
            }
        _write(uow, ports, view, changes)
        uow.commit()
    ports.journal.note("modification", view.rec)


def take_back(ports: Ports, id_: str) -> None:
    """Prepare again a copy that was being read, or was read. RefusError: fiche_inconnue, copie_etat."""
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        _expect(view, REPRENDRE)
        _write(uow, ports, view, {"etat": EN_PREPARATION})
        uow.commit()
    ports.journal.note("modification", view.rec)


def refuse_copy(ports: Ports, id_: str, motif: str) -> None:
    """Refuse to communicate the document, and keep why. RefusError: fiche_inconnue, copie_etat, motif_requis."""
    said = clean(motif, "motif_refus").strip()[:_REMARK_MAX]
    if not said:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        _expect(view, REFUSER)
        _write(uow, ports, view, {"etat": REFUSEE, "motif_refus": said})
        uow.preferences.set(_LOCAL + view.rec.hex(), None)
        uow.commit()
    ports.journal.note("modification", view.rec)


def sheet_of_copy(uow: UnitOfWork, view: RecordView, lists: Nomenclatures) -> CopySheet:
    """Return a copy as it is worked on, within a unit of work already open. RefusError: copie_alteree."""
    blocs, recorded = blocs_of(view), passages_of(view)
    local = uow.preferences.get(_LOCAL + view.rec.hex())
    passages = _read(local) if local is not None else recorded
    champs = nest(KIND, shown(view.state))
    return CopySheet(
        id=view.rec.hex(),
        champs=champs,
        blocs=blocs,
        passages=passages,
        recorded=recorded,
        result=what_leaves(blocs, passages, lists),
        remaining=still_legible(blocs, passages),
        moves=moves(champs),
        is_reader=may_read(uow, view),
        current=is_read(uow, view) and set(passages) == set(recorded),
    )


def is_read(uow: UnitOfWork, view: RecordView) -> bool:
    """Whether a second person read what would leave now: the right words, by another hand, without a disagreement."""
    if {"etat", "relue_empreinte", "blocs"} & set(view.state.conflicts):
        return False
    champs = shown(view.state)
    if champs.get("etat") not in (RELUE, REMISE):
        return False
    given = view.state.fields.get("relue_empreinte", ())
    names, hands = names_of(uow, view.espace), preparers(uow, view)
    readers = [(names.origin(by)[0].hex(), names.author(by)) for one in given for by in one.by]
    read = bool(readers) and all(is_other(each, hands) for each in readers)
    return read and champs.get("relue_empreinte") == reread(blocs_of(view), passages_of(view))


def may_read(uow: UnitOfWork, view: RecordView) -> bool:
    """Whether this person, at this post, may read a copy again: neither prepared it."""
    return is_other(_me(uow), preparers(uow, view))


def preparers(uow: UnitOfWork, view: RecordView) -> frozenset[tuple[str, str]]:
    """Return (post, name) of each who wrote the document, or took something out or put it back: as it was signed."""
    names = names_of(uow, view.espace)
    found = set()
    for revision in uow.log.revisions(view.rec):
        if revision.changes is None or any(_prepares(key) for key in revision.changes):
            found.add((names.origin(revision.name)[0].hex(), names.author(revision.name)))
    return frozenset(found)


def blocs_of(view: RecordView) -> tuple[str, ...]:
    """Return the document of a copy. RefusError (copie_alteree) when it is not what was taken."""
    champs = shown(view.state)
    held = champs.get("blocs")
    blocs = held if isinstance(held, tuple) else ()
    if not blocs or empreinte(blocs) != champs.get("source_empreinte"):
        raise RefusError("copie_alteree")
    return blocs


def passages_of(view: RecordView) -> tuple[Passage, ...]:
    """Return what is taken out, as it is recorded."""
    return tuple(sorted({made for each in _elements(view) if (made := _passage(each)) is not None}))


def due(demandee_le: date | None) -> date | None:
    """Return the last day of the month that there is to answer (CRPA, art. R. 311-13)."""
    if demandee_le is None:
        return None
    year, month = demandee_le.year + demandee_le.month // 12, demandee_le.month % 12 + 1
    for day in range(demandee_le.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, demandee_le.day)


def _begin(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    said: Mapping[str, object],
    blocs: Sequence[str],
    demande: Demande,
    lists: Nomenclatures,
) -> bytes:
    champs: dict[str, object] = {
        **said,
        "blocs": list(blocs),
        "source_empreinte": empreinte(blocs),
        "etat": EN_PREPARATION,
        "demandeur": demande.demandeur or None,
        "demandee_le": demande.demandee_le.isoformat() if demande.demandee_le else None,
        "motif_demande": demande.motif or None,
        "fondements": list(demande.fondements),
        "preparee_par": my_name(uow),
        "preparee_par_poste": uow.identity.device().id.hex(),
        "preparee_le": ports.clock.now().date().isoformat(),
    }
    return create_in(uow, ports, espace, KIND, champs, lists)


def _record(
    uow: UnitOfWork, ports: Ports, view: RecordView, seen: Sequence[Passage], passages: Sequence[Passage]
) -> bool:
    blocs_of(view)
    held = _elements(view)
    current = {made: each for each in held if (made := _passage(each)) is not None}
    wanted = (set(current) - (set(seen) - set(passages))) | (set(passages) - set(seen))
    if wanted == set(current):
        return False
    mine = my_name(uow)
    elements = [
        {name: value for name, value in current[each].items() if value is not None}
        if each in current
        else {"bloc": each.bloc, "debut": each.debut, "fin": each.fin, "motif": each.motif, "par": mine}
        for each in sorted(wanted)
    ]
    changes: dict[str, object] = {_PASSAGES: elements}
    if shown(view.state).get("etat") != EN_PREPARATION:
        changes["etat"] = EN_PREPARATION
    _write(uow, ports, view, changes)
    return True


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, champs: Mapping[str, object]) -> None:
    if not can_write(uow, view.espace):
        raise RefusError("role_insuffisant")
    changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
    if changes:
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)


def _open(view: RecordView) -> None:
    if shown(view.state).get("etat") in CLOSED:
        raise RefusError("copie_close")


def _expect(view: RecordView, move: str) -> None:
    if move not in moves(shown(view.state)):
        raise RefusError("copie_etat")


def _me(uow: UnitOfWork) -> tuple[str, str]:
    return uow.identity.device().id.hex(), my_name(uow)


def _line(uow: UnitOfWork, view: RecordView) -> CopyLine:
    champs = shown(view.state)

    def said(name: str) -> str:
        value = champs.get(name)
        return value if isinstance(value, str) else ""

    asked = date.fromisoformat(said("demandee_le")) if said("demandee_le") else None
    etat = said("etat") or EN_PREPARATION
    return CopyLine(
        id=view.rec.hex(),
        titre=required(KIND).titre(champs),
        etat=etat,
        demandeur=said("demandeur"),
        demandee_le=asked,
        avant_le=due(asked) if etat not in CLOSED else None,
        preparee_par=said("preparee_par"),
        relue_par=said("relue_par"),
        numero=said("numero"),
        a_relire=etat == A_RELIRE and may_read(uow, view),
    )


def _place(line: CopyLine) -> tuple[bool, bool, date, str]:
    return not line.a_relire, line.etat in CLOSED, line.avant_le or date.max, line.titre


def _elements(view: RecordView) -> list[Mapping[str, object]]:
    held = nest(KIND, shown(view.state)).get(_PASSAGES)
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []


def _passage(element: Mapping[str, object]) -> Passage | None:
    bloc, debut, fin = (element.get(name) for name in ("bloc", "debut", "fin"))
    if isinstance(bloc, int) and isinstance(debut, int) and isinstance(fin, int):
        return Passage(bloc, debut, fin, str(element.get("motif") or ""))
    return None


def _prepares(key: str) -> bool:
    return key in ("blocs", "source_empreinte") or key.startswith(f"{_PASSAGES}/")


def _as_list(passage: Passage) -> list[object]:
    return [passage.bloc, passage.debut, passage.fin, passage.motif]


def _read(kept: str) -> tuple[Passage, ...]:
    return tuple(Passage(int(bloc), int(debut), int(fin), str(motif)) for bloc, debut, fin, motif in json.loads(kept))
