"""The desk over a real post: codes, lists, records, drafts and attachments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mvl_desktop.domain.champ import ARBITRAGES
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.domain.reperage import REPONSES, answers_of
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.store import Query
from mvl_desktop.services import drafts as drafting
from mvl_desktop.services import history as timeline
from mvl_desktop.services import links, lists, memory, piece_text, printing
from mvl_desktop.services import pieces as attachments
from mvl_desktop.services import records as sheets
from mvl_desktop.services.conservation_records import may_order
from mvl_desktop.services.drafts import OpenDraft
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.files import chunks, write_stream
from mvl_desktop.services.records import existing
from mvl_desktop.services.spoken import together
from ui.post_part import at
from ui.post_saying import PostSaying, is_machinery, titled
from ui.text import SENDING
from ui.values import (
    Change,
    DraftLine,
    Espace,
    Found,
    LinkFrom,
    Past,
    Piece,
    Record,
    Row,
    TextsRead,
    Typed,
    Values,
    Wanted,
)

_HELD = N_("Protégé de l’effacement")


class PostRecords(PostSaying):
    """Reading and writing records."""

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        """Return the numbers of what a list shows."""
        return lists.list_ids(self._ports, Query(wanted.kind, wanted.filters, wanted.text, wanted.order))

    def rows(self, kind: str, numbers: Sequence[int], text: str = "") -> Sequence[Row | None]:
        """Return lines; `text`: the words that were searched, so that one found in an attachment names it."""
        found = lists.list_rows(self._ports, kind, numbers)
        named = piece_text.found_in_pieces(self._ports, text, numbers)
        return [
            Row(each.rec.hex(), each.sending, each.conflicts, each.values, named.get(number, "")) if each else None
            for number, each in zip(numbers, found, strict=True)
        ]

    def read(self, rec: str) -> Record:
        """Return what is around a form on a record."""
        sheet = sheets.show_record(self._ports, rec)
        reference = sheet.champs.get("reference") or _shown_code(sheet)
        return Record(
            id=sheet.id,
            kind=sheet.kind,
            titre=titled(sheet.kind, sheet.titre),
            espace=sheet.espace_nom,
            etat_envoi=sheet.sending,
            detail_envoi=together((_(SENDING.get(sheet.sending, sheet.sending)), _(_HELD) if sheet.protege else "")),
            reference=str(reference),
            conflits=tuple(sheet.conflits),
            pieces=self._pieces(rec),
            suivi=memory.is_followed(self._ports, sheet.id),
            statut=str(sheet.champs.get("statut") or ""),
        )

    def search(self, text: str, limit: int) -> Sequence[Found]:
        """Search everything that this post may read."""
        _total, hits = sheets.search_records(self._ports, text, limit=limit)
        return [Found(hit.rec.hex(), hit.kind, hit.title, hit.excerpt, hit.piece) for hit in hits]

    def links_to(self, rec: str) -> Sequence[LinkFrom]:
        """Return the links that other signalements hold towards one."""
        return [
            LinkFrom(each.id, self._lists.libelle("liens", each.nature), each.reference, each.titre, each.motif)
            for each in links.links_to(self._ports, rec)
        ]

    def print(self, rec: str, path: Path, *, masked: bool) -> None:
        """Write a record to a PDF or ODT file."""
        counting = self._post.chiffres
        printing.print_record(self._ports, self._post.printer, rec, path, self._lists, masked=masked, outils=counting)

    def follow(self, rec: str, *, followed: bool) -> None:
        """Follow a record, or no more."""
        memory.follow(self._ports, rec, followed=followed)

    def history(self, rec: str) -> Sequence[Past]:
        """Return what happened to a record, latest first."""
        sheet = sheets.show_record(self._ports, rec)
        kind, asked = sheet.kind, {f"{REPONSES}/{one.get('id')}": one for one in answers_of(sheet.champs)}
        with self._ports.store.read() as uow:
            orders = may_order(uow, existing(uow, rec).espace)
        steps = reversed(timeline.history_of(self._ports, rec))
        written: set[str] = set()
        told = [replace(self._past(kind, step, written), effacable=orders and not step.get("efface")) for step in steps]
        return [replace(past, changes=tuple(_with_criterion(each, asked) for each in past.changes)) for past in told]

    def homes(self, kind: str) -> Sequence[Espace]:
        """Return the espaces where this post may write a record of this kind."""
        found = []
        for each in list_homes(self._ports, kind):
            parent = each.compartment_of.hex() if each.compartment_of else ""
            found.append(Espace(each.id.hex(), each.name, "", bool(parent), each.service, parent))
        return found

    def begin(self, kind: str, espace: str | None = None) -> Typed:
        """Open a form, in an espace or in the usual one."""
        return _typed(drafting.begin(self._ports, kind, espace=espace))

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
        return [DraftLine(each.id, each.kind, titled(each.kind, each.titre), at(each.updated_ms)) for each in found]

    def resume(self, draft: str) -> Typed:
        """Return what was typed."""
        return _typed(drafting.resume(self._ports, draft), kept=True)

    def attach(self, rec: str, path: Path, *, original: bool = False) -> Record:
        """Attach a file."""
        size, content = chunks(path)
        attachments.join_piece(self._ports, rec, path.name, size, content, original=original)
        self._post.texts.wake()
        return self.read(rec)

    def attach_bytes(self, rec: str, nom: str, content: bytes) -> Record:
        """Attach what was pasted."""
        attachments.join_piece(self._ports, rec, nom, len(content), [content])
        self._post.texts.wake()
        return self.read(rec)

    def content(self, rec: str, piece: str, limit: int) -> bytes | None:
        """Return what an attachment holds, when it is short enough."""
        return attachments.piece_content(self._ports, rec, piece, limit)

    def describe(self, rec: str, piece: str, said: Values) -> Record:
        """Say what an attachment is."""
        attachments.describe_piece(self._ports, rec, piece, said, self._lists)
        return self.read(rec)

    def detach(self, rec: str, piece: str) -> Record:
        """Take an attachment off the record."""
        attachments.detach_piece(self._ports, rec, piece)
        return self.read(rec)

    def extract(self, rec: str, piece: str, path: Path) -> None:
        """Write an attachment in clear."""
        write_stream(path, attachments.extract_piece(self._ports, rec, piece))

    def texts_read(self) -> TextsRead:
        """Return how many attachments the search knows the text of."""
        counts = piece_text.text_counts(self._ports)
        return TextsRead(counts.read, counts.refused, counts.due)

    def _pieces(self, rec: str) -> tuple[Piece, ...]:
        known = piece_text.readings(self._ports, rec)
        return tuple(
            Piece(
                each.id,
                each.nom,
                each.taille,
                each.presente,
                each.type_mime,
                each.origine,
                each.ajoutee_le,
                each.empreinte,
                each.genre,
                each.description,
                _not_all(known.get(each.id)),
            )
            for each in attachments.list_pieces(self._ports, rec)
        )

    def _past(self, kind: str, step: Mapping[str, object], written: set[str]) -> Past:
        """Return one revision; `written` are the keys that later ones changed: no decision on them is taken back."""
        changes = step.get("champs")
        told = changes if isinstance(changes, Mapping) else {}
        said = {str(change.get("apres")) for key, change in told.items() if key.startswith(ARBITRAGES + "/")}
        last = (told.keys() & said) - written
        written.update(told)
        return Past(
            le=datetime.fromisoformat(str(step["horodatage"])).astimezone(),
            poste=str(step["poste"]),
            changes=tuple(
                self._change(kind, key, change, last=key in last)
                for key, change in told.items()
                if isinstance(change, Mapping) and not is_machinery(kind, key)
            ),
            efface=bool(step.get("efface")),
            revision=str(step["revision"]),
        )

    def _change(self, kind: str, key: str, told: Mapping[str, object], *, last: bool) -> Change:
        """Return one change; one that decided between several values has no single former value to go back to."""
        change = self.change(kind, key, told.get("avant"), told.get("apres"))
        if not told.get("arbitrage"):
            return change
        return replace(change, nom="", valeur_avant=None, decide=key if last else "")


def _with_criterion(change: Change, asked: Mapping[str, Mapping[str, object]]) -> Change:
    """Return a change of an answer with the criterion that it answers: history would say « Réponse » ten times."""
    one = asked.get(change.nom.rpartition("/")[0])
    return replace(change, champ=f"{change.champ} ({one.get('libelle') or one.get('critere')})") if one else change


def _shown_code(sheet: sheets.RecordSheet) -> object:
    """Return the code that people say of a record; that of what the application delivers is its own affair."""
    declared = declaration(sheet.kind)
    field = declared.champ("code") if declared is not None else None
    return sheet.champs.get("code") or "" if field is not None and not field.champ.cache else ""


def _not_all(reading: piece_text.PieceReading | None) -> str:
    """Return what is to be said of the text of an attachment; empty when there is nothing to say."""
    if reading is None:
        return ""
    return reading.etat if reading.etat == "partiel" else reading.motif


def _typed(opened: OpenDraft, *, kept: bool = False) -> Typed:
    return Typed(opened.id, opened.kind, opened.rec, dict(opened.champs), kept, opened, opened.espace)


def _opened(typed: Typed) -> OpenDraft:
    if not isinstance(typed.basis, OpenDraft):
        raise TypeError("this form was not opened by this desk")
    return typed.basis
