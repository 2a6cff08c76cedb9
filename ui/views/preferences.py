"""Preferences: one window, no button to apply, everything in force as soon as it is chosen."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.messages import sentence
from ui.plain import button, label
from ui.preferences import APPEARANCES, LANGUAGES, MINUTES, SCALES
from ui.text import NBSP, visible
from ui.theme import Theme
from ui.values import TextsRead
from ui.view_models.preferences import Preferences
from ui.widgets.panels import Notice, row, scrolled

LOOKS = {
    "systeme": N_("Comme le système"),
    "clair": N_("Clair"),
    "sombre": N_("Sombre"),
    "contraste": N_("Contraste élevé"),
}
_TALLEST, _SHORTEST = 0.9, 12


class PreferencesDialog(QDialog):
    """What this person likes, at this post."""

    def __init__(self, parent: QWidget | None, preferences: Preferences, theme: Theme) -> None:
        super().__init__(parent)
        self.preferences, self._theme = preferences, theme
        self.setWindowTitle(_("Préférences"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(10)
        self.notice = Notice()
        column.addWidget(self.notice)
        self._look_group(column)
        self._work_group(column)
        self._post_group(column)
        column.addStretch(1)
        close = button(_("&Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 12)
        outer.addWidget(scrolled(body), 1)
        foot = row(None, close)
        foot.setContentsMargins(24, 0, 24, 0)
        outer.addLayout(foot)
        preferences.changed.connect(self._show)
        preferences.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        theme.changed.connect(self._fit)
        self._show()
        self._fit()
        preferences.look()

    def _look_group(self, column: QVBoxLayout) -> None:
        form = _group(column, _("Affichage"))
        self.appearance, self.size_box, self.language = QComboBox(), QComboBox(), QComboBox()
        for code in APPEARANCES:
            self.appearance.addItem(_(LOOKS[code]), code)
        for scale in SCALES:
            self.size_box.addItem(f"{scale}{NBSP}%", scale)
        for code, said in LANGUAGES.items():
            self.language.addItem(said, code)
        _line(form, _("&Apparence"), self.appearance)
        _line(form, _("&Taille du texte"), self.size_box)
        _line(form, _("&Langue"), self.language, _("La langue choisie s’affichera au prochain démarrage de MVL."))
        look = self._theme.look
        self.appearance.setCurrentIndex(self.appearance.findData(look.apparence))
        self.size_box.setCurrentIndex(self.size_box.findData(look.taille))
        self.language.setCurrentIndex(self.language.findData(look.langue))
        self.appearance.activated.connect(lambda _place: self._theme.choose(apparence=self.appearance.currentData()))
        self.size_box.activated.connect(lambda _place: self._theme.choose(taille=self.size_box.currentData()))
        self.language.activated.connect(lambda _place: self._theme.choose(langue=self.language.currentData()))

    def _work_group(self, column: QVBoxLayout) -> None:
        form = _group(column, _("Saisie"))
        self.espace, self.departement = QComboBox(), QComboBox()
        _line(form, _("Espace des nouveaux &signalements"), self.espace)
        _line(form, _("&Département proposé"), self.departement)
        self.spelling = QCheckBox(_("Souligner les fautes d’&orthographe"))
        form.addRow(self.spelling)
        self.spelling.toggled.connect(lambda on: self.preferences.choose(orthographe=on))
        self.espace.activated.connect(lambda _place: self.preferences.choose_espace(self.espace.currentData()))
        self.departement.activated.connect(
            lambda _place: self.preferences.choose_departement(self.departement.currentData())
        )

    def _post_group(self, column: QVBoxLayout) -> None:
        form = _group(column, _("Ce poste"))
        self.minutes = QComboBox()
        for minutes in MINUTES:
            self.minutes.addItem(ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes), minutes)
        said = _("Sans une touche ni un geste pendant ce temps, MVL garde ce qui est tapé et se verrouille.")
        _line(form, _("&Verrouiller après"), self.minutes, said)
        self.exchanges = QCheckBox(_("É&changer automatiquement avec le service"))
        form.addRow(self.exchanges)
        self.texts = label("", wrap=True)
        title = label(_("Texte des pièces jointes"))
        form.addRow(title, self.texts)
        self.minutes.activated.connect(lambda _place: self.preferences.choose(minutes=self.minutes.currentData()))
        self.exchanges.toggled.connect(lambda on: self.preferences.choose(echanges=on))

    def _show(self) -> None:
        habits, choices = self.preferences.habits, self.preferences.choices
        widgets = (self.espace, self.departement, self.spelling, self.minutes, self.exchanges)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.minutes.setCurrentIndex(self.minutes.findData(habits.minutes))
        self.spelling.setChecked(habits.orthographe)
        self.exchanges.setChecked(habits.echanges)
        self.espace.clear()
        for espace in choices.espaces:
            self.espace.addItem(visible(espace.nom), espace.id)
        self.espace.setEnabled(len(choices.espaces) > 1)
        if not choices.espaces:
            self.espace.addItem(_("Aucun espace pour l’instant"), "")
        self.departement.clear()
        if not choices.departement:
            self.departement.addItem(_("Aucun"), "")
        for choice in choices.departements:
            self.departement.addItem(f"{choice.code} – {choice.libelle}", choice.code)
        self.departement.setCurrentIndex(max(0, self.departement.findData(choices.departement)))
        self.departement.setEnabled(bool(choices.said.nom))
        self.texts.setText(_texts(choices.textes))
        del blockers

    def _fit(self) -> None:
        """Be as tall as what is inside, within the screen; as wide as a comfortable line."""
        wide = self.fontMetrics().averageCharWidth() * 64
        screen = self.screen().availableGeometry()
        self.setMinimumWidth(min(wide, screen.width() - 80))
        tall = self.fontMetrics().lineSpacing() * 38
        self.resize(self.minimumWidth(), min(tall, int(screen.height() * _TALLEST)))


def _texts(read: TextsRead) -> str:
    """Say how many attachments the search knows the text of."""
    if not (read.lues or read.sans_texte or read.a_lire):
        return _("Aucune pièce sur ce poste.")
    said = [ngettext("{n} pièce se cherche par son texte", "{n} pièces se cherchent par leur texte", read.lues)]
    counts = [read.lues]
    if read.sans_texte:
        said.append(ngettext("{n} n’a pas de texte lisible", "{n} n’ont pas de texte lisible", read.sans_texte))
        counts.append(read.sans_texte)
    if read.a_lire:
        said.append(ngettext("{n} reste à lire", "{n} restent à lire", read.a_lire))
        counts.append(read.a_lire)
    parts = [each.format(n=count) for each, count in zip(said, counts, strict=True)]
    return ", ".join(parts) + "."


def _group(column: QVBoxLayout, title: str) -> QFormLayout:
    column.addWidget(label(title, "groupe"))
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setVerticalSpacing(8)
    column.addLayout(form)
    return form


def _line(form: QFormLayout, said: str, widget: QWidget, about: str = "") -> None:
    title = label(said)
    title.setBuddy(widget)
    if isinstance(widget, QComboBox):
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        widget.setMinimumContentsLength(_SHORTEST)
    widget.setAccessibleName(said.replace("&", ""))
    widget.setAccessibleDescription(about)
    form.addRow(title, widget)
    if about:
        form.addRow(label(about, tone="aide", wrap=True))
