"""Pictures of the real windows, over a demonstration made by the real use cases: `python -m ui.captures --vers DIR`.

Everything happens in a temporary folder; nothing of this machine's profiles is opened.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.desk import Desk
    from ui.main import Workplace
    from ui.preferences import Look
    from ui.view_models.first_start import FirstStart
    from ui.view_models.unlock import Unlock
    from ui.views.first_start import FirstStartView

PHRASE = "cheval agrafe batterie lampe"
_SIGNALEMENTS = 60
_STATES = ("enregistre", "en_analyse", "qualifie", "oriente", "clos")
_PATIENCE = 120.0
_LOOKS = (("clair", 100), ("sombre", 100), ("contraste", 100), ("clair", 200))
_SIZES = ((1366, 768),)


@dataclass(frozen=True)
class NoWatch:
    """The watch of a long work that nobody looks at."""

    def progress(self, done: int, total: int, step: str = "") -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        """Nobody stops it."""
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; returns the exit code."""
    parser = argparse.ArgumentParser(prog="ui.captures", description="Photographie les fenêtres de MVL.")
    parser.add_argument("--vers", type=Path, required=True, help="dossier des images")
    options = parser.parse_args(arguments)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    options.vers.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mvl-captures-") as folder:
        Studio(Path(folder), options.vers).take()
    return 0


class Studio:
    """The application, the demonstration under it, and the camera."""

    def __init__(self, folder: Path, target: Path) -> None:
        from ui.app import application
        from ui.preferences import Look
        from ui.theme import Theme

        self.app: QApplication = application()
        self.theme = Theme(self.app, Look("clair", 100), folder / "dessins")
        self._folder, self._target = folder, target
        self._suffix = ""

    def take(self) -> None:
        """Take every picture."""
        self._first_windows()
        desk = demonstration(self._folder)
        try:
            self._main_windows(desk)
        finally:
            desk.close()

    def _first_windows(self) -> None:
        from ui.app import BootstrapPosts
        from ui.start import Start
        from ui.timing import QtAlarm
        from ui.view_models.first_start import ESPACE

        look_file = self._folder / "apparence.json"
        start = Start(self.app, self.theme, look_file, BootstrapPosts(self._folder / "essai"), QtAlarm, lambda: None)
        start.show()
        view, first = cast("FirstStartView", start.view), cast("FirstStart", start.first)
        self._each_look(start.window, "01-premier-demarrage")
        first.begin()
        for line, text in ((view.name, "Camille Exemple"), (view.phrase, PHRASE), (view.again, PHRASE)):
            line.setText(text)
        self._until(lambda: first.can_create)
        self._each_look(start.window, "02-phrase-de-passe")
        first.create()
        self._until(lambda: bool(first.sheet))
        self._each_look(start.window, "03-fiche-de-secours")
        first.printed()
        first.prove()
        self._each_look(start.window, "03b-preuve")
        first.answer(*(first.code.split("-")[place] for place in first.asked))
        self._until(lambda: view.settling is not None and view.settling.ready)
        view.territory.delegation.setText("Délégation de l’Ain")
        view.territory.departements.setText("01, 69")
        self._each_look(start.window, "04-territoire")
        view.territory.keep()
        self._until(lambda: first.step == ESPACE)
        self._each_look(start.window, "04b-espace")
        view.espace.found()
        self._until(lambda: view.espace.pages.currentIndex() == 1)
        self._shoot(start.window, "04c-pret")
        view.finished.emit()
        self._until(lambda: start.workplace is not None and start.workplace.exchange.situation is not None)
        place = cast("Workplace", start.workplace)
        place.window.show_page(place.posts_view)
        self._shoot(place.window, "05-postes")
        place.window.close()
        place.window.deleteLater()
        locked = Start(self.app, self.theme, look_file, BootstrapPosts(self._folder / "essai"), QtAlarm, lambda: None)
        locked.show()
        self._each_look(locked.window, "06-verrouille")
        unlock = cast("Unlock", locked.unlock)
        unlock.attempt("une phrase qui n’est pas la bonne")
        self._until(lambda: not unlock.busy and bool(unlock.last_code))
        self._shoot(locked.window, "07-phrase-refusee")
        locked.window.close()
        locked.window.deleteLater()
        locked.background.stop()

    def _main_windows(self, desk: "Desk") -> None:
        from ui.background import ThreadBackground
        from ui.main import Workplace
        from ui.preferences import Look
        from ui.timing import QtAlarm, local_now

        background = ThreadBackground()
        place = Workplace(
            desk,
            background,
            self.theme,
            make_alarm=QtAlarm,
            now=local_now,
            lock_minutes=5,
            relaunch=lambda: None,
        )
        place.window.resize(*_SIZES[0])
        place.window.show()
        place.start()
        page, fiches = place.pages["signalement"], place.fiches_view
        self._until(lambda: page.records.rows.row(0) is not None and place.exchange.situation is not None)
        self._each_look(place.window, "10-signalements")
        first = page.records.rows.row(0)
        page.open(first.id if first else "")
        self._until(lambda: page.form_view.form.record is not None)
        self._each_look(place.window, "11-signalement")
        for appearance, scale in _LOOKS:
            self._look(Look(appearance, scale))
            self._settle()
            page.form_view.scroll_to("personnes")
            self._shoot(place.window, "12-elements")
        self._look(Look("clair", 100))
        page.form_view.tabs.setCurrentIndex(1)
        self._shoot(place.window, "13-pieces")
        page.form_view.tabs.setCurrentIndex(2)
        self._until(lambda: bool(page.form_view.side.history))
        self._each_look(place.window, "14-historique")
        page.close_form()
        page.search.setText("jeun")
        self._until(lambda: page.records.wanted.text == "jeun")
        self._settle()
        self._shoot(place.window, "15-recherche")
        page.search.clear()
        place.window.show_page(fiches)
        self._until(lambda: bool(fiches.page.lines))
        self._shoot(place.window, "20-fiches-de-conduite")
        fiches.open(fiches.page.lines[0].id)
        self._until(lambda: fiches.is_open)
        self._each_look(place.window, "21-fiche-de-conduite")
        fiches.reader.edit_button.click()
        self._shoot(place.window, "22-fiche-en-ecriture")
        place.window.show_page(place.conflicts_view)
        self._until(lambda: place.conflicts_view.current is not None)
        self._each_look(place.window, "30-conflits")
        place.window.show_page(place.exchange_view)
        self._until(lambda: bool(place.exchange.unsent))
        self._each_look(place.window, "40-echanges")
        place.window.show_page(place.posts_view)
        self._until(lambda: bool(place.posts.members))
        self._each_look(place.window, "50-postes")
        self._small(place)
        place.window.hide()
        background.stop()

    def _small(self, place: "Workplace") -> None:
        """The smallest window that is allowed."""
        from ui.views.dialogs import ConfirmReport
        from ui.views.enrolment import CodeDialog

        place.window.resize(1024, 640)
        page = place.pages["signalement"]
        place.window.show_page(page)
        self._settle()
        self._shoot(place.window, "60-petite-liste")
        first = page.records.rows.row(0)
        page.open(first.id if first else "")
        self._until(lambda: page.form_view.form.record is not None)
        self._shoot(place.window, "61-petite-fiche")
        page.close_form()
        report = place.desk.examine_lot(self._folder / "retour.mvl", NoWatch())
        for number, dialog in ((70, ConfirmReport(place.window, report)), (71, CodeDialog(place.window, "12345" * 6))):
            dialog.show()
            self._shoot(dialog, f"{number}-dialogue")
            dialog.close()

    def _each_look(self, window: "QWidget", name: str) -> None:
        from ui.preferences import Look

        for appearance, scale in _LOOKS:
            self._look(Look(appearance, scale))
            self._shoot(window, name)
        self._look(Look("clair", 100))

    def _look(self, look: "Look") -> None:
        self.theme.apply(look)
        default = look.apparence == "clair" and look.taille == 100
        self._suffix = "" if default else f"-{look.apparence}" + (f"-{look.taille}" if look.taille != 100 else "")

    def _shoot(self, window: "QWidget", name: str) -> None:
        self._settle()
        window.grab().save(str(self._target / f"{name}{self._suffix}.png"))

    def _settle(self) -> None:
        for _ in range(20):
            self.app.processEvents()
            time.sleep(0.01)

    def _until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not done():
            self.app.processEvents()
            time.sleep(0.01)
            if time.monotonic() > end:
                raise TimeoutError("a window did not come to the expected state")


def demonstration(folder: Path) -> "Desk":
    """Make two posts that work apart and meet by lots; returns the first, opened, with a conflict to decide."""
    first, second = _post(folder / "camille", "Camille Exemple"), _post(folder / "claude", "Claude Essai")
    first.found("Délégation de l’Ain")
    espace = first.espaces()[0].id
    first.invite([espace], "referent", folder / "poste.invitation")
    code = second.request(folder / "poste.invitation", folder / "poste.demande")
    first.accept(folder / "poste.demande", code, folder / "poste.reponse")
    second.join(folder / "poste.reponse")
    recs = _fill(first)
    first.attach(recs[-2], _picture(folder))
    first.export_lot(folder / "aller.mvl", None, NoWatch())
    second.merge_lot(folder / "aller.mvl", None, NoWatch())
    for rec, champs in (
        (recs[-1], {"objet": "Stage de jeûne proposé à une patiente", "niveau": "a_risque"}),
        (recs[-2], {"resume": "La famille rappelle : la personne a repris ses soins, sur l’avis de son médecin."}),
    ):
        _change(second, rec, champs)
    second.export_lot(folder / "retour.mvl", None, NoWatch())
    _change(
        first, recs[-1], {"objet": "Jeûne prolongé conseillé pendant une chimiothérapie", "niveau": "infractionnelle"}
    )
    _change(first, recs[-2], {"resume": "La personne a consulté ; elle souhaite témoigner sans être nommée."})
    first.merge_lot(folder / "retour.mvl", folder / "recepisse.mvl", NoWatch())
    first.keep(replace(first.begin("signalement"), champs={"objet": "Appel d’une mère inquiète"}))
    second.close()
    return first


def _post(folder: Path, name: str) -> "Desk":
    from ui.app import BootstrapPosts

    return cast("Desk", BootstrapPosts(folder).create(name, PHRASE).confirm())


def _fill(desk: "Desk") -> list[str]:
    from mvl_desktop.cli.demo_data import signalements

    names = {"natures": "natures", "urgences": "urgences", "canaux": "canaux", "niveaux": "niveaux"}
    codes = {name: [choice.code for choice in desk.codes(liste)] for name, liste in names.items()}
    return [
        _add(desk, "signalement", {**champs, "statut": _STATES[number % len(_STATES)]})
        for number, champs in enumerate(signalements(_SIGNALEMENTS, codes))
    ]


def _add(desk: "Desk", kind: str, champs: Mapping[str, object]) -> str:
    return desk.save(replace(desk.begin(kind), champs=dict(champs)))


def _change(desk: "Desk", rec: str, champs: Mapping[str, object]) -> None:
    typed = desk.edit(rec)
    desk.save(replace(typed, champs={**typed.champs, **champs}))


def _picture(folder: Path) -> Path:
    path = folder / "prospectus du stage.txt"
    path.write_text("Douze séances payées d’avance. Guérison assurée.\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    raise SystemExit(main())
