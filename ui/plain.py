"""Labels, boxes and tooltips that show text as it is. No user's text is ever read as HTML, no link opens by itself."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QPlainTextEdit, QPushButton, QWidget

from mvl_desktop.i18n import _


def label(text: str = "", name: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label that shows its text literally. `name` and `tone` choose its style."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setOpenExternalLinks(False)
    if name:
        made.setObjectName(name)
    if tone:
        made.setProperty("ton", tone)
    made.setWordWrap(wrap)
    return made


def button(text: str, rank: str = "") -> QPushButton:
    """Return a button; `rank` is `premier` for the one that goes on, `lien`, `danger`, or nothing."""
    made = QPushButton(text)
    if rank:
        made.setProperty("rang", rank)
    made.setAutoDefault(False)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a widget already shown."""
    set_style(widget, "ton", tone)


def set_style(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet reads."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def hint(text: str) -> str:
    """Return a tooltip that shows this text literally, whatever it holds.

    Qt reads a tooltip as HTML when it looks like it, and has no switch against that: the text is escaped and said to
    be HTML, always.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f"<span>{escaped}</span>"


def announce(widget: QWidget, text: str) -> None:
    """Tell screen readers what a sighted person just saw appear."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class PlainText(QPlainTextEdit):
    """A text area that takes and shows text only: a paste loses its formats, and no resource is ever loaded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:  # noqa: N802 - the name is Qt's
        """Give nothing: what a text names is never fetched."""
        return None


def ask(parent: QWidget | None, title: str, text: str, yes: str, no: str = "", *, danger: bool = False) -> bool:
    """Ask a question whose buttons say what they do; Escape is no."""
    box = _box(parent, title, text, QMessageBox.Icon.Warning if danger else QMessageBox.Icon.Question)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    set_style(accept, "rang", "danger" if danger else "premier")
    refuse = box.addButton(no or _("Annuler"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse if danger else accept)
    box.setEscapeButton(refuse)
    box.exec()
    answer = box.clickedButton() is accept
    box.deleteLater()
    return answer


def tell(parent: QWidget | None, title: str, text: str, *, trouble: bool = False) -> None:
    """Say something that must be read before going on."""
    box = _box(parent, title, text, QMessageBox.Icon.Warning if trouble else QMessageBox.Icon.Information)
    box.addButton(_("Fermer"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    box.deleteLater()


def _box(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    for inside in box.findChildren(QLabel):
        inside.setOpenExternalLinks(False)
    return box
