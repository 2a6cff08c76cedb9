"""How a way, and an exchange that ended, are said: never a success that nobody attested. No widget."""

from datetime import date

from mvl_desktop.i18n import _, ngettext
from ui.text import moment, opening, visible
from ui.values import Passage, PastExchange

_FIGURES = 2


def said_way(way: Passage, today: date) -> str:
    """Say where a record stands on one way; a receipt with its date, never a success that nobody attested."""
    if way.voie == "service":
        if way.etat == "atteste" and way.le:
            return _("service : accusé reçu {quand}").format(quand=moment(way.le, today))
        return _("service : pas encore reçu")
    number = _("lot n° {numero}").format(numero=way.quoi)
    who = _("{lot} pour {qui}").format(lot=number, qui=visible(way.destinataire)) if way.destinataire else number
    if way.etat == "atteste":
        return _("{lot} : récépissé rendu").format(lot=who)
    when = moment(way.le, today) if way.le else ""
    return _("{lot}, sans récépissé (écrit {quand})").format(lot=who, quand=when)


def said_result(each: PastExchange) -> str:
    """Say what an exchange that went to its end did."""
    if len(each.nombres) != _FIGURES:
        return _("Terminé")
    first, second = each.nombres
    if each.voie == "service":
        sent = ngettext("{n} envoyée", "{n} envoyées", first).format(n=first)
        return f"{sent}, " + ngettext("{n} reçue", "{n} reçues", second).format(n=second)
    many = ngettext("lot n° {numero}, {n} modification", "lot n° {numero}, {n} modifications", second)
    return opening(many.format(numero=first, n=second))
