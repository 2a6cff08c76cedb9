"""Use cases on drafts: what somebody is typing is kept at once, and found again after anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.model import Name, Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Draft
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.references import new_reference
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision


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
    """Open an empty form. Nothing is kept until something is typed. RefusError: aucun_espace, espace_ambigu…"""
    declared = required(kind)
    with ports.store.read() as uow:
        chosen = choose_espace(uow, espace, compartment=declared.compartiment)
    return OpenDraft(ports.crypto.random(16).hex(), chosen.id.hex(), None, kind, {}, (), {})


def edit(ports: Ports, id_: str) -> OpenDraft:
    """Open a form on a record: on its draft when there is one. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        kept = next((draft for draft in uow.drafts.all() if draft.rec == view.rec), None)
        if kept is not None:
            return _opened(kept)
        flat = shown(view.state)
    ports.journal.note("consultation", view.rec)
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
        return [_opened(draft) for draft in uow.drafts.all()]


def resume(ports: Ports, draft_id: str) -> OpenDraft:
    """Open a draft where it was left. RefusError: brouillon_inconnu."""
    with ports.store.read() as uow:
        draft = uow.drafts.get(bytes.fromhex(draft_id))
    if draft is None:
        raise RefusError("brouillon_inconnu")
    return _opened(draft)


def discard(ports: Ports, draft_id: str) -> None:
    """Forget a draft."""
    with ports.store.work() as uow:
        uow.drafts.delete(bytes.fromhex(draft_id))
        uow.commit()


def register(ports: Ports, draft: OpenDraft, champs: Mapping[str, object], *, lists: CodeLists | None = None) -> str:
    """Turn what is typed into a revision over what its author had seen; return the record’s id. The draft is done with.

    Saving twice the same draft makes one record. Raises ChampInvalideError, FicheTropLongueError,
    RefusError (rien_a_enregistrer, deja_efface).
    """
    with ports.store.work() as uow:
        espace = bytes.fromhex(draft.espace)
        rec = bytes.fromhex(draft.rec) if draft.rec else bytes.fromhex(draft.id)
        kept = uow.records.get(rec) if draft.rec is None else None
        seen, parents = (shown(kept.state), kept.state.heads) if kept else (draft.seen, draft.parents)
        if rec in uow.espaces.registry(espace).erased_records:
            raise RefusError("deja_efface")
        changes = flatten(draft.kind, champs, seen, lambda: ports.crypto.random(8).hex(), lists=lists)
        if draft.rec is None and kept is None:
            if not changes:
                raise RefusError("rien_a_enregistrer")
            if required(draft.kind).champ("reference") is not None and "reference" not in changes:
                changes["reference"] = new_reference(uow, ports, espace, champs.get("departement"))
        if changes:
            write_revision(uow, ports, espace, rec, draft.kind, changes, parents)
        uow.drafts.delete(bytes.fromhex(draft.id))
        uow.commit()
    return rec.hex()


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
