"""What a reader must know of a figure before quoting it: said with it, on the screen, on paper and in files."""

from collections.abc import Iterator
from dataclasses import replace

from mvl_desktop.domain.figure import RESERVE, Figure
from mvl_desktop.domain.indicateurs import Indicateur
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.spoken import day, number
from mvl_desktop.services.statistiques_lecture import SIGNALEMENT, Lecture

UNDECIDED = N_(
    "Des enregistrements portent deux valeurs entre lesquelles personne n’a tranché\u202f: comptés selon la première."
)


def doubtful(each: Indicateur, periode: Periode, coupe: str, reading: Lecture) -> int:
    """Return how many records this figure may count otherwise once somebody has decided what they say."""
    formule = each.formule
    measured = (formule.de, formule.a, *formule.champs, coupe)
    return reading.doubtful(each, periode, tuple(name for name in measured if name))


def with_precautions(figure: Figure, each: Indicateur, reading: Lecture) -> Figure:
    """Return a figure with what to say of it, in sentences."""
    internal = tuple(_of_records(figure, each, reading))
    return replace(figure, precautions=tuple(_said(figure, each, reading)), internes=internal)


def _said(figure: Figure, each: Indicateur, reading: Lecture) -> Iterator[str]:
    if not figure.periode.is_over(reading.today):
        yield _("La période n’est pas finie\u202f: compté jusqu’au {jour}.").format(jour=day(reading.today.isoformat()))
    if each.code == "I1.1":
        yield _("Un signalement n’est pas une saisine\u202f: les questions sont comptées à part (I1.2).")
    if figure.lignes and not figure.exclusives and not each.mesure:
        yield _("Un même enregistrement peut être dans plusieurs lignes\u202f: elles ne s’additionnent pas.")
    if each.famille == "mediane":
        yield _("Une médiane ne s’additionne pas, et sur peu d’enregistrements elle ne dit presque rien.")
    if each.famille == "delai":
        yield from _of_rule(each, reading)
    yield from _of_reserved(figure, each, reading)
    if doubtful(each, figure.periode, figure.coupe, reading):
        yield _(UNDECIDED)


def _of_rule(each: Indicateur, reading: Lecture) -> Iterator[str]:
    rule = reading.rule("", each.formule.regle)
    if rule is not None:
        yield _("Règle appliquée\u00a0: {libelle}. {source}.").format(libelle=_(rule.libelle), source=_(rule.source))


def _of_records(figure: Figure, each: Indicateur, reading: Lecture) -> Iterator[str]:
    undated = reading.undated(each, figure.filtres)
    if undated:
        yield ngettext(
            "{n} enregistrement sans date n’est dans aucune période.",
            "{n} enregistrements sans date ne sont dans aucune période.",
            undated,
        ).format(n=number(undated))
    count = doubtful(each, figure.periode, figure.coupe, reading)
    if count:
        yield ngettext(
            "{n} enregistrement porte un désaccord à trancher.",
            "{n} enregistrements portent un désaccord à trancher.",
            count,
        ).format(n=number(count))
    copies = len(reading.copies) if each.formule.kind == SIGNALEMENT else 0
    if copies:
        yield ngettext(
            "{n} copie d’un signalement compté ici ne l’est pas une seconde fois.",
            "{n} copies de signalements comptés ici ne le sont pas une seconde fois.",
            copies,
        ).format(n=number(copies))


def _of_reserved(figure: Figure, each: Indicateur, reading: Lecture) -> Iterator[str]:
    if any(line.cle == RESERVE for line in figure.lignes):
        yield _("«\u00a0Réservé\u00a0»\u202f: conservé à part, ce poste ne peut pas le lire.")
    for espace in reading.reserved:
        yield _("Réservé\u00a0: ce poste ne lit pas l’espace «\u00a0{nom}\u00a0», qui n’est pas compté.").format(
            nom=reading.espaces[espace]
        )
