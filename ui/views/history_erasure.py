"""Erasing an entry made by mistake: first what it would do, then a button that says so; nothing else is touched."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from mvl_desktop.i18n import N_, _
from ui.conservation_values import ErasureSeen
from ui.plain import label
from ui.text import moment, visible
from ui.timing import local_now
from ui.values import Past
from ui.views.dialogs import Form

_ABOUT = N_(
    "Cette saisie sera effacée partout : sur ce poste, les autres et le service. Il restera qu’elle a existé, quand et "
    "par quel poste, sans son contenu. Une seconde personne doit signer, dès que deux le peuvent."
)
STATES: Mapping[str, str] = {
    "in_force": N_("La saisie est effacée ici ; les autres postes l’effaceront à leur prochain échange."),
    "proposed": N_("L’ordre partira au prochain échange."),
    "needs_second": N_(
        "Une seconde personne doit signer : elle trouvera l’ordre à la page Conservation, « À signer »."
    ),
}
"""How an order stands, as it is said once given."""


class ErasureForm(Form):
    """What the erasure of an entry would show and leave; other entries that hold the words may go with it."""

    def __init__(self, parent: QWidget | None, past: Past, seen: ErasureSeen, history: Sequence[Past]) -> None:
        when = moment(past.le, local_now().date())
        title = _("Effacer la saisie de {poste}, {quand}").format(poste=visible(past.poste), quand=when)
        super().__init__(parent, title, _("Effacer cette saisie"), _(_ABOUT))
        self.setWindowTitle(_("Effacer cette saisie"))  # a title is read by the whole desktop: it names nobody
        self._revision = seen.revision
        if seen.retour:
            said = _("Une valeur ancienne reparaîtra : {champs}. Corrigez-la d’abord, si elle n’est pas juste.")
            self.say(label(said.format(champs=", ".join(seen.retour)), tone="attention", wrap=True))
        if seen.gardent:
            said = _("Ces autres saisies gardent les mots effacés. Cochez celles qui doivent partir aussi.")
            self.say(label(said, tone="attention", wrap=True))
        known = {each.revision: each for each in history}
        self.boxes: dict[str, QCheckBox] = {}
        for kept in seen.gardent:
            other = known.get(kept.revision)
            where = f"{visible(other.poste)}, {moment(other.le, local_now().date())}" if other else kept.revision[:8]
            if kept.revision not in self.boxes:
                self.boxes[kept.revision] = QCheckBox(f"{kept.champ} : {where}".replace("&", "&&"))
                self.say(self.boxes[kept.revision])
        if not seen.retour and not seen.gardent:
            self.say(label(_("Rien d’autre ne garde ce qui serait effacé."), tone="aide", wrap=True))
        self.go_on.setProperty("rang", "danger")

    @property
    def revisions(self) -> list[str]:
        """The entries to erase: this one, and those ticked."""
        return [self._revision, *(revision for revision, box in self.boxes.items() if box.isChecked())]
