"""Every dialog of an opened post, opened by what opens it for a person."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from ui.captures.posts import NoWatch
from ui.captures.studio import Studio
from ui.export_values import ListWish
from ui.plain import ask, tell
from ui.views.dialogs import ConfirmReport
from ui.views.enrolment import AcceptForm, CodeDialog
from ui.views.export_list import ExportRegisterDialog
from ui.views.fiches_target import TargetDialog
from ui.views.palette import PaletteDialog

if TYPE_CHECKING:
    from ui.main import Workplace

_CODE = "48213" * 6


def dialogs(studio: Studio, place: "Workplace") -> None:
    """Take them all."""
    _of_list(studio, place)
    _of_exchanges(studio, place)
    _of_posts(studio, place)
    studio.dialog(place.comforts.show_preferences, "80-preferences")
    studio.dialog(place.comforts.show_setup, "81-premiers-pas")
    studio.dialog(place.comforts.show_security, "81-securite")
    studio.dialog(place.comforts.show_custody, "84-gardiens")
    for name, title in (("82-a-propos", "À propos"), ("83-raccourcis", "Raccourcis")):
        command = next(each for each in place.window.commands() if each.title.startswith(title))
        studio.dialog(command.do, name)


def _of_list(studio: Studio, place: "Workplace") -> None:
    page = place.pages["signalement"]
    place.window.show_page(page)
    filters = page.filters
    for name, field in (
        ("24-filtre-codes", "niveau"),
        ("24-filtre-date", "recu_le"),
        ("24-filtre-lieu", "departement"),
    ):
        studio.dialog(partial(filters.choose, field), name)
    studio.dialog(filters.choose_columns, "25-colonnes")
    page.records.filter("niveau", (("niveau", "a_risque"),))
    studio.settle()
    kept = filters.kept.menu()
    keep = next(each for each in kept.actions() if each.text().startswith("Garder"))
    studio.dialog(keep.trigger, "26-garder-la-recherche")
    page.records.clear()
    studio.dialog(page.ask_export, "28-exporter-la-liste")
    wish = ListWish(page.records.wanted, ("reference", "recu_le"), "reunion", "Comité de pilotage fictif")
    for ending in ("xlsx", "csv"):
        place.desk.export_list(wish, studio.folder / f"liste.{ending}")
    _made(studio, lambda: ExportRegisterDialog(place.window, page.records.leaving), "28b-registre-des-exports")
    menu = filters.add.menu()
    menu.popup(filters.add.mapToGlobal(filters.add.rect().bottomLeft()))
    studio.shoot(menu, "27-menu-filtrer")
    menu.close()

    def look_for(dialog: QDialog) -> None:
        if isinstance(dialog, PaletteDialog):
            dialog.typed.setText("jeun")
            studio.until(lambda: dialog.list.count() > 0)

    studio.dialog(place.window.wants_palette.emit, "23-palette", look_for)


def _of_exchanges(studio: Studio, place: "Workplace") -> None:
    place.window.show_page(place.exchange_view)
    studio.dialog(place.exchange_view.ask_export, "61-preparer-un-lot")
    report = place.desk.examine_lot(studio.folder / "retour.mvl", NoWatch())
    _made(studio, lambda: ConfirmReport(place.window, report), "62-contenu-du-lot")
    place.window.show_page(place.fiches_view)
    _made(studio, lambda: TargetDialog(place.window, place.fiches_view.page), "43-appliquer-a")


def _of_posts(studio: Studio, place: "Workplace") -> None:
    posts = place.posts_view
    place.window.show_page(posts)
    studio.until(lambda: bool(place.posts.members))
    for name, asked in (
        ("71-inviter", posts.ask_invite),
        ("74-fonder", posts.ask_found),
        ("75-heberger", posts.ask_publish),
    ):
        studio.dialog(asked, name)
    others = (line for line, member in enumerate(place.posts.shown) if not member.ici)
    posts.table.selectRow(next(others, 0))
    studio.settle()
    studio.dialog(posts.ask_role, "71b-changer-le-role")
    for place_of, name in ((1, "70d-cles"), (2, "70e-quarantaine"), (0, "70-postes-personnes")):
        posts.tabs.setCurrentIndex(place_of)
        studio.shoot(place.window, name)
    studio.dialog(posts.ask_revoke, "76-revoquer")
    _made(studio, lambda: CodeDialog(place.window, _CODE), "72-code")
    _made(studio, lambda: AcceptForm(place.window), "73-accepter")
    studio.dialog(
        lambda: ask(posts, "Révoquer", "La révocation ne s’annule pas.", "Révoquer", danger=True), "77-question"
    )
    studio.dialog(lambda: tell(posts, "Document écrit", "La fiche est imprimée."), "78-message")


def _made(studio: Studio, make: Callable[[], QDialog], name: str) -> None:
    def opened() -> None:
        dialog = make()
        dialog.exec()
        dialog.deleteLater()

    studio.dialog(opened, name)
