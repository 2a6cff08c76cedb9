"""The commands of series of others, beside those of every kind: those that are shipped, and the reading of one."""

from collections.abc import Sequence

import click

from mvl_desktop.cli.session import Session, pass_session, shipped_entries, table
from mvl_desktop.domain.serie_lecture import PointLu
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.mises_en_garde import TENUES_DITES, circulars_in_force, lift_warning, list_warnings
from mvl_desktop.services.series import add_default_series, read_serie
from mvl_desktop.services.series_faits import OBSTACLES


@click.command("livrees", help=_("Ajoute les séries et les études fournies, sauf celles qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def shipped_command(session: Session, espace: str | None) -> None:
    """Add the series and studies that come with the application."""
    made = add_default_series(
        session.ports, shipped_entries(session, "series"), shipped_entries(session, "etudes"), espace=espace
    )
    said = ngettext("{n} série ou étude ajoutée.", "{n} séries et études ajoutées.", len(made)).format(n=len(made))
    session.answer({"ajoutees": made}, said)


@click.command(
    "lire", help=_("Montre une série dans l’ordre du temps, avec ce qui manque et pourquoi rien ne la trace.")
)
@click.argument("id_", metavar="ID")
@pass_session
def read_command(session: Session, id_: str) -> None:
    """Read a serie."""
    sheet = read_serie(session.ports, id_)
    chart = sheet.chart.table
    document = {
        "id": sheet.id,
        "intitule": sheet.titre,
        "unite": chart.unit,
        "source": chart.source,
        "se_trace": not sheet.obstacle,
        "obstacle": sheet.obstacle or None,
        "trous": [row.label for row in chart.rows if all(amount.low is None for amount in row.amounts)],
        "ruptures": [{"a": chart.rows[place].label, "motif": why} for place, why in chart.breaks],
        "comparaisons": list(sheet.comparaisons),
        "valeurs": [_value(point) for point in sheet.points],
    }
    rows = [(point.libelle, point.ligne, point.dit, point.statut, point.remarque) for point in sheet.points]
    why = [_(OBSTACLES[sheet.obstacle])] if sheet.obstacle else []
    why += sheet.comparaisons
    session.answer(document, sheet.titre, *table(rows), *chart.notes[:2], *why)


@click.command(
    "en-vigueur", help=_("Liste les mises en garde, celles en vigueur d’abord, et les circulaires en vigueur.")
)
@pass_session
def standing_command(session: Session) -> None:
    """List warnings and circulars."""
    found, circulars = list_warnings(session.ports), circulars_in_force(session.ports)
    document = {
        "mises_en_garde": [
            {
                "id": each.id,
                "titre": each.titre,
                "tenue": each.portee.tenue,
                "depuis": each.portee.depuis.isoformat() if each.portee.depuis else None,
                "jusquau": each.portee.jusquau.isoformat() if each.portee.jusquau else None,
            }
            for each in found
        ],
        "circulaires": [
            {"id": each.id, "code": each.code, "intitule": each.intitule, "depuis": each.depuis} for each in circulars
        ],
    }
    rows = [(each.id, _(TENUES_DITES[each.portee.tenue]), each.titre) for each in found]
    session.answer(document, *table(rows), *table([(each.code, each.depuis, each.intitule) for each in circulars]))


@click.command("lever", help=_("Lève une mise en garde\u00a0: elle se lit encore, avec la raison."))
@click.argument("id_", metavar="ID")
@click.option("--motif", required=True, help=_("Pourquoi."))
@pass_session
def lift_command(session: Session, id_: str, motif: str) -> None:
    """Lift a warning."""
    lift_warning(session.ports, id_, motif)
    session.answer({"id": id_}, id_)


SERIE_COMMANDS: Sequence[click.Command] = (shipped_command, read_command)
WARNING_COMMANDS: Sequence[click.Command] = (standing_command, lift_command)


def _value(point: PointLu) -> dict[str, object]:
    number = point.nombre
    return {
        "ligne": point.ligne,
        "periode": point.libelle,
        "dit": point.dit,
        "bas": number.bas if number else None,
        "haut": number.haut if number else None,
        "environ": point.environ,
        "statut": point.statut,
        "source": point.source,
        "remarque": point.remarque,
    }
