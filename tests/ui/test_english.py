"""The windows in English: nothing French is left but what people typed; dates, numbers and Qt's words follow."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from mvl_desktop import i18n
from mvl_desktop.i18n import _, ngettext
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk, conflict
from tests.ui.walk import mnemonics
from ui.language import use_language
from ui.main import Workplace
from ui.messages import sentence
from ui.resources import resource
from ui.text import count, hour, long_date, moment, parse_date, size, thousands
from ui.theme import Theme
from ui.values import Espace, Member

NOON = datetime(2026, 11, 21, 14, 3, tzinfo=UTC)
FRENCH = re.compile(r"[àâçèêëîïôûùœÀÂÇÈÊŒ«»\u202f]|\b(de|du|des|le|la|les|un|une|est|pour|aucun|fiche)\b|\u00a0:")
# Names of people and places, as they are typed or fixed by law; words that English keeps; what the fake post says.
KEPT = (
    "À envoyer",
    "Informer d’un risque",
    "Demander un avis",
    "Camille Exemple",
    "Stage de jeûne",
    "Délégation de l’Ain",
    "Département",
    "Français",
)


@pytest.fixture
def english(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", os.environ.get("LANGUAGE", ""))
    use_language(qapp, "en")
    yield
    use_language(qapp, i18n.SOURCE)


def said(window: QWidget) -> Iterator[str]:
    """Give every text that the widgets of a window hold, shown or said to a screen reader."""
    for widget in (window, *window.findChildren(QWidget)):
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QGroupBox):
            yield widget.title()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        if isinstance(widget, QTabWidget):
            yield from (widget.tabText(place) for place in range(widget.count()))
    for action in window.findChildren(QAction):
        yield action.text()


def french(window: QWidget) -> list[str]:
    """Return the texts of a window that are still French."""
    left = []
    for text in said(window):
        bare = text
        for kept in KEPT:
            bare = bare.replace(kept, "")
        if FRENCH.search(bare):
            left.append(text)
    return sorted(set(left))


@pytest.fixture
def place(
    english: None, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme
) -> Workplace:
    rec = desk.add("signalement", objet="Fasting course", recu_le="2026-11-03", reference="01-2026-K7-0012")
    desk.add("fiche-conduite", titre="Child in danger", declencheur="A call", etapes=["Listen"], statut="brouillon")
    desk.found_conflicts = [conflict(rec, "objet", "Subject")]
    desk.espace_list = [Espace("e1", "Ain", "admin")]
    desk.member_list = [Member("d1", "Alex", "K7", "Ain", "e1", "admin", "actif", ici=True)]
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.resize(1280, 800)
    made.window.show()
    made.start()
    return made


def test_no_page_of_the_window_is_left_in_french(place: Workplace, desk: MemoryDesk) -> None:
    left: dict[str, list[str]] = {}
    for number in range(place.window.nav.count()):
        place.window.nav.setCurrentRow(number)
        QApplication.processEvents()
        left[place.window.current_title] = french(place.window)
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.new()
    left["form"] = french(place.window)
    place.window.show_page(place.fiches_view)
    place.fiches_view.open(place.fiches_view.page.lines[0].id)
    left["reader"] = french(place.window)
    place.fiches_view.reader.edit_button.click()
    left["editor"] = french(place.window)
    assert {name: texts for name, texts in left.items() if texts} == {}


def test_no_english_letter_serves_twice(place: Workplace, desk: MemoryDesk) -> None:
    menus = [action.text()[action.text().index("&") + 1].lower() for action in place.window.menuBar().actions()]
    states: list[Callable[[], object]] = [
        partial(place.window.nav.setCurrentRow, number) for number in range(place.window.nav.count())
    ]
    fiche = place.fiches_view.page.declaration.kind
    rec = next(rec for rec, record in desk.records.items() if record.kind == fiche)
    reading = [lambda: place.window.show_page(place.fiches_view), lambda: place.fiches_view.open(rec)]
    writing = [lambda: place.window.show_page(place.pages["signalement"]), place.pages["signalement"].new]
    for number, enter in enumerate([*states, *reading, *writing]):
        enter()
        QApplication.processEvents()
        letters = sorted(mnemonics(place.window) + menus)
        assert (number, letters) == (number, sorted(set(letters)))


def test_dates_times_numbers_and_sizes_are_english(english: None) -> None:
    assert long_date(date(2026, 11, 1)) == "1\u00a0November\u00a02026"
    assert hour(NOON) == "14:03"
    assert moment(NOON, NOON.date()) == "today at 14:03"
    assert thousands(1234567) == "1,234,567"
    assert size(1_234_000) == "1.2\u00a0MB"
    assert [count(n, "day", "days") for n in (0, 1, 2)] == ["0\u00a0days", "1\u00a0day", "2\u00a0days"]
    assert parse_date("yesterday", date(2026, 11, 21)) == date(2026, 11, 20)


def test_errors_are_told_in_english(english: None) -> None:
    assert sentence("non_deverrouille") == "The workstation is locked. Give the passphrase to open it."


def test_nothing_is_singular_in_french_and_plural_in_english(qapp: QApplication) -> None:
    def spoken() -> list[str]:
        return [ngettext("{n} fiche", "{n} fiches", n).format(n=n) for n in (0, 1, 2)]

    assert spoken() == ["0 fiche", "1 fiche", "2 fiches"]
    use_language(qapp, "en")
    assert spoken() == ["0 sheets", "1 sheet", "2 sheets"]
    use_language(qapp, "fr")
    assert spoken() == ["0 fiche", "1 fiche", "2 fiches"]


def test_an_unknown_language_is_french_and_an_unknown_text_stays(qapp: QApplication) -> None:
    use_language(qapp, "tlh")
    assert i18n.language() == "fr"
    assert _("Texte que personne n’a traduit") == "Texte que personne n’a traduit"
    assert _("") == ""


def test_what_qt_says_by_itself_follows(qapp: QApplication) -> None:
    def cancel() -> str:
        return QCoreApplication.translate("QPlatformTheme", "Cancel")

    use_language(qapp, "fr")
    assert (cancel(), QLocale().language()) == ("Annuler", QLocale.Language.French)
    use_language(qapp, "en")
    assert (cancel(), QLocale().language()) == ("Cancel", QLocale.Language.English)
    use_language(qapp, "fr")


def test_each_language_that_may_be_chosen_has_its_catalogue() -> None:
    from ui.preferences import LANGUAGES

    for language in LANGUAGES:
        i18n.use(language, resource("traductions"))
        assert i18n.language() == language
    i18n.use(i18n.SOURCE, resource("traductions"))
