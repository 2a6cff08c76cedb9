"""A list, one item a line, beside a line that proposes items: what is chosen is added, what is typed stays free."""

from mvl_desktop.i18n import _
from ui.widgets.narratives import LinesEditor
from ui.widgets.suggestions import Propose, SuggestLine


class SuggestedLines(LinesEditor):
    """Lines, and some letters to find one more."""

    def __init__(self, propose: Propose, *, texts: bool = True) -> None:
        """`texts`: what is proposed comes from the library; else from the annuaire."""
        super().__init__()
        self._texts = texts
        self.finder = SuggestLine(self._propose_more)
        self._propose = propose
        of_texts = _("Ajouter de la bibliothèque\u00a0: tapez un article, un mot")
        self.finder.setPlaceholderText(of_texts if texts else _("Ajouter de l’annuaire\u00a0: tapez quelques lettres"))
        self.finder.chosen.connect(self._on_chosen)
        self.finder.returnPressed.connect(self._on_return)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.finder)

    def name(self, text: str) -> None:
        """Name the area, the line and its proposals."""
        super().name(text)
        said = (
            _("{field}\u00a0: ajouter de la bibliothèque") if self._texts else _("{field}\u00a0: ajouter de l’annuaire")
        )
        self.finder.name(said.format(field=text), _("{field}\u00a0: propositions").format(field=text))

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        super().set_locked(locked)
        self.finder.setVisible(not locked)

    def _propose_more(self, typed: str) -> list[str]:
        held = self.value()
        here = held if isinstance(held, list) else []
        return [text for text in self._propose(typed) if text not in here]

    def _on_chosen(self, said: str) -> None:
        self.finder.clear()
        # The completer writes its choice after it has told of it.
        self.finder.popup.hide()
        held = self.value()
        self.set_value([*(held if isinstance(held, list) else []), said])
        self.edited.emit()
        self.left.emit()

    def _on_return(self) -> None:
        if said := self.finder.only():
            self._on_chosen(said)
