"""The language of the windows: our texts, Qt's own words, and how Qt writes dates and numbers."""

import json

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from mvl_desktop import i18n
from ui.resources import resource

_PLACES = {
    "fr": QLocale(QLocale.Language.French, QLocale.Country.France),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_NAME = "langue"


class MissingWords(QTranslator):
    """What Qt does not say in French yet, as in the window that asks for a file; asked last."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        path = resource("traductions", i18n.SOURCE, "qt.json")
        self._words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))

    def translate(self, _context: str, source: str, _about: str | None = None, _number: int = -1) -> str | None:
        """Return the French of a word, or None, which lets the English be."""
        return self._words.get(source)

    def isEmpty(self) -> bool:  # noqa: N802 - the name is Qt's
        """Say that there is something in it."""
        return False


def use_language(app: QApplication, language: str) -> None:
    """Show windows made from now on in this language; in French when it is none that is known."""
    i18n.use(language, resource("traductions"))
    place = _PLACES.get(i18n.language(), _PLACES[i18n.SOURCE])
    QLocale.setDefault(place)
    for former in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(former)
        former.deleteLater()
    if place is _PLACES[i18n.SOURCE]:
        missing = MissingWords(app)
        missing.setObjectName(_NAME)
        app.installTranslator(missing)
    words = QTranslator(app)
    words.setObjectName(_NAME)
    if words.load(place, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
