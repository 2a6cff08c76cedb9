"""Letters: the choice of a template, a letter beside its page, what is to be settled, the gestures that follow."""

from functools import partial
from typing import TYPE_CHECKING

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.courrier_values import Letterhead
from ui.view_models.modeles import KIND
from ui.views.form_courriers import CourriersEditor
from ui.views.form_modele import TemplateBody
from ui.views.letter_dialog import LetterDialog
from ui.views.modeles import ModelesView

if TYPE_CHECKING:
    from ui.main import Workplace
    from ui.views.record_form import RecordFormView

_NAMES = ("70-courriers", "71-courrier", "72-", "73-", "74-", "75-", "76-", "77-", "78-")
HEAD = Letterhead(
    "Service fictif de vigilance",
    "1, place de l’Exemple\n01000 Bourg-en-Bresse",
    "04 00 00 00 00",
    "service@exemple.fr",
    "Bourg-en-Bresse",
    "Camille Exemple",
    "La référente,",
)


def courriers(studio: Studio, place: "Workplace", rec: str) -> None:
    """Take them all; the letter stays in the demonstration."""
    if not any(studio.wants(name) for name in _NAMES):
        return
    place.desk.set_letterhead(HEAD)
    place.desk.add_default_templates()
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    view = page.form_view
    studio.until(lambda: view.form.record is not None and view.form.record.id == rec)
    editor = view.fields("courriers").editors["courriers"]
    if not isinstance(editor, CourriersEditor):
        return
    studio.dialog(
        editor.new.click, "70-choisir-un-modele", lambda dialog: studio.until(lambda: dialog.list.count() > 0)
    )
    letter = _written(place, rec)
    view.letters.letters.refresh()
    studio.until(lambda: bool(view.letters.letters.lines))
    studio.shoot(place.window, "70-courriers-du-signalement", partial(view.scroll_to, "courriers"))
    _worked_on(studio, view, letter)
    page.close_form()
    _templates(studio, place)


def _written(place: "Workplace", rec: str) -> str:
    """Write a letter to the prosecutor, that says a little too much."""
    desk = place.desk
    held = desk.letters(rec)
    if held:
        return held[0].id
    template = next(each for each in desk.letter_templates(rec, "") if each.code == "PRO-01")
    return desk.write_letter(rec, template.id, "")


def _templates(studio: Studio, place: "Workplace") -> None:
    library = place.library_view
    place.window.show_page(library)
    view = library.show_kind(KIND)
    if not isinstance(view, ModelesView):
        return
    view.refresh()
    studio.until(lambda: bool(view.page.rows))
    studio.shoot(place.window, "77-modeles")
    refuse(studio, place.window, view, "95-refus-modeles")
    studio.shoot(place.window, "77a-aucun-modele", lambda: view.pages.setCurrentIndex(1))
    view.pages.setCurrentIndex(0)
    view.open(view.page.rows[0].id)
    studio.until(lambda: view.form.record is not None)
    studio.shoot(place.window, "78-modele", partial(view.form_view.scroll_to, "corps"))
    body = view.form_view.fields("corps").editors["corps"]
    if isinstance(body, TemplateBody):
        body.area.appendPlainText("Votre dossier {refference} est clos.")
        studio.shoot(place.window, "78b-modele-champ-inconnu", partial(view.form_view.scroll_to, "corps"))
        view.form.discard()
        studio.settle()
    view.close_form()


def _worked_on(studio: Studio, view: "RecordFormView", letter: str) -> None:
    def ready(dialog: LetterDialog) -> bool:
        studio.until(lambda: bool(dialog.model.seen.pages))
        return True

    def at(tab: int, dialog: LetterDialog) -> None:
        ready(dialog)
        dialog.tabs.setCurrentIndex(tab)

    def opened() -> None:
        view.letters.open(letter)

    studio.dialog(opened, "71-courrier", ready)
    studio.dialog(opened, "72-courrier-adresse", partial(at, 1))
    studio.dialog(opened, "73-courrier-verification", partial(at, 2))
    studio.dialog(opened, "71b-courrier-a-completer", lambda dialog: (ready(dialog), dialog.area.walk()))
    studio.dialog(opened, "72b-courrier-page", partial(at, 3))
    kept = (lambda dialog: (ready(dialog), dialog._on_keep("", "Exemple", "Le nom d’un témoin")),)
    studio.dialog(opened, "74-garder-un-passage", by=kept)
    studio.dialog(partial(view.letters.ask_drop, letter), "79-abandonner-un-courrier")
    wait = (lambda dialog: (ready(dialog), dialog._on_review()),)
    studio.dialog(opened, "75-relu-par", by=wait)
    studio.dialog(opened, "76-marquer-envoye", by=(lambda dialog: (ready(dialog), dialog._on_send()),))
    studio.dialog(opened, "76b-en-tete", by=(lambda dialog: (ready(dialog), dialog._on_head()),))
