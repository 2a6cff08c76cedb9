"""Meetings: the form and what it says, minutes being typed, what is read, and every question asked on the way."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.timing import local_now
from ui.views.meeting_since import SinceDialog
from ui.views.reunions import ReunionsShelf

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace

_NAMES = (
    "101a-reunion 101b-compte-rendu 101c-presences 101d-apercu 101e-obligation 101f-decisions 101g-figer 101h-depuis "
    "101k-carte-obligation 101l-fiches-depuis"
)
SCENES = (*_NAMES.split(), "101i-reporter", "101j-reunion-suivante", "95-refus-compte-rendu")
_AGO = timedelta(days=20)


def reunions(studio: Studio, place: "Workplace", desk: "Desk") -> None:
    """Take them all."""
    if not any(map(studio.wants, SCENES)):
        return
    copil, gtrdo = _copil(desk), _gtrdo(desk)
    place.window.show_page(place.activites_view)
    shelf = place.activites_view.show_kind("reunion")
    if not isinstance(shelf, ReunionsShelf):
        return
    shelf.open(gtrdo)
    studio.until(lambda: shelf.form.record is not None and shelf.form.record.id == gtrdo)
    studio.shoot(place.window, "101a-reunion")
    _typed(studio, place, shelf)
    studio.dialog(shelf.show_minutes, "101d-apercu", lambda dialog: dialog.masked.setChecked(True))
    studio.dialog(shelf.show_year, "101e-obligation")
    studio.dialog(shelf.show_year, "101k-carte-obligation", lambda dialog: dialog.tabs.setCurrentIndex(1))
    studio.dialog(shelf.show_decisions, "101f-decisions")
    for name, act in (("101i-reporter", 1), ("101j-reunion-suivante", -1)):
        shelf.bar.fill_menu()
        actions = [each for each in shelf.bar.follow.menu().actions() if not each.isSeparator()]
        studio.dialog(actions[act].trigger, name)
    shelf.open(copil)
    studio.until(lambda: shelf.form.record is not None and shelf.form.record.id == copil)
    studio.dialog(shelf.bar.freeze.click, "101g-figer")
    desk.freeze_indicators(copil, ["I1.1", "I2.1", "I2.7"])
    shelf.open(copil)
    studio.settle()
    studio.dialog(shelf.bar.wants_since.emit, "101h-depuis")
    studio.dialog(shelf.bar.wants_since.emit, "101l-fiches-depuis", by=[partial(_open, studio)])
    shelf.close_form()


def _open(studio: Studio, dialog: SinceDialog) -> None:
    studio.until(lambda: bool(dialog.lines))
    dialog.open_chosen()


def _typed(studio: Studio, place: "Workplace", shelf: ReunionsShelf) -> None:
    shelf.write_minutes()
    view = shelf.room.view if shelf.room is not None else None
    if view is None:
        return
    view.minutes.step(1)
    studio.shoot(place.window, "101b-compte-rendu")
    view.minutes.go("")
    studio.shoot(place.window, "101c-presences")
    refuse(studio, place.window, view, "95-refus-compte-rendu")
    view.left.emit()


def _gtrdo(desk: "Desk") -> str:
    begun = dict(desk.reunion_begun("cdpd_groupe"))
    points, presences = begun["points"], begun["presences"]
    if isinstance(points, list) and isinstance(presences, list):
        second = points[1]["id"]
        points[1]["texte"] = "Quatre situations nouvelles depuis mars, dont deux concernent des mineurs."
        for each in presences[:7]:
            each["presence"] = "present"
        begun["interventions"] = [
            {
                "id": "a" * 16,
                "point": second,
                "fonction": "Référent dérives sectaires de l’ARS",
                "verbe": "precise",
                "texte": "Les signalements portent surtout sur des pratiques de soins proposées en ligne.",
            }
        ]
        begun["decisions"] = [
            {
                "id": "b" * 16,
                "point": second,
                "texte": "Préparer une information commune aux professionnels de santé du département.",
                "responsable": "Référent dérives sectaires de l’ARS",
                "pour_le": (local_now().date() - timedelta(days=2)).isoformat(),
                "etat": "a_faire",
            }
        ]
    held = {"tenue_le": (local_now().date() - _AGO).isoformat(), "etat": "tenue", "departement": "01"}
    return _saved(desk, begun | held)


def _copil(desk: "Desk") -> str:
    day = {"tenue_le": (local_now().date() - _AGO).isoformat(), "etat": "tenue"}
    return _saved(desk, {**desk.reunion_begun("copil"), **day})


def _saved(desk: "Desk", champs: dict[str, object]) -> str:
    return desk.save(replace(desk.begin("reunion"), champs=champs, kept=True))
