"""What the application says of a bilan, from its record: whether it is frozen, and whether it still says the same."""

from collections.abc import Sequence

from mvl_desktop.domain.echeances_faits import elements, text
from mvl_desktop.domain.payload import nest
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.bilans import KIND, is_as_frozen, is_frozen, period_of
from mvl_desktop.services.facts import Fact
from mvl_desktop.services.records import shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day, number


def facts_of_bilan(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of a bilan today."""
    champs = nest(KIND, shown(view.state))
    if not is_frozen(champs):
        facts = [Fact(_("En préparation\u00a0: ses chiffres sont ceux des enregistrements d’aujourd’hui."))]
        try:
            over = period_of(champs)
        except RefusError:
            return (*facts, Fact(_("Il faut une période\u00a0: dites du et au."), "attention"))
        if over.au > ports.clock.now().date():
            said = _("Sa période court jusqu’au {jour}\u00a0: il pourra être figé ensuite.")
            facts.append(Fact(said.format(jour=day(over.au.isoformat()))))
        return facts
    count = len(elements(champs, "mesures"))
    frozen = ngettext("{n} valeur figée le {jour}.", "{n} valeurs figées le {jour}.", count)
    facts = [Fact(frozen.format(n=number(count), jour=day(champs.get("fige_le"))), "succes")]
    if not is_as_frozen(uow, view):
        told = _("Ce bilan a été modifié depuis qu’il est figé\u00a0: son empreinte ne correspond plus à ce qu’il dit.")
        return (Fact(told, "danger"), *facts)
    signed = [one for one in elements(champs, "signatures") if one.get("signe_le")]
    if len(signed) < len(elements(champs, "signatures")) and text(champs, "etat") != "signe":
        facts.append(Fact(_("Il reste à le signer."), "attention"))
    return facts
