"""Before there is a post, and before it is opened: the first start, an empty post, the locked window."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow

from ui.app import BootstrapPosts
from ui.captures.incidents import capitals, incident, no_demonstration
from ui.captures.posts import PHRASE
from ui.captures.studio import Studio
from ui.start import Start
from ui.timing import QtAlarm
from ui.view_models.first_start import ESPACE
from ui.views.demonstration import DemoMaking
from ui.views.unlock import UnlockView

if TYPE_CHECKING:
    from ui.main import Workplace
    from ui.view_models.first_start import FirstStart
    from ui.view_models.unlock import Unlock
    from ui.views.first_start import FirstStartView


def first_windows(studio: Studio) -> None:
    """Make a post step by step, see it empty, lock it."""
    profile = studio.folder / "essai"
    start = _start(studio, profile)
    _five_steps(studio, start)
    _empty(studio, cast("Workplace", start.workplace))
    start.background.stop()
    _locked(studio, profile)
    _making(studio)
    no_demonstration(studio)


def _start(studio: Studio, profile: Path) -> Start:
    look_file = studio.folder / "apparence.json"
    start = Start(studio.app, studio.theme, look_file, BootstrapPosts(profile), QtAlarm, lambda: None)
    start.show()
    return start


def _five_steps(studio: Studio, start: Start) -> None:
    view, first = cast("FirstStartView", start.view), cast("FirstStart", start.first)
    studio.shoot(start.window, "01-premier-demarrage")
    first.begin()
    for line, text in ((view.name, "Camille Exemple"), (view.phrase, PHRASE), (view.again, PHRASE)):
        line.setText(text)
    studio.until(lambda: first.can_create)
    studio.shoot(start.window, "02-phrase-de-passe")
    first.create()
    studio.until(lambda: bool(first.sheet))
    studio.shoot(start.window, "03-fiche-de-secours")
    first.printed()
    first.prove()
    studio.shoot(start.window, "03b-preuve")
    first.answer(*(first.code.split("-")[place] for place in first.asked))
    studio.until(lambda: view.settling is not None and view.settling.ready)
    view.territory.delegation.setText("Délégation de l’Ain")
    view.territory.departements.setText("01, 69")
    studio.shoot(start.window, "04-territoire")
    view.territory.keep()
    studio.until(lambda: first.step == ESPACE)
    studio.shoot(start.window, "04b-espace")
    view.espace.found()
    studio.until(lambda: view.espace.pages.currentIndex() == 1)
    studio.shoot(start.window, "04c-pret")
    view.finished.emit()
    studio.until(lambda: start.workplace is not None and start.workplace.exchange.situation is not None)


def _empty(studio: Studio, place: "Workplace") -> None:
    pages = (
        ("05-accueil-vide", place.home_view),
        ("05b-liste-vide", place.pages["signalement"]),
        ("05c-conflits-vide", place.conflicts_view),
        ("05d-echanges-vide", place.exchange_view),
        ("05e-un-seul-poste", place.posts_view),
    )
    for name, page in pages:
        place.window.show_page(page)
        studio.shoot(place.window, name)
    place.window.show_page(place.exchange_view)
    place.exchange_view.tabs.setCurrentIndex(1)
    studio.shoot(place.window, "05f-aucun-echange")
    place.window.close()
    place.window.deleteLater()


def _locked(studio: Studio, profile: Path) -> None:
    locked = _start(studio, profile)
    studio.until(lambda: isinstance(locked.view, UnlockView) and locked.view.passphrase.isEnabled())
    studio.shoot(locked.window, "06-verrouille")
    capitals(studio, locked.window, cast("UnlockView", locked.view).passphrase, "06b-majuscules")
    incident(studio, locked)
    unlock = cast("Unlock", locked.unlock)
    unlock.attempt("une phrase qui n’est pas la bonne")
    studio.until(lambda: not unlock.busy and bool(unlock.last_code))
    studio.shoot(locked.window, "07-phrase-refusee")
    view = cast("UnlockView", locked.view)
    view.wants_rescue.emit()
    studio.shoot(locked.window, "08-code-de-secours")
    locked.window.close()
    locked.window.deleteLater()
    locked.background.stop()


def _making(studio: Studio) -> None:
    window = QMainWindow()
    window.setWindowTitle("MVL")
    window.setMinimumSize(1024, 640)
    window.setCentralWidget(DemoMaking())
    window.show()
    studio.shoot(window, "09-fabrication")
    window.close()
    window.deleteLater()
