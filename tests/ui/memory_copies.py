"""The post in memory: communicable copies, and what left towards other espaces."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mvl_desktop.domain.occulter import Passage, moves
from mvl_desktop.services.refusals import RefusError
from ui.copy_values import CopyHint, CopyLine, CopySeen, CopySource, CopyWish, LeftLine, RecallSeen

BLOCS = (
    "titre\tCompte rendu fictif",
    "texte\tMme Alix Modèle est entendue. Elle décrit un stage fictif.",
    "puce\tRappeler Alix Modèle au 01 99 00 00 01",
    "ligne\tAin\t3\t12",
)
COPY = CopySeen(
    "c1",
    "Compte rendu fictif",
    "en_preparation",
    {"demandeur": "Association fictive", "preparee_par": "Alix"},
    BLOCS,
    (),
    (),
    moves({}),
    relecteur=False,
    relue=False,
)
LEFT = LeftLine(
    "s1",
    "s2",
    "Stage fictif",
    "01-2026-K7-0001",
    "Région fictive",
    date(2026, 11, 2),
    "Alix",
    True,
    "pour la région",
    "aa-1",
    "courante",
    "à jour",
    rappelable=True,
)


class MemoryCopies:
    """What a test says of copies, and what was asked of them."""

    shown_copies: tuple[CopyLine, ...] = ()
    copy: CopySeen = COPY
    hints: tuple[CopyHint, ...] = ()
    sources: tuple[CopySource, ...] = (CopySource("f1", "fiche-conduite", "Mineur en danger"),)
    left_lines: tuple[LeftLine, ...] = ()
    recall_reaches = True
    recalls: tuple[RecallSeen, ...] = ()
    of_copies: tuple[tuple[object, ...], ...] = ()
    copy_refusal: str | None = None

    def _asked(self, *what: object) -> None:
        if self.copy_refusal is not None:
            raise RefusError(self.copy_refusal)
        self.of_copies = (*self.of_copies, what)

    def _become(self, etat: str, **said: object) -> None:
        self.copy = replace(self.copy, etat=etat, possible=moves({"etat": etat}), **said)  # type: ignore[arg-type]

    def copies(self) -> Sequence[CopyLine]:
        return self.shown_copies

    def copy_sources(self) -> Sequence[CopySource]:
        return self.sources

    def begin_copy(self, wish: CopyWish) -> str:
        self._asked("begin", wish)
        return self.copy.id

    def read_copy(self, rec: str) -> CopySeen:
        return self.copy

    def copy_hints(self, rec: str) -> Sequence[CopyHint]:
        return self.hints

    def keep_passages(self, rec: str, passages: Sequence[Passage]) -> None:
        self.copy = replace(self.copy, passages=tuple(passages))

    def record_passages(self, rec: str, seen: Sequence[Passage], passages: Sequence[Passage]) -> None:
        self._asked("record", tuple(passages))
        self.copy = replace(self.copy, passages=tuple(passages), enregistres=tuple(passages))

    def ask_reading(self, rec: str) -> None:
        self._asked("ask")
        self._become("a_relire")

    def answer_reading(self, rec: str, remark: str, *, accepted: bool) -> None:
        self._asked("accept" if accepted else "send_back", remark)
        self._become("relue" if accepted else "en_preparation", relue=accepted)

    def take_copy_back(self, rec: str) -> None:
        self._asked("take_back")
        self._become("en_preparation")

    def refuse_copy(self, rec: str, motif: str) -> None:
        self._asked("refuse", motif)
        self._become("refusee")

    def hand_copy(self, rec: str, path: Path, destinataire: str) -> str:
        self._asked("hand", path.name, destinataire)
        self._become("remise")
        return "K7-12"

    def left_copies(self) -> Sequence[LeftLine]:
        return self.left_lines

    def recall_copy(self, rec: str, copie: str, motif: str) -> bool:
        self._asked("recall", rec, copie, motif)
        return self.recall_reaches

    def recalls_of(self, rec: str) -> Sequence[RecallSeen]:
        return self.recalls

    def refuse_signalement(self, rec: str) -> str:
        self._asked("refuse_signalement", rec)
        return "0f" * 8

    def keep_recalled(self, rec: str, motif: str) -> None:
        self._asked("keep_recalled", rec, motif)
        self.recalls = tuple(replace(each, suite=motif) for each in self.recalls)
