"""A bilan: prepared, what it says, the question before it is frozen, frozen."""

from typing import TYPE_CHECKING

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.views.bilans import BilanShelf

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace

SCENES = (
    "116-bilan-en-preparation",
    "116a-figer-un-bilan",
    "116b-bilan-fige",
    "95-refus-bilan",
    "116c-fiches-d-un-bilan",
)


def bilans(studio: Studio, place: "Workplace", desk: "Desk") -> None:
    """Take them all."""
    if not any(map(studio.wants, SCENES)):
        return
    room = place.convention_view
    place.window.show_page(room)
    shelf = room.show_kind("bilan")
    if not isinstance(shelf, BilanShelf):
        return
    shelf.prepare()
    studio.until(lambda: shelf.is_open and shelf.life.seen is not None)
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    studio.shoot(place.window, SCENES[0])
    studio.dialog(shelf.page.ask_freezing, SCENES[1])
    refuse(studio, place.window, shelf.page, SCENES[3])
    desk.freeze_bilan(shelf.life.rec)
    shelf.form.refresh()
    shelf.life.look()
    studio.until(lambda: shelf.life.seen is not None and shelf.life.seen.fige)
    studio.shoot(place.window, SCENES[2])
    studio.dialog(shelf.page.open_chosen, SCENES[4])
    shelf.close_form()
