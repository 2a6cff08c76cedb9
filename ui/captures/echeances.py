"""The page « À faire », its questions, the rules of deadlines, and the deadlines of a record in its form."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.echeance_values import TOUT, DuesSeen, DueWish
from ui.timing import local_now

if TYPE_CHECKING:
    from ui.main import Workplace
    from ui.views.todo import TodoView


SCENES = (
    "14-a-faire",
    "14b-echeance-tenue",
    "14c-reporter-echeance",
    "14d-echeance-sans-objet",
    "14e-ajouter-echeance",
    "14f-exporter-agenda",
    "14g-regles-echeances",
    "14h-changer-regle",
    "14i-rien-a-faire",
    "14j-horloge-douteuse",
    "14k-echeances-du-signalement",
    "95-refus-a-faire",
)


def echeances(studio: Studio, place: "Workplace", rec: str) -> None:
    """Take them all."""
    if not any(map(studio.wants, SCENES)):
        return
    view = place.todo_view
    place.window.show_page(view)
    studio.until(lambda: view.todo.seen is not None)
    view.todo.choose(DueWish(TOUT))
    studio.until(lambda: view.todo.wish.qui == TOUT and bool(view.lines))
    studio.shoot(place.window, "14-a-faire")
    studio.dialog(view.say_kept, "14b-echeance-tenue")
    studio.dialog(view.ask_put_off, "14c-reporter-echeance")
    studio.dialog(view.ask_set_aside, "14d-echeance-sans-objet")
    studio.dialog(view.ask_one_more, "14e-ajouter-echeance")
    studio.dialog(view.ask_export, "14f-exporter-agenda")
    studio.dialog(view.show_rules, "14g-regles-echeances")
    studio.dialog(view.show_rules, "14h-changer-regle", by=[lambda dialog: dialog.change.click()])
    refuse(studio, place.window, view, "95-refus-a-faire")
    _states(studio, place, view)
    _of_form(studio, place, rec)


def _states(studio: Studio, place: "Workplace", view: "TodoView") -> None:
    kept = view.todo.seen

    def show(seen: DuesSeen | None) -> None:
        view.todo.seen = seen
        view.todo.changed.emit()

    day = local_now().date()
    studio.shoot(place.window, "14i-rien-a-faire", partial(show, DuesSeen(day)))
    if kept is not None:
        doubtful = replace(kept, douteuse=True, plus=True, jour=day + timedelta(days=1))
        studio.shoot(place.window, "14j-horloge-douteuse", partial(show, doubtful))
    show(kept)


def _of_form(studio: Studio, place: "Workplace", rec: str) -> None:
    if not studio.wants("14k-echeances-du-signalement"):
        return
    place.todo_view.wants_record.emit("signalement", rec)
    form = place.pages["signalement"].form_view
    studio.until(lambda: form.form.record is not None and form.form.record.id == rec)
    studio.settle()
    studio.shoot(place.window, "14k-echeances-du-signalement", partial(form.scroll_to, "echeances"))
    place.pages["signalement"].close_form()
