"""Two maps of activities: where training reached, and the yearly meeting of each département. Pure.

Neither judges: what is not recorded here may have taken place, and no département stands before another.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from typing import Literal

from mvl_desktop.domain.figure import SOURCE
from mvl_desktop.domain.formation_couverture import Couverture
from mvl_desktop.domain.formation_totaux import Totaux
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.charts import Amount, Chart, Row, Table
from mvl_desktop.services.formations_faits import unsaid

Mesure = Literal["seances", "personnes"]
MESURES: dict[Mesure, str] = {"seances": N_("Séances tenues"), "personnes": N_("Personnes présentes")}
"""What the map of training may say of a département."""
SITUATIONS = {
    "tenue": N_("Tenue"),
    "prevue": N_("Prévue"),
    "aucune": N_("Aucune enregistrée"),
    "inconnu": N_("Pas connu ici"),
}
"""How the situation of a département in a year is said."""
NOTHING = N_("aucune action enregistrée")
_UNITS: dict[Mesure, str] = {"seances": N_("séances"), "personnes": N_("présences")}

Named = Callable[[str], str]
"""How a département is called, by its code."""


def coverage_chart(
    lines: Iterable[Couverture],
    mesure: Mesure,
    total: Totaux,
    jour: date,
    named: Named,
    over: Sequence[str],
    drawn: Container[str],
) -> Chart:
    """Return the map of what was held in each département.

    `over`: the year and the public, as they are said; `drawn`: the codes that are on the map.
    """
    held = [each for each in lines if not each.vide]
    beside = [named(each.departement) for each in held if each.departement not in drawn]
    notes = [*unsaid(total)]
    if beside:
        notes.append(_("Hors de la carte, et dans le tableau\u00a0: {ou}.").format(ou=", ".join(beside)))
    notes.append(
        _(
            "«\u00a0Aucune action enregistrée\u00a0» dit ce qui est écrit ici, pas que rien n’a eu lieu. "
            "Zéro\u00a0: demandé ou prévu, rien de tenu."
        )
    )
    rows = [Row(each.departement, named(each.departement), (coverage_amount(each, mesure),)) for each in held]
    table = Table(
        title=", ".join([_("{quoi}, par département").format(quoi=_(MESURES[mesure])), *over]),
        unit=_(_UNITS[mesure]),
        source=_(SOURCE),
        day=jour,
        head=_("Département"),
        columns=(_(MESURES[mesure]),),
        rows=tuple(rows),
        notes=tuple(notes),
        lack=_(NOTHING),
    )
    return Chart("carte", table)


def coverage_amount(line: Couverture, mesure: Mesure) -> Amount:
    """Return what the map says of a département where something is recorded."""
    held = line.totaux
    if mesure == "seances":
        return Amount(held.seances)
    if held.seances and held.seances == held.sans_effectif:
        return Amount(silent="non_dit")
    return Amount(held.personnes)


def obligation_chart(annee: int, lines: Iterable[tuple[str, str, str]], jour: date, notes: Sequence[str] = ()) -> Chart:
    """Return the map of the yearly meeting; `lines`: code, name and situation of each département."""
    places = {situation: Amount(place) for place, situation in enumerate(SITUATIONS)}
    table = Table(
        title=_("Réunion annuelle de chaque département, {annee}").format(annee=annee),
        unit=_("situation dans l’année"),
        source=_(SOURCE),
        day=jour,
        head=_("Département"),
        columns=(_("Situation"),),
        rows=tuple(Row(code, name, (places[situation],)) for code, name, situation in lines),
        notes=(*notes, _("«\u00a0Aucune enregistrée\u00a0» dit ce qui est écrit ici, pas que rien n’a eu lieu.")),
        categories=tuple(map(_, SITUATIONS.values())),
    )
    return Chart("carte", table)
