"""Every dialog of an opened post, opened by what opens it for a person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from ui.captures.asked import with_file
from ui.captures.posts import NoWatch
from ui.captures.studio import Studio
from ui.export_values import ListWish
from ui.lot_values import LotLine
from ui.plain import tell
from ui.views.export_list import ExportRegisterDialog
from ui.views.lots import LotsDialog
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
    to_register = (lambda dialog: dialog.register.click(),)
    studio.dialog(page.ask_export, "28a-aucun-export", by=to_register)
    wish = ListWish(page.records.wanted, ("reference", "recu_le"), "reunion", "Comité de pilotage fictif")
    for ending in ("xlsx", "csv"):
        place.desk.export_list(wish, studio.folder / f"liste.{ending}")

    def told(register: ExportRegisterDialog) -> None:
        studio.until(lambda: register.records.rowCount() > 0)

    studio.dialog(page.ask_export, "28b-registre-des-exports", told, by=to_register)
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
    both = [studio.folder / name for name in ("suite.mvl", "retour.mvl")]
    for name, lots in (("62-contenu-du-lot", both[:1]), ("62b-contenu-des-lots", both)):
        seen = place.desk.examine_lots(lots, NoWatch())
        review = place.exchange.review(seen)
        _made(studio, partial(LotsDialog, place.window, review), name)
    told = [line for line in seen.lignes if line.kind == "signalement"]
    changed = next((line for line in told if line.sort != "connu"), told[0])
    show = partial(LotsDialog, place.window, place.exchange.review(seen))
    _made(studio, show, "62c-des-deux-cotes", by=(partial(_open_line, changed),))
    place.window.show_page(place.fiches_view)
    fiches = place.fiches_view
    studio.until(lambda: bool(fiches.page.lines))
    fiches.open(fiches.page.lines[0].id)
    studio.until(lambda: fiches.is_open)
    studio.dialog(fiches.reader.wants_choice.emit, "43-appliquer-a")
    fiches.close_form()


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
    studio.dialog(posts.ask_revoke, "77-question", by=(lambda form: form.go_on.click(),))
    studio.dialog(partial(place.posts.code.emit, _CODE), "72-code")
    with_file(studio, partial(studio.dialog, posts.ask_accept_file, "73-accepter"))
    studio.dialog(lambda: tell(posts, "Document écrit", "La fiche est imprimée."), "78-message")


def _open_line(line: LotLine, dialog: LotsDialog) -> None:
    lines = dialog.review.lines
    dialog.review.open(next(place for place in range(lines.rowCount()) if lines.line(place) == line))


def _made(studio: Studio, make: Callable[[], QDialog], name: str, by: Sequence[Callable[[Any], object]] = ()) -> None:
    def opened() -> None:
        dialog = make()
        dialog.exec()
        dialog.deleteLater()

    studio.dialog(opened, name, by=by)
