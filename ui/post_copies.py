"""The desk over a real post: communicable copies, and what left towards other espaces."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.occulter import Passage
from mvl_desktop.i18n import _
from mvl_desktop.ports.store import Query
from mvl_desktop.services import (
    communicable_leaving,
    communicable_refusal,
    communicable_suggestions,
    communicables,
    moving,
    recalls,
)
from mvl_desktop.services.communicables import Demande
from mvl_desktop.services.lists import list_ids, list_rows
from ui.copy_values import CopyHint, CopyLine, CopySeen, CopySource, CopyWish, LeftLine, RecallSeen
from ui.post_saying import PostSaying, titled

_SOURCES_MAX = 200


class PostCopies(PostSaying):
    """Communicable copies, and recalls."""

    def copies(self) -> Sequence[CopyLine]:
        """Return them."""
        return [
            CopyLine(
                each.id,
                titled(communicables.KIND, each.titre),
                each.etat,
                each.demandeur,
                each.avant_le,
                each.a_relire,
            )
            for each in communicables.list_copies(self._ports)
        ]

    def copy_sources(self) -> Sequence[CopySource]:
        """Return the documents that may be communicated, by kind and title."""
        found = []
        for kind in communicables.SOURCES:
            numbers = list_ids(self._ports, Query(kind, limit=_SOURCES_MAX))
            rows = list_rows(self._ports, kind, numbers) if numbers else []
            titles = [(row.rec.hex(), required(kind).titre(row.values)) for row in rows if row is not None]
            found += [
                CopySource(rec, kind, titled(kind, title)) for rec, title in sorted(titles, key=lambda each: each[1])
            ]
        return found

    def begin_copy(self, wish: CopyWish) -> str:
        """Begin a copy; return its id."""
        asked = Demande(demandeur=wish.demandeur, demandee_le=wish.demandee_le)
        if wish.rec:
            return communicables.prepare_record(self._ports, wish.rec, self._lists, asked, self._post.chiffres)
        if wish.fichier is not None:
            reader = self._post.texts.reader
            return communicables.prepare_file(self._ports, reader, wish.fichier, self._lists, asked, titre=wish.titre)
        return communicables.prepare_text(self._ports, wish.titre, wish.texte, self._lists, asked)

    def read_copy(self, rec: str) -> CopySeen:
        """Return a copy as it is worked on."""
        seen = communicables.show_copy(self._ports, rec, self._lists)
        return CopySeen(
            seen.id,
            titled(communicables.KIND, required(communicables.KIND).titre(seen.champs)),
            str(seen.champs.get("etat") or ""),
            seen.champs,
            seen.blocs,
            seen.passages,
            seen.recorded,
            seen.moves,
            seen.is_reader,
            seen.current,
        )

    def copy_hints(self, rec: str) -> Sequence[CopyHint]:
        """Return what may name or reach somebody."""
        found = communicable_suggestions.suggestions(self._ports, rec)
        return [CopyHint(each.passage, each.sorte, each.texte) for each in found]

    def keep_passages(self, rec: str, passages: Sequence[Passage]) -> None:
        """Keep them on this post."""
        communicables.keep_passages(self._ports, rec, passages)

    def record_passages(self, rec: str, seen: Sequence[Passage], passages: Sequence[Passage]) -> None:
        """Record them."""
        communicables.record_passages(self._ports, rec, seen, passages, self._lists)

    def ask_reading(self, rec: str) -> None:
        """Ask another person to read it again."""
        communicables.ask_reading(self._ports, rec)

    def answer_reading(self, rec: str, remark: str, *, accepted: bool) -> None:
        """Accept it, or send it back."""
        communicables.read_again(self._ports, rec, accepted=accepted, remark=remark)

    def take_copy_back(self, rec: str) -> None:
        """Prepare it again."""
        communicables.take_back(self._ports, rec)

    def refuse_copy(self, rec: str, motif: str) -> None:
        """Refuse to communicate the document."""
        communicables.refuse_copy(self._ports, rec, motif)

    def hand_copy(self, rec: str, path: Path, destinataire: str) -> str:
        """Write what leaves; return its number."""
        return communicable_leaving.hand_over(
            self._ports, self._post.printer, self._post.medium, rec, path, self._lists, destinataire=destinataire
        ).numero

    def left_copies(self) -> Sequence[LeftLine]:
        """Return what left towards other espaces."""
        return [
            LeftLine(
                each.source,
                each.copie,
                titled(moving.KIND, each.titre),
                each.reference,
                each.espace or _("un autre espace"),
                _day(each.le),
                each.par,
                each.masque,
                each.motif,
                each.version,
                each.etat,
                _(recalls.STATES[each.etat]),
                each.rappel_motif,
                each.suite,
                each.may_recall,
            )
            for each in recalls.list_left(self._ports)
        ]

    def recall_copy(self, rec: str, copie: str, motif: str) -> bool:
        """Recall it; whether the copy says so now."""
        return recalls.recall(self._ports, rec, copie, motif).reached

    def recalls_of(self, rec: str) -> Sequence[RecallSeen]:
        """Return the recalls of a copy held here."""
        found = recalls.asked_of(self._ports, rec)
        return [RecallSeen(each.depuis, _day(each.le), each.par, each.motif, each.suite) for each in found]

    def refuse_signalement(self, rec: str) -> str:
        """Write the letter of refusal; return its id."""
        return communicable_refusal.refuse_signalement(self._ports, rec, self._lists)

    def keep_recalled(self, rec: str, motif: str) -> None:
        """Say why it is kept."""
        recalls.keep_recalled(self._ports, rec, motif)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
