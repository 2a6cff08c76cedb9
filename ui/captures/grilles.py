"""Grids: the library, the editor, one answered as on the phone, read again in a newer version, and what is refused."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mvl_desktop.domain.relecture import ACCORDER, PARTIES, PROPOSER, REPRENDRE, RETIRER
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.views.fiches_review import REMARQUER, REMARQUES, replacements
from ui.views.form_grilles import GrillesEditor
from ui.views.grille_picker import GrillePicker
from ui.views.grilles_review import ask_for_grille

if TYPE_CHECKING:
    from ui.main import Workplace
    from ui.views.record_form import RecordFormView

_CODES = ("observe", "rapporte", "absent", "rapporte", "inconnu", "observe")


def grilles(studio: Studio, place: "Workplace", rec: str) -> None:
    """Take them all; what is answered is given up at the end."""
    if not any(studio.wants(name) for name in ("47-grilles", "48-entretien", "49-relire-une-grille")):
        return
    _library(studio, place)
    _written(studio, place)
    _answered(studio, place, rec)


def _library(studio: Studio, place: "Workplace") -> None:
    view = place.grilles_view
    place.window.show_page(view)
    studio.settle()
    if not view.page.lines:
        view.page.add_defaults()
    studio.until(lambda: len(view.page.lines) > 1)
    studio.shoot(place.window, "47-grilles")
    view.open(_by_code(place, "F10"))
    studio.until(lambda: view.form.record is not None)
    studio.shoot(place.window, "47b-grille-lue")
    refuse(studio, place.window, view.reader, "95-refus-grille")
    others = replacements(view.page.lines, _by_code(place, "F10"))
    studio.dialog(partial(ask_for_grille, view, RETIRER, "", 1, others), "47g-retirer-une-grille")
    studio.dialog(partial(ask_for_grille, view, ACCORDER, "ars", 1), "47i-valider-une-grille")
    studio.dialog(partial(view.reader.review.wants.emit, REMARQUER), "47j-remarquer-une-grille")
    studio.dialog(partial(view.reader.review.wants.emit, REMARQUES), "47k-remarques-d-une-grille")
    studio.dialog(view.compare_versions, "47h-versions-de-la-grille", lambda _dialog: studio.settle())
    view.open(_by_code(place, "EMP"))
    studio.until(lambda: view.form.record is not None and view.form.record.titre.startswith("Emprise"))
    studio.shoot(place.window, "47c-grille-de-clinicien")
    view.close_form()
    studio.settle()
    refuse(studio, place.window, view, "95-refus-grilles")
    kept = view.page.lines

    def none() -> None:
        view.page.lines = ()
        view.page.changed.emit()

    studio.shoot(place.window, "47d-aucune-grille", none)
    view.page.lines = kept
    view.page.changed.emit()
    view.search.setText("introuvable")
    studio.until(lambda: not view.page.lines)
    studio.shoot(place.window, "47e-grilles-aucun-resultat")
    view.search.clear()
    studio.until(lambda: bool(view.page.lines))


def _written(studio: Studio, place: "Workplace") -> None:
    view = place.grilles_view
    view.open(_by_code(place, "MIN"))
    studio.until(lambda: view.form.record is not None and view.form.record.titre.startswith("Mineur"))
    view.reader.edit_button.click()
    studio.until(lambda: view.is_writing)
    studio.shoot(place.window, "47f-grille-en-ecriture", partial(view.form_view.scroll_to, "criteres"))
    view.close_form()
    view.close_form()


def _answered(studio: Studio, place: "Workplace", rec: str) -> None:
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    view = page.form_view
    studio.until(lambda: view.form.record is not None and view.form.record.id == rec)
    editor = view.fields("grilles").editors["grilles"]
    if not isinstance(editor, GrillesEditor):
        return
    studio.until(lambda: bool(view.reperage.grilles))
    studio.shoot(place.window, "48a-reperage", partial(view.scroll_to, "grilles"))
    studio.dialog(editor.open.click, "48b-ouvrir-une-grille")
    studio.dialog(editor.open.click, "48c-grille-refusee", partial(_search, studio))
    studio.dialog(editor.open.click, "48h-lire-une-grille", by=(partial(_read, studio),))
    view.reperage.open(_by_code(place, "MIN"))
    studio.until(lambda: view.interview.view is not None)
    made = view.interview.view
    if made is None:
        return
    studio.shoot(place.window, "48-entretien")
    for code in _CODES:
        made.answer(code)
    view.reperage.ask_called()
    studio.settle()
    studio.shoot(place.window, "48d-entretien-en-cours")
    made.interview.go(0)
    made.answer("documente")
    studio.shoot(place.window, "48e-entretien-documente")
    studio.shoot(place.window, "48f-fiches-appelees", partial(made.area.ensureWidgetVisible, made.side.context))
    studio.shoot(place.window, "48i-tous-les-criteres", partial(made.show_list, shown=True))
    made.show_list(shown=False)
    refuse(studio, place.window, made, "95-refus-entretien")
    made.finish.click()
    studio.settle()
    studio.shoot(place.window, "48g-grille-remplie", partial(view.scroll_to, "grilles"))
    _read_again(studio, place, view)
    view.form.discard()
    studio.until(lambda: not view.form.can_save)
    page.close_form()


def _read_again(studio: Studio, place: "Workplace", view: "RecordFormView") -> None:
    """Let the grid have a second version, and read the answers again in it."""
    _agree(place, _by_code(place, "MIN"))
    typed = place.desk.edit(_by_code(place, "MIN"))
    held = typed.champs.get("criteres")
    criteres = [dict(each) for each in held] if isinstance(held, list) else []
    criteres[0]["libelle"] = "Isolement, vie sociale perdue ou empêchée"
    criteres.pop(2)
    criteres.append(
        {"code": "MIN-12", "libelle": "Séjours répétés loin des siens", "famille": "Sa vie de tous les jours"}
    )
    place.desk.save(replace(typed, champs={**typed.champs, "criteres": criteres}))
    view.reperage.look_again()
    studio.until(lambda: any(each.plus_recente for each in view.reperage.known.values()))
    studio.shoot(place.window, "49b-version-plus-recente", partial(view.scroll_to, "grilles"))
    remplie = next(iter(view.reperage.known))
    studio.dialog(partial(view.reperage.read_again, remplie), "49-relire-une-grille")


def _agree(place: "Workplace", rec: str) -> None:
    """Let both parties agree on a grid, each in a name of its own, and take it up again: its next version begins."""
    desk = place.desk
    said = desk.introduction()
    desk.advance_fiche(rec, PROPOSER)
    for partie, nom in zip(PARTIES, ("Camille Exemple", "Claude Essai"), strict=True):
        desk.introduce(replace(said, nom=nom, fonction=""))
        desk.advance_fiche(rec, ACCORDER, partie=partie)
    desk.introduce(said)
    desk.advance_fiche(rec, REPRENDRE)


def _search(studio: Studio, dialog: GrillePicker) -> None:
    dialog.search.setText("clinicien")
    studio.settle()


def _read(studio: Studio, dialog: GrillePicker) -> None:
    _search(studio, dialog)
    dialog.read.click()


def _by_code(place: "Workplace", code: str) -> str:
    """Return the id of a grid of the demonstration."""
    return next(line.id for line in place.desk.grilles(None) if line.code == code)
