"""The post in memory: letters of a signalement, looked at by the real rules, drawn as one small picture."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from mvl_desktop.domain.lettre import BROUILLON, ENVOYE, RELU
from mvl_desktop.matching.revealing import Secret
from mvl_desktop.services.courriers_check import look_at
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import MemoryState
from ui.courrier_values import (
    LetterField,
    LetterFinding,
    Letterhead,
    LetterLine,
    LetterOpened,
    LetterSeen,
    TemplateLine,
)
from ui.values import Choice, FicheVersion, Values

TEXT = "Madame, Monsieur,\n\nVotre message du 20 novembre 2026 est reçu. [date à compléter]"


class MemoryCourriers(MemoryState):
    """Letters."""

    templates: Sequence[TemplateLine] = (
        TemplateLine("t1", "ACC-02", "Accusé de réception", "Accusé de réception", "Pour tout message.", "validee", 1),
        TemplateLine(
            "t2", "CPL-01", "Demande de complément", "Demande", "Quand il manque.", "brouillon", 1, "Utile ici."
        ),
    )
    secrets: Sequence[Secret] = (Secret("identite_signalant", ("Éloïse Lefèvre",)),)
    reserve: tuple[str, ...] = ()
    to_signalant = True
    grounds_of_template: tuple[str, ...] = ()
    papers: Letterhead = Letterhead("Service d’essai")
    printed_letters: Sequence[Path] = ()

    def __init__(self) -> None:
        super().__init__()
        self.letter_list: dict[str, dict[str, object]] = {}
        self.unfinished_letters: dict[str, Values] = {}
        self.looked = 0

    def letters(self, rec: str) -> Sequence[LetterLine]:
        self._refuse()
        return [
            LetterLine(id_, "Accusé de réception", str(one["etat"]), str(one["objet"]), "", parti=one["etat"] == ENVOYE)
            for id_, one in self.letter_list.items()
        ]

    def letter_templates(self, rec: str, transmission: str) -> Sequence[TemplateLine]:
        return sorted(self.templates, key=lambda each: not each.raison)

    def write_letter(self, rec: str, template: str, transmission: str) -> str:
        self._refuse()
        id_ = f"{len(self.letter_list):016x}"
        self.letter_list[id_] = {"id": id_, "etat": BROUILLON, "objet": "Votre message", "texte": TEXT}
        self.letter_list[id_] |= {"transmission": transmission, "modele": template}
        return id_

    def open_letter(self, rec: str, letter: str) -> LetterOpened:
        held = self.letter_list[letter]
        etat = str(held["etat"])
        filled = ("20 novembre 2026",)
        said = {BROUILLON: "En rédaction", RELU: "Relu, à envoyer", ENVOYE: "Envoyé"}[etat]
        genre = "Accusé de réception"
        return LetterOpened(
            letter,
            rec,
            "01-2026-K7-0001",
            etat,
            said,
            genre,
            genre,
            dict(held),
            filled,
            self.to_signalant,
            fondements=self.grounds_of_template,
            transmission_attend=bool(held["transmission"]),
        )

    def see_letter(self, opened: LetterOpened, said: Values, ppi: float) -> LetterSeen:
        self.looked += 1
        seen = look_at({**opened.champs, **said}, self.secrets, (), self.reserve, None)
        found = tuple(
            LetterFinding(one.sorte, "L’identité du signalant", one.passage, one.motif) for one in seen.findings
        )
        pages = (_page(),) if ppi else ()
        return LetterSeen(seen.to_write, seen.left, found, self.reserve, seen.unknown, pages)

    def save_letter(self, opened: LetterOpened, said: Values) -> LetterOpened:
        self._refuse()
        if self.letter_list[opened.id]["etat"] == ENVOYE:
            raise RefusError("courrier_envoye")
        self.letter_list[opened.id] |= {**said, "etat": BROUILLON}
        return self.open_letter(opened.rec, opened.id)

    def review_letter(self, opened: LetterOpened, par: str) -> LetterOpened:
        self._refuse()
        self.letter_list[opened.id] |= {"etat": RELU, "relu_par": par}
        return self.open_letter(opened.rec, opened.id)

    def send_letter(self, opened: LetterOpened, canal: str, le: date, reference: str) -> LetterOpened:
        self._refuse()
        self.letter_list[opened.id] |= {"etat": ENVOYE, "canal_envoi": canal, "envoye_le": le.isoformat()}
        return self.open_letter(opened.rec, opened.id)

    def drop_letter(self, rec: str, letter: str) -> None:
        del self.letter_list[letter]

    def print_letter(self, opened: LetterOpened, path: Path) -> None:
        self._refuse()
        self.printed_letters = (*self.printed_letters, path)

    def keep_unfinished(self, letter: str, said: Values | None) -> None:
        if said is None:
            self.unfinished_letters.pop(letter, None)
        else:
            self.unfinished_letters[letter] = dict(said)

    def unfinished(self, letter: str) -> Values | None:
        return self.unfinished_letters.get(letter)

    def letterhead(self) -> Letterhead:
        return self.papers

    def set_letterhead(self, head: Letterhead) -> None:
        self.papers = head

    def sending_ways(self) -> Sequence[Choice]:
        return [Choice("courrier_simple", "Courrier simple"), Choice("courrier_rar", "Recommandé")]

    def letter_fields(self) -> Sequence[LetterField]:
        return [LetterField("reference", "Référence"), LetterField("recu_le", "Reçu le", "Le jour.")]

    def add_default_templates(self) -> int:
        self._refuse()
        return 14

    def template_versions(self, rec: str) -> Sequence[FicheVersion]:
        return ()


def _page() -> bytes:
    picture = QImage(210, 297, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
