"""The language of the windows: our texts, Qt's own words, and how Qt writes dates and numbers."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from mvl_desktop import i18n
from ui.resources import resource

_PLACES = {
    "fr": QLocale(QLocale.Language.French, QLocale.Country.France),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_NAME = "langue"


def use_language(app: QApplication, language: str) -> None:
    """Show windows made from now on in this language; in French when it is none that is known."""
    i18n.use(language, resource("traductions"))
    place = _PLACES.get(i18n.language(), _PLACES[i18n.SOURCE])
    QLocale.setDefault(place)
    for former in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(former)
        former.deleteLater()
    words = QTranslator(app)
    words.setObjectName(_NAME)
    if words.load(place, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
