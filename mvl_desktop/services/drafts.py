"""Use cases on drafts: what somebody is typing is kept at once, and found again after anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.model import Name, Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Draft, UnitOfWork
from mvl_desktop.services.espaces import choose_home, remember_home
from mvl_desktop.services.founding import presented
from mvl_desktop.services.orphans import note_named, note_written
from mvl_desktop.services.people import my_name
from mvl_desktop.services.qualifying import with_qualification
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.references import with_first_values
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.transmissions_seal import leaves, with_seals

_DEPARTEMENT = "usuel/departement"


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as the form holds it: nested values, and what was seen when it was opened."""

    id: str
    espace: str
    rec: str | None
    kind: str
    champs: Mapping[str, object] = field(repr=False)
    parents: tuple[Name, ...]
    seen: Mapping[str, Value] = field(repr=False)
    updated_ms: int = 0

    @property
    def titre(self) -> str:
        """Return what names it in a list."""
        return required(self.kind).titre(self.champs)


def begin(ports: Ports, kind: str, *, espace: str | None = None) -> OpenDraft:
    """Open a form, in an espace or in the usual one. Nothing is kept until something is typed.

    What the form offers at once (received today, followed by me, my usual département) is in `seen` too: alone, it is
    nothing to record. RefusError: aucun_espace, compartiment_requis, role_insuffisant, espace_inconnu, espace_ambigu.
    """
    with ports.store.read() as uow:
        chosen = choose_home(uow, kind, espace)
        offered = _offered(uow, ports, kind)
    seen = flatten(kind, offered, {}, lambda: ports.crypto.random(8).hex())
    return OpenDraft(ports.crypto.random(16).hex(), chosen.id.hex(), None, kind, offered, (), seen)


def edit(ports: Ports, id_: str) -> OpenDraft:
    """Open a form on a record: on its draft when there is one. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        kept = next((draft for draft in uow.drafts.all() if draft.rec == view.rec), None)
        flat = shown(view.state)
    ports.journal.note("consultation", view.rec)
    if kept is not None:
        return _opened(kept)
    return OpenDraft(
        ports.crypto.random(16).hex(),
        view.espace.hex(),
        view.rec.hex(),
        view.kind,
        nest(view.kind, flat),
        view.state.heads,
        flat,
    )


def keep(ports: Ports, draft: OpenDraft, champs: Mapping[str, object]) -> int:
    """Keep what is typed, as it is, valid or not; return the time (ms) at which it is durable."""
    now = ports.clock.ms()
    with ports.store.work() as uow:
        uow.drafts.save(
            Draft(
                id=bytes.fromhex(draft.id),
                espace=bytes.fromhex(draft.espace),
                rec=bytes.fromhex(draft.rec) if draft.rec else None,
                kind=draft.kind,
                parents=draft.parents,
                seen=dict(draft.seen),
                values=json.dumps(champs, ensure_ascii=False, separators=(",", ":")),
                updated_ms=now,
            )
        )
        uow.commit()
    return now


def list_drafts(ports: Ports) -> list[OpenDraft]:
    """Return the drafts, the latest first."""
    with ports.store.read() as uow:
        found = [_opened(draft) for draft in uow.drafts.all()]
    ports.journal.note("liste", lignes=len(found))
    return found


def resume(ports: Ports, draft_id: str) -> OpenDraft:
    """Open a draft where it was left. RefusError: brouillon_inconnu."""
    with ports.store.read() as uow:
        draft = uow.drafts.get(bytes.fromhex(draft_id))
    if draft is None:
        raise RefusError("brouillon_inconnu")
    ports.journal.note("consultation", draft.rec)
    return _opened(draft)


def discard(ports: Ports, draft_id: str) -> None:
    """Forget a draft."""
    with ports.store.work() as uow:
        uow.drafts.delete(bytes.fromhex(draft_id))
        uow.commit()


def register(ports: Ports, draft: OpenDraft, champs: Mapping[str, object], *, lists: CodeLists | None = None) -> str:
    """Turn what is typed into a revision over what its author had seen; return the record’s id. The draft is done with.

    Saving twice the same draft makes one record. Raises ChampInvalideError, FicheTropLongueError,
    TransmissionEnvoyeeError, TransmissionIncompleteError, RefusError (rien_a_enregistrer, deja_efface).
    """
    with ports.store.work() as uow:
        espace = bytes.fromhex(draft.espace)
        rec = bytes.fromhex(draft.rec) if draft.rec else bytes.fromhex(draft.id)
        kept = uow.records.get(rec) if draft.rec is None else None
        if rec in uow.espaces.registry(espace).erased_records:
            raise RefusError("deja_efface")

        declared = required(draft.kind)
        shown_only = {field.name for field in declared.champs if field.champ.lecture}
        typed = {name: value for name, value in champs.items() if name not in shown_only}

        def changed(seen: Mapping[str, Value]) -> dict[str, Value]:
            return flatten(draft.kind, typed, seen, lambda: ports.crypto.random(8).hex(), lists=lists)

        if draft.rec is not None or kept is not None:
            seen, parents = (shown(kept.state), kept.state.heads) if kept else (draft.seen, draft.parents)
            changes = changed(seen)
            if changes:
                changes = with_seals(draft.kind, seen, with_qualification(uow, ports, draft.kind, seen, changes))
                write_revision(uow, ports, espace, rec, draft.kind, changes, parents)
                note_named(uow, changes)
        else:
            if all(value is None for value in changed(draft.seen).values()):
                raise RefusError("rien_a_enregistrer")
            changes = with_first_values(uow, ports, espace, declared, changed({}))
            changes = with_seals(draft.kind, {}, with_qualification(uow, ports, draft.kind, {}, changes))
            write_revision(uow, ports, espace, rec, draft.kind, changes, ())
            note_written(uow, espace, rec, draft.kind, changes)
            _remember(uow, draft.kind, espace, champs)
        uow.drafts.delete(bytes.fromhex(draft.id))
        uow.commit()
    ports.journal.note("modification" if draft.rec or kept else "creation", rec)
    if leaves(changes):
        ports.journal.note("transmission", rec)
    return rec.hex()


def _offered(uow: UnitOfWork, ports: Ports, kind: str) -> dict[str, object]:
    """Return what a new form is filled with, for a person to keep or change."""
    declared = required(kind)
    stated = presented(uow).get("departements")
    mine = my_name(uow)
    usual = str(stated[0]) if isinstance(stated, list) and stated else uow.preferences.get(_DEPARTEMENT)
    offered = {
        "recu_le": ports.clock.now().date().isoformat(),
        "departement": usual,
        "titulaire": mine,
        "recu_par": mine,
    }
    return {name: value for name, value in offered.items() if value and declared.champ(name) is not None}


def _remember(uow: UnitOfWork, kind: str, espace: bytes, champs: Mapping[str, object]) -> None:
    """Remember what the next new form will offer."""
    remember_home(uow, kind, espace)
    departement = champs.get("departement")
    if isinstance(departement, str) and departement:
        uow.preferences.set(_DEPARTEMENT, departement)


def _opened(draft: Draft) -> OpenDraft:
    return OpenDraft(
        id=draft.id.hex(),
        espace=draft.espace.hex(),
        rec=draft.rec.hex() if draft.rec else None,
        kind=draft.kind,
        champs=json.loads(draft.values),
        parents=draft.parents,
        seen=draft.seen,
        updated_ms=draft.updated_ms,
    )
