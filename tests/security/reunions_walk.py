"""A meeting full of markup: its minutes while they are typed, what is read of it, and each question on the way."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tests.security.markup import TaintedDesk
from tests.ui.memory_reunions import YEAR
from ui.reunion_values import DecisionLine, SinceLine
from ui.timing import local_now
from ui.values import Choice
from ui.views.meeting_forms import DecisionsDialog, MinutesDialog, ask_day, ask_indicators
from ui.views.meeting_since import SinceDialog
from ui.views.meeting_year import YearDialog
from ui.views.reunions import ReunionsShelf

if TYPE_CHECKING:
    from tests.security.test_u01_markup import Stage

_POINT = "c" * 16


def reunions(stage: "Stage", desk: TaintedDesk) -> None:
    """Type the minutes, then read everything."""
    place, text = stage.place, stage.text
    rec = desk.first["reunion"]
    champs = desk.records[rec].champs
    champs |= {"type_reunion": "copil", "etat": "tenue", "points": [{"id": _POINT, "intitule": text, "texte": text}]}
    champs["interventions"] = [{"id": "d" * 16, "point": _POINT, "fonction": text, "texte": text}]
    champs["decisions"] = [{"id": "e" * 16, "point": _POINT, "texte": text, "responsable": text}]
    champs["presences"] = [{"id": "f" * 16, "fonction": text, "nom": text}]
    place.window.show_page(place.activites_view)
    shelf = place.activites_view.show_kind("reunion")
    assert isinstance(shelf, ReunionsShelf)
    shelf.open(rec)
    shelf.write_minutes()
    assert shelf.room is not None
    assert shelf.room.view is not None
    stage.look(place.window, "minutes")
    shelf.room.view.minutes.go("")
    stage.look(place.window, "attendance")
    shelf.room.leave()
    _read(stage, desk, shelf)
    stage.during(partial(ask_day, shelf, "Reporter", "Reporter", local_now, wanted=True), "another day")
    stage.during(partial(ask_indicators, shelf, [Choice("c", text)]), "indicators")
    shelf.close_form()


def _read(stage: "Stage", desk: TaintedDesk, shelf: ReunionsShelf) -> None:
    text, meeting = stage.text, shelf.meeting
    dialogs = (
        MinutesDialog(shelf, meeting, lambda: None),
        YearDialog(shelf, meeting, local_now, lambda _rec: None),
        DecisionsDialog(shelf, meeting, lambda _rec: None),
        SinceDialog(shelf, meeting),
    )
    lines = [replace(each, nom=text) for each in YEAR.lignes]
    meeting.shown.emit((f"titre\t{text}", f"ligne\t{text}\t{text}", f"puce\t{text}"))
    meeting.shown.emit(replace(YEAR, texte=text, citation=text, lignes=lines))
    meeting.shown.emit((DecisionLine("r", text, 1, text, text, None, retard=True),))
    meeting.shown.emit((SinceLine(text, text, text, text, text, memes=False),))
    for dialog in dialogs:
        dialog.show()
        stage.look(dialog, type(dialog).__name__)
        dialog.close()
        meeting.shown.disconnect(dialog.show_found)
