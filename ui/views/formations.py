"""The tab of sensibilisations and formations: the list, the phases above the form, who was reached."""

from collections.abc import Callable
from typing import Protocol

from mvl_desktop.i18n import _
from ui.background import Background
from ui.icons import icon
from ui.plain import button, hint
from ui.timing import Now
from ui.view_models.coverage import CoverageDesk
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.formation_couverture import CouvertureDialog
from ui.views.formation_panel import FormationPanel
from ui.views.formation_seances import SessionsPage
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf, ShelfDesk


class FormationDesk(ShelfDesk, CoverageDesk, Protocol):
    """What this tab asks of the post."""


class FormationShelf(KindShelf):
    """Actions of training."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: FormationDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self._desk, self._background, self._clock = desk, background, now
        self.panel: FormationPanel | None = None
        self.sessions: SessionsPage | None = None
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.coverage_button = button(_("Qui a été touché…"), "lien")
        self.coverage_button.setIcon(icon("chart-bar"))
        self.coverage_button.setToolTip(hint(_("Séances, personnes et heures, par département et par public")))
        self.coverage_button.clicked.connect(lambda _on: self.show_coverage())
        self.filters.offer(self.coverage_button)

    def show_coverage(self) -> None:
        """Show who was reached."""
        dialog = CouvertureDialog(self.window(), self._desk, self._desk, self._background, self._clock)
        dialog.wants_record.connect(self.wants_other)
        dialog.exec()
        dialog.deleteLater()

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = make()
        self.panel = FormationPanel(self.form, self._clock)
        self.sessions = sessions = SessionsPage(self.form, self._desk, self._clock, made.save)
        made.add_tab(sessions, _("Séances"), "calendar-blank")
        made.show_on_top(self.panel)
        made.show_on_top(self.standing)

        def note() -> None:
            made.tabs.setCurrentWidget(sessions)
            sessions.line.focus_first()

        self.panel.wants_session.connect(note)
        return made
