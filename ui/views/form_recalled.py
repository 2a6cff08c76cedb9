"""What a form says of a copy that was recalled, or whose source was erased: why, and the two answers."""

from mvl_desktop.i18n import _
from mvl_desktop.services.moving import ERASED
from mvl_desktop.services.recalls import GARDEE
from ui.messages import sentence
from ui.plain import ask, button
from ui.text import visible
from ui.view_models.recalled import RecallDesk, RecalledCopy, recall_of
from ui.view_models.record_form import RecordForm
from ui.views.copies_forms import CopyWordsForm
from ui.widgets.panels import Notice


class RecalledNotice(Notice):
    """One sentence over the form, and two buttons; nothing for a record that nobody recalls."""

    def __init__(self, form: RecordForm, desk: RecallDesk) -> None:
        super().__init__()
        self._form = form
        self.recalled = RecalledCopy(desk, form.background)
        self.keep = button(_("Garder…"))
        self.erase = button(_("Effacer la copie…"))
        for made in (self.keep, self.erase):
            self.add(made)
        self.keep.clicked.connect(lambda _on: self.ask_keep())
        self.erase.clicked.connect(lambda _on: self.ask_erase())
        self.recalled.kept.connect(form.look_again)
        self.recalled.done.connect(lambda said: self._answered(said, "succes"))
        self.recalled.refused.connect(lambda code: self._answered(sentence(code), "danger"))
        form.opened.connect(self.show_record)

    def show_record(self) -> None:
        """Say what is asked of the record in the form."""
        typed = self._form.typed
        asked = recall_of(typed.champs) if typed is not None and typed.rec else None
        if asked is None:
            self.say("")
            return
        where = visible(str(asked.get("espace") or _("un autre espace")))
        why = visible(str(asked.get("rappel_motif") or ""))
        kept = asked.get("source") == GARDEE
        if kept:
            said = _("Copie venue de {espace}, gardée ici\u00a0: {motif}")
            why = visible(str(asked.get("suite_rappel") or ""))
        elif asked.get("source") == ERASED:
            said = _("La source de cette copie a été effacée dans {espace}\u00a0: effacez-la aussi, ou dites pourquoi.")
        else:
            said = _("{espace} rappelle cette copie\u00a0: {motif}")
        for made in (self.keep, self.erase):
            made.setVisible(not kept)
        self.say(said.format(espace=where, motif=why), "" if kept else "attention")

    def ask_keep(self) -> None:
        """Ask why it is kept."""
        typed = self._form.typed
        form = CopyWordsForm(
            self,
            _("Garder cette copie"),
            _("&Garder"),
            _("Po&urquoi *"),
            _("L’espace d’où elle vient le lira dans son registre."),
        )
        if form.ask() and typed is not None and typed.rec:
            self.recalled.keep(typed.rec, form.said)
        form.deleteLater()

    def ask_erase(self) -> None:
        """Ask once more, and order the erasure."""
        typed = self._form.typed
        text = _(
            "La copie disparaît de tous les postes et du service, avec ses pièces. L’original reste dans l’espace d’où "
            "elle vient. Là où deux personnes peuvent signer, une seconde doit le faire."
        )
        title = _("Effacer cette copie")
        if typed is not None and typed.rec and ask(self, title, text, _("Effacer"), _("Annuler"), danger=True):
            self.recalled.erase(typed.rec)

    def _answered(self, said: str, tone: str) -> None:
        self.say(said, tone)
