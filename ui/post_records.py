"""The desk over a real post: codes, lists, records, drafts, attachments and conflicts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from mvl_desktop.domain.champ import RANG
from mvl_desktop.domain.kinds import declaration, required
from mvl_desktop.domain.nomenclature import COMMUNES
from mvl_desktop.ports.store import Query
from mvl_desktop.services import conflicts as arbitration
from mvl_desktop.services import drafts as drafting
from mvl_desktop.services import history as timeline
from mvl_desktop.services import lists
from mvl_desktop.services import pieces as attachments
from mvl_desktop.services import records as sheets
from mvl_desktop.services.drafts import OpenDraft
from mvl_desktop.services.espaces import list_espaces
from mvl_desktop.services.refusals import RefusError
from ui.files import chunks, write_stream
from ui.post_part import PostPart, at
from ui.text import EMPTY, SENDING, say
from ui.values import (
    Change,
    Choice,
    Conflict,
    DraftLine,
    Past,
    Piece,
    Record,
    Row,
    Typed,
    Version,
    Wanted,
)


class PostRecords(PostPart):
    """Reading and writing records."""

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return what a form offers today."""
        today = self._ports.clock.now().date()
        return [Choice(each.code, each.libelle) for each in self._lists.entries(nomenclature, today)]

    def find(self, nomenclature: str, text: str, limit: int) -> Sequence[Choice]:
        """Return the communes whose name begins so."""
        if nomenclature != COMMUNES:
            return []
        return [Choice(each.code, each.libelle) for each in self._lists.communes.search(text, limit=limit)]

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said."""
        return self._lists.libelle(nomenclature, code)

    def is_long(self, nomenclature: str) -> bool:
        """Whether a list is found by its letters: the communes."""
        return nomenclature == COMMUNES

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        """Return the numbers of what a list shows."""
        return lists.list_ids(self._ports, Query(wanted.kind, wanted.filters, wanted.text, wanted.order))

    def rows(self, kind: str, numbers: Sequence[int]) -> Sequence[Row | None]:
        """Return lines."""
        found = lists.list_rows(self._ports, kind, numbers)
        return [Row(each.rec.hex(), each.sending, each.conflicts, each.values) if each else None for each in found]

    def read(self, rec: str) -> Record:
        """Return what is around a form on a record."""
        sheet = sheets.show_record(self._ports, rec)
        reference = sheet.champs.get("reference") or sheet.champs.get("code") or ""
        return Record(
            id=sheet.id,
            kind=sheet.kind,
            titre=sheet.titre,
            espace=sheet.espace_nom,
            etat_envoi=sheet.sending,
            detail_envoi=SENDING.get(sheet.sending, sheet.sending),
            reference=str(reference),
            conflits=tuple(sheet.conflits),
            pieces=self._pieces(rec),
        )

    def history(self, rec: str) -> Sequence[Past]:
        """Return what happened to a record, latest first."""
        kind = sheets.show_record(self._ports, rec).kind
        return [self._past(kind, step) for step in reversed(timeline.history_of(self._ports, rec))]

    def begin(self, kind: str) -> Typed:
        """Open an empty form, in the first espace when there are several."""
        main = [espace for espace in list_espaces(self._ports) if espace.compartment_of is None]
        if not main:
            raise RefusError("aucun_espace")
        return _typed(drafting.begin(self._ports, kind, espace=main[0].id.hex()))

    def edit(self, rec: str) -> Typed:
        """Open a form on a record."""
        opened = drafting.edit(self._ports, rec)
        return _typed(opened, kept=opened.updated_ms > 0)

    def keep(self, typed: Typed) -> datetime:
        """Keep a draft."""
        return at(drafting.keep(self._ports, _opened(typed), typed.champs))

    def save(self, typed: Typed) -> str:
        """Make a revision of what was typed."""
        return drafting.register(self._ports, _opened(typed), typed.champs, lists=self._lists)

    def drop(self, draft: str) -> None:
        """Forget a draft."""
        drafting.discard(self._ports, draft)

    def drafts(self) -> Sequence[DraftLine]:
        """Return the drafts."""
        found = drafting.list_drafts(self._ports)
        return [DraftLine(each.id, each.kind, each.titre, at(each.updated_ms)) for each in found]

    def resume(self, draft: str) -> Typed:
        """Return what was typed."""
        return _typed(drafting.resume(self._ports, draft), kept=True)

    def attach(self, rec: str, path: Path) -> Record:
        """Attach a file."""
        size, content = chunks(path)
        attachments.join_piece(self._ports, rec, path.name, size, content)
        return self.read(rec)

    def extract(self, rec: str, piece: str, path: Path) -> None:
        """Write an attachment in clear."""
        write_stream(path, attachments.extract_piece(self._ports, rec, piece))

    def conflicts(self) -> Sequence[Conflict]:
        """Return what is to decide."""
        return [self._conflict(each) for each in arbitration.list_conflicts(self._ports)]

    def keep_version(self, conflict: Conflict, revision: str, motif: str) -> None:
        """Decide for one of the values."""
        arbitration.decide(self._ports, conflict.id, conflict.champ, motif=motif, keep=revision)

    def decide(self, conflict: Conflict, value: object, motif: str) -> None:
        """Decide for another value."""
        arbitration.decide(self._ports, conflict.id, conflict.champ, motif=motif, value=value)

    def undo(self, conflict: Conflict) -> None:
        """Take a decision back."""
        arbitration.undo(self._ports, conflict.id, conflict.champ)

    def _pieces(self, rec: str) -> tuple[Piece, ...]:
        return tuple(
            Piece(each.id, each.nom, each.taille, each.presente) for each in attachments.list_pieces(self._ports, rec)
        )

    def _past(self, kind: str, step: Mapping[str, object]) -> Past:
        changes = step.get("champs")
        told = changes if isinstance(changes, Mapping) else {}
        return Past(
            le=datetime.fromisoformat(str(step["horodatage"])).astimezone(),
            poste=str(step["poste"]),
            changes=tuple(
                Change(
                    required(kind).wording(key),
                    self._said(kind, key, change.get("avant")),
                    self._said(kind, key, change.get("apres")),
                )
                for key, change in told.items()
                if isinstance(change, Mapping) and not _is_machinery(kind, key)
            ),
            efface=bool(step.get("efface")),
        )

    def _conflict(self, found: arbitration.Conflict) -> Conflict:
        versions = tuple(
            Version(
                each.revision,
                each.poste,
                at(each.horodatage_ms),
                each.valeur,
                self._said(found.kind, found.champ, each.valeur),
            )
            for each in found.valeurs
        )
        return Conflict(found.id, found.kind, found.titre, found.champ, found.libelle, versions)

    def _said(self, kind: str, key: str, value: object) -> str:
        declared = declaration(kind)
        field = declared.field_of(key) if declared else None
        if field is None:
            return EMPTY if value is None else str(value)
        if field.sort == "codes":
            code = self.wording(field.champ.nomenclature or "", key.partition("/")[2])
            return f"{code} : {'oui' if value else 'non'}"
        if field.sort == "elements":
            return "Élément retiré" if value is None else "Élément"
        return say(field, value, self.wording)


def _typed(opened: OpenDraft, *, kept: bool = False) -> Typed:
    return Typed(opened.id, opened.kind, opened.rec, dict(opened.champs), kept, opened)


def _opened(typed: Typed) -> OpenDraft:
    if not isinstance(typed.basis, OpenDraft):
        raise TypeError("this form was not opened by this desk")
    return typed.basis


def _is_machinery(kind: str, key: str) -> bool:
    """Whether the application fills this field for itself: a hash, a size, a place in a list."""
    field = required(kind).field_of(key)
    return key.endswith(f"/{RANG}") or (field is not None and field.champ.cache and field.name != "reference")
