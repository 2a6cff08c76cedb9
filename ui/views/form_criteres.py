"""The criteria of a grid, written in their order: a new one gets its code and a family, any of them can be moved."""

from PySide6.QtWidgets import QPushButton

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import announce, button, hint
from ui.text import visible
from ui.view_models.criteres import next_code
from ui.view_models.record_form import RecordForm
from ui.widgets.elements import ElementCard, ElementsEditor, FieldsMaker, Summary


class CriteresEditor(ElementsEditor):
    """Elements in an order. A new one takes the next code of the grid and the family of the one before it."""

    def __init__(self, field: DeclaredField, make_fields: FieldsMaker, summary: Summary, form: RecordForm) -> None:
        super().__init__(field, make_fields, summary)
        self._form = form
        self.taken: set[str] = set()
        """Every code that a criterion of this grid ever had."""
        self.arrows: dict[ElementCard, tuple[QPushButton, QPushButton]] = {}

    def set_value(self, value: object) -> None:
        """Show criteria, and remember their codes: they are never given again."""
        super().set_value(value)
        self._remember()

    def shift(self, card: ElementCard, by: int) -> None:
        """Move a criterion up or down; the focus goes with it."""
        place = self.cards.index(card)
        wanted = place + by
        if not 0 <= wanted < len(self.cards):
            return
        held = [each.values() for each in self.cards]
        held.insert(wanted, held.pop(place))
        opened = card.fold.isChecked()
        card.fold.setChecked(False)
        for each, values in zip(self.cards, held, strict=True):
            each.show_values(values)
        there = self.cards[wanted]
        there.fold.setChecked(opened)
        self._arm()
        arrow = self.arrows[there][0 if by < 0 else 1]
        (arrow if arrow.isEnabled() else there.fold).setFocus()
        self.edited.emit()
        self.left.emit()
        said = _("{critere}, maintenant à la place {n} sur {total}")
        announce(self, said.format(critere=visible(there.fold.summary), n=wanted + 1, total=len(self.cards)))

    def set_locked(self, locked: bool) -> None:
        """Let criteria be read and not changed."""
        super().set_locked(locked)
        for up, down in self.arrows.values():
            up.setVisible(not locked)
            down.setVisible(not locked)

    def _insert(self, index: int) -> ElementCard:
        card = super()._insert(index)
        up, down = self._arrow(card, -1), self._arrow(card, 1)
        self.arrows[card] = (up, down)
        for place, made in enumerate((up, down), 1):
            card.line.insertWidget(place, made)
            made.setVisible(not self._locked)
        self._arm()
        return card

    def _take(self, index: int) -> None:
        self.arrows.pop(self.cards[index], None)
        super()._take(index)
        self._arm()

    def _on_add(self) -> None:
        self._remember()
        typed = self._form.typed
        code = next_code(str(typed.champs.get("code") or "") if typed else "", self.taken)
        before = self.cards[-1].values().get("famille") if self.cards else None
        super()._on_add()
        card = self.cards[-1]
        card.show_values({"code": code, **({"famille": before} if before else {})})
        self.taken.add(code)
        card.fields.focus("libelle")
        self.edited.emit()

    def _remember(self) -> None:
        self.taken |= {code for card in self.cards if isinstance(code := card.values().get("code"), str)}

    def _arrow(self, card: ElementCard, by: int) -> QPushButton:
        made = button("", "lien")
        made.setIcon(icon("caret-up" if by < 0 else "caret-down"))
        made.clicked.connect(lambda _on: self.shift(card, by))
        return made

    def _arm(self) -> None:
        """Name each arrow by its criterion, and put those that lead nowhere out of reach."""
        for place, card in enumerate(self.cards):
            if card not in self.arrows:
                continue
            up, down = self.arrows[card]
            for made, said in ((up, _("Monter\u00a0: {critere}")), (down, _("Descendre\u00a0: {critere}"))):
                told = said.format(critere=card.fold.title)
                made.setAccessibleName(told)
                made.setToolTip(hint(told))
            up.setEnabled(place > 0)
            down.setEnabled(place < len(self.cards) - 1)
