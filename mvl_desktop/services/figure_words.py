"""How figures are said: a number with what it is a part of, what it counts, why it is not said. No figure is alone."""

from mvl_desktop.domain.figure import RESERVE, Figure, Ligne
from mvl_desktop.i18n import N_, SOURCE, _, language
from mvl_desktop.ports.charts import UNKNOWN, Amount
from mvl_desktop.services.spoken import within

UNITS = {
    "n": N_("nombre"),
    "%": N_("nombre, et part de l’ensemble"),
    "jours": N_("jours (médiane)"),
    "h": N_("heures"),
    "/5": N_("note sur 5"),
}

_NOTHING = N_("Rien n’a été compté pendant toute la période.")
_NOTHING_IN_BOTH = N_("Rien n’a été compté pendant ces deux périodes.")


def nothing_said(periods: int = 1) -> str:
    """Say that nothing was counted: a drawing of zeros would say less than a sentence."""
    return _(_NOTHING if periods == 1 else _NOTHING_IN_BOTH)


def written(value: float) -> str:
    """Write a number: thousands apart, one decimal at most."""
    said = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return said.replace(",", "\u202f").replace(".", ",") if language() == SOURCE else said


def hidden_said(ligne: Ligne, seuil: int) -> str:
    """Say why a line has no number."""
    if ligne.masque == "petit":
        return _("moins de {seuil}").format(seuil=seuil)
    if _is_reserved(ligne):
        return _("réservé")
    return _("non communiqué") if ligne.masque else _("pas de donnée")


def line_said(ligne: Ligne, unite: str, seuil: int) -> str:
    """Say a line with its unit: « 12 », « 12 sur 40 (30 %) », « 8 jours (médiane de 35) », « moins de 5 »."""
    if ligne.valeur is None:
        return hidden_said(ligne, seuil)
    said, among = written(ligne.valeur), ligne.sur
    if unite == "n":
        return said
    if unite == "%":
        part = ligne.part
        if among is None or part is None:
            return said
        return _("{n} sur {sur} ({part}\u00a0%)").format(n=said, sur=written(among), part=written(round(part, 1)))
    units = {"jours": _("{n}\u00a0jours"), "h": _("{n}\u00a0h"), "/5": _("{n} sur 5")}
    named = units.get(unite, "{n}").format(n=said)
    if among is None:
        return named
    return _("{valeur}, mesuré sur {sur}").format(valeur=named, sur=written(among))


def amount_of(ligne: Ligne) -> Amount:
    """Return a line as charts draw it."""
    if _is_reserved(ligne):
        return Amount(silent="reserve")
    if ligne.masque:
        return Amount(silent="petit" if ligne.masque == "petit" else "secret")
    return UNKNOWN if ligne.valeur is None else Amount(float(ligne.valeur))


def _is_reserved(ligne: Ligne) -> bool:
    return ligne.masque == "reserve" or (ligne.cle == RESERVE and ligne.valeur is None)


def title_of(figure: Figure) -> str:
    """Return what a figure counts, over which period, and how it divides."""
    if not figure.coupe:
        return _("{quoi}, {periode}").format(quoi=_(figure.libelle), periode=figure.periode.libelle)
    return _("{quoi}, {periode}, par {coupe}").format(
        quoi=_(figure.libelle), periode=figure.periode.libelle, coupe=within(_(figure.coupe_libelle))
    )
