"""How two numbers over two periods are said side by side: each with its length, and the caution when they differ."""

from collections.abc import Iterator

from mvl_desktop.domain.comparaison import Comparaison, Compte
from mvl_desktop.domain.figure import Figure
from mvl_desktop.domain.nombre_dit import Nombre
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.figure_words import written


def compared(comparaison: Comparaison) -> Iterator[str]:
    """Say both numbers, then what must be known before concluding anything from them."""
    un, autre = comparaison.un, comparaison.autre
    yield _("{un}\u202f; {autre}.").format(un=_count(un), autre=_count(autre))
    if not comparaison.inegales:
        return
    yield _(
        "Périodes de longueurs différentes\u00a0: ces nombres ne se comparent pas tels quels. "
        "En moyenne par mois\u00a0: {un}, contre {autre}."
    ).format(un=number_said(un.par_mois), autre=number_said(autre.par_mois))
    if comparaison.depasse_deja:
        yield _("En moins de temps, il y en a déjà davantage.")
    yield _("Une partie d’année ne dit pas ce que sera l’année\u00a0: aucun total n’en est déduit.")


def counted(figure: Figure) -> Compte | None:
    """Return what a figure counted, over the days that it could: a period under way stops on the day of the count.

    None when it is no count of things, or is not said.
    """
    number = figure.total.valeur
    periode = figure.periode
    if figure.unite != "n" or number is None or figure.extrait_le < periode.du:
        return None
    return Compte(Nombre(number, number), Periode(periode.du, min(periode.au, figure.extrait_le)))


def number_said(nombre: Nombre) -> str:
    """Write a number as it is known: « 25 », « 10 à 12 », « environ 3,6 »."""
    low, high = written(round(nombre.bas, 1)), written(round(nombre.haut, 1))
    said = low if low == high else _("{bas} à {haut}").format(bas=low, haut=high)
    return _("environ {n}").format(n=said) if nombre.environ else said


def length_said(periode: Periode) -> str:
    """Say how long a period is: in months when it is made of months, in days otherwise."""
    months = periode.mois_entiers
    if months:
        return ngettext("{n} mois", "{n} mois", months).format(n=months)
    return ngettext("{n} jour", "{n} jours", periode.jours).format(n=written(periode.jours))


def _count(compte: Compte) -> str:
    return _("{periode} ({longueur})\u00a0: {nombre}").format(
        periode=compte.periode.libelle,
        longueur=length_said(compte.periode),
        nombre=number_said(compte.nombre),
    )
