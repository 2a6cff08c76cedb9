"""The first start: a weak phrase makes nothing, and nobody goes on without the recovery sheet."""

from pathlib import Path

from tests.ui.fakes import ImmediateBackground
from ui.strength import Strength, strength
from ui.view_models.first_start import ESPACE, PHRASE, SHEET, FirstStart, Prepared

PHRASE_OK = "cheval agrafe batterie lampe"


class Makes:
    """Makes posts in memory."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.kept: list[tuple[str, Path]] = []

    def prepare(self, name: str, passphrase: str) -> Prepared:
        def confirm() -> object:
            self.made.append((name, passphrase))
            return "poste"

        return Prepared("FICHE DE SECOURS", confirm)

    def keep_sheet(self, sheet: str, path: Path) -> None:
        self.kept.append((sheet, path))


def _judge(passphrase: str, about: tuple[str, ...]) -> Strength:
    return Strength(4 if len(passphrase) > 20 and passphrase not in about else 1, "…")


def test_a_weak_or_different_phrase_makes_nothing() -> None:
    maker = Makes()
    start = FirstStart(maker, _judge, ImmediateBackground())
    for phrase, again in (("court", "court"), (PHRASE_OK, PHRASE_OK + "s"), (PHRASE_OK, "")):
        start.type("Camille", phrase, again)
        start.create()
    start.type("", PHRASE_OK, PHRASE_OK)
    start.create()
    assert not maker.made
    assert start.step == PHRASE


def test_nobody_goes_on_without_the_sheet(tmp_path: Path) -> None:
    maker = Makes()
    start = FirstStart(maker, _judge, ImmediateBackground())
    start.type(" Camille ", PHRASE_OK, PHRASE_OK)
    start.create()
    start.go_on()
    assert start.step == SHEET
    assert not maker.made, "nothing is made before the sheet is kept"

    start.keep_sheet(tmp_path / "fiche.pdf")
    start.go_on()

    assert maker.made == [("Camille", PHRASE_OK)]
    assert maker.kept == [("FICHE DE SECOURS", tmp_path / "fiche.pdf")]
    assert start.step == ESPACE


def test_coming_back_by_the_code_ends_after_the_new_sheet() -> None:
    start = FirstStart(Makes(), _judge, ImmediateBackground(), rescue=True)
    finished: list[object] = []
    start.finished.connect(finished.append)
    start.type("AAAA-BBBB", PHRASE_OK, PHRASE_OK)
    start.create()
    start.printed()
    start.go_on()
    assert finished == ["poste"]


def test_strength_is_said_in_french_and_knows_the_person() -> None:
    assert not strength("court").enough
    assert strength("court").said.startswith("Trop courte")
    assert not strength("motdepasse2026").enough
    assert strength(PHRASE_OK).enough
    assert strength("camille exemple", ("Camille Exemple",)).mark < strength("cadmium exonder plinthe").mark
