"""The tabs of conventions and of fiches d’actions: the generic list and form, the line of a life, its gestures."""

from collections.abc import Callable
from typing import Protocol

from mvl_desktop.i18n import _
from ui.background import Background
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button
from ui.timing import Now
from ui.view_models.convention import ActionLife, ConventionDesk, ConventionLife
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.action_life import ActionPage
from ui.views.convention_life import ConventionPage
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf, ShelfDesk


class ConventionShelfDesk(ShelfDesk, ConventionDesk, Protocol):
    """What these tabs ask of the post."""


class ConventionShelf(KindShelf):
    """Conventions."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: ConventionShelfDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.life, self._now_life = ConventionLife(form, desk, background), now
        self._from_model, self._background = desk.begin_convention, background
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.model_button = button(_("Commencer avec le modèle"), "lien")
        self.model_button.setIcon(icon("note-pencil"))
        self.model_button.clicked.connect(self.begin_with_model)
        self.filters.offer(self.model_button)
        self.first_model = button(_("Commencer avec le modèle"))
        self.first_model.clicked.connect(self.begin_with_model)
        self.offer_first(self.first_model)

    def begin_with_model(self) -> None:
        """Make a projet from the template, and open it."""

        def done(rec: str) -> None:
            self.records.refresh()
            self.open(rec)

        self._background.run(self._from_model, done, self._on_refused_model)

    def _on_refused_model(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.notice.say(sentence(code), "danger")

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = super()._with_standing(make)
        self.page = ConventionPage(self.life, self._now_life)
        made.add_tab(self.page, _("Vie"), "handshake")
        made.show_on_top(self.page.line)
        return made


class ActionShelf(KindShelf):
    """Fiches d'actions."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: ConventionShelfDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.life = ActionLife(form, desk, background)
        super().__init__(records, form, make_form_view, desk, actions, background, now)

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = super()._with_standing(make)
        self.page = ActionPage(self.life)
        made.add_tab(self.page, _("Suivi"), "list-checks")
        return made
