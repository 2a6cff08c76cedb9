"""Gardiens: three named by the real use cases, then each question of their window, opened by its own button."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from ui.captures.asked import with_file
from ui.captures.studio import Studio
from ui.views.custody import CustodyDialog

if TYPE_CHECKING:
    from ui.main import Workplace

_NAMES = ("Alix Exemple", "Claude Essai", "Sacha Imaginaire")


def custody(studio: Studio, place: "Workplace") -> None:
    """Take them all; the keys of the espace are renewed by it: nothing that comes after shows the former ones."""
    show = place.comforts.show_custody
    studio.dialog(show, "85-preparer-une-fiche", by=(partial(_press, studio, "prepare"),))
    studio.dialog(show, "85b-nommer-les-gardiens", by=(partial(_press, studio, "name"),))
    studio.dialog(show, "85c-une-fiche-parmi-trois", by=(partial(_press, studio, "name"), _prepare_first))
    if not studio.wants("85"):
        return
    _name(studio, place)
    studio.dialog(show, "85d-gardiens-nommes", lambda dialog: studio.until(dialog.rehearse.isEnabled))
    studio.dialog(show, "85e-repeter-le-secours", by=(partial(_press, studio, "rehearse"),))
    with_file(studio, partial(studio.dialog, show, "85f-refonder", by=(partial(_press, studio, "refound"),)))
    studio.dialog(show, "85g-ne-plus-confier", by=(partial(_press, studio, "keep"),))


def _press(studio: Studio, name: str, dialog: CustodyDialog) -> None:
    """Press a button of the window once it may be pressed."""
    wanted: QPushButton = getattr(dialog, name)
    studio.until(lambda: wanted.isEnabled() and dialog.shown is not None)
    wanted.click()


def _prepare_first(form: Any) -> None:
    form.prepare[0].click()


def _name(studio: Studio, place: "Workplace") -> None:
    espace = next(each for each in place.desk.custodies() if not each.compartiment)
    paths = [studio.folder / f"gardien-{place_of}.pdf" for place_of in range(len(_NAMES))]
    cards = [place.desk.prepare_guardian(name, espace.nom, path).path for name, path in zip(_NAMES, paths, strict=True)]
    place.desk.name_guardians(espace.espace, cards)
    place.desk.keep_for(espace.espace)
