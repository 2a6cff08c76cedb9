"""The group « statistiques »: the indicators, one of them, the records behind its lines, and a file of it."""

from datetime import datetime
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.records import read_filter
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.domain.figure import Figure, Ligne, Requete
from mvl_desktop.domain.periode import Periode, PeriodeInvalideError
from mvl_desktop.domain.petits_nombres import SEUIL, for_leaving
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.exports import USUAL_MOTIF
from mvl_desktop.services.figure_charts import chart_of
from mvl_desktop.services.figure_export import FigureWish, export_figure
from mvl_desktop.services.figure_leaves import leaf_of
from mvl_desktop.services.figure_words import line_said, title_of
from mvl_desktop.services.statistiques import figure, figures, open_figure, whole_period
from mvl_desktop.services.statistiques_calcul import Demande

_FIRST = ("I1.0", "I1.1", "I1.2", "I1.3", "I1.4")
_NATURE, _DOMAINS = "I1.5", "domaines"

_du = click.option("--du", type=DAY, help=_("Premier jour\u202f; celui du premier enregistrement par défaut."))
_au = click.option("--au", type=DAY, help=_("Dernier jour, compris\u202f; aujourd’hui par défaut."))
_par = click.option("--par", default="", help=_("Divisé selon un champ, ou mois, trimestre, annee, espace, signalant."))
_filtre = click.option("--filtre", "filtres", multiple=True, help=_("champ=valeur\u202f; peut être répété."))


@click.group(
    "statistiques",
    invoke_without_command=True,
    help=_("Les chiffres de l’axe 1, puis chaque indicateur, et ce qu’il y a derrière."),
)
@_du
@_au
@click.option("--par", "cuts", multiple=True, help=_("Divisé selon un champ\u202f; peut être répété."))
@click.pass_context
def statistics(context: click.Context, du: datetime | None, au: datetime | None, cuts: tuple[str, ...]) -> None:
    """Say the figures of axe 1, when no other command is asked for."""
    if context.invoked_subcommand is None:
        session = context.find_object(Session)
        if session is not None:
            _first(session, du, au, cuts)


def _first(session: Session, du: datetime | None, au: datetime | None, cuts: tuple[str, ...]) -> None:
    periode = _period(session, "I1.0", du, au)
    wanted = [Demande(code, periode, cut) for cut in cuts or ("",) for code in _FIRST]
    found = figures(session.ports, session.post.chiffres, [*wanted, Demande(_NATURE, periode, _DOMAINS)])
    document: dict[str, object] = {
        "du": periode.du.isoformat(),
        "au": periode.au.isoformat(),
        "chiffres": [_document(each) for each in found],
    }
    session.answer(document, *(line for each in found for line in (*_lines(each), "")))


@statistics.command("lister", help=_("Liste les indicateurs, et ce selon quoi chacun se divise."))
@pass_session
def list_command(session: Session) -> None:
    """List."""
    known = session.post.chiffres.indicateurs.tous
    elements = [
        {
            "code": each.code,
            "libelle": _(each.libelle),
            "definition": _(each.definition),
            "unite": each.unite,
            "axe": each.axe,
            "coupes": list(each.coupes),
        }
        for each in known
    ]
    rows = [(each.code, _(each.libelle), each.unite, ", ".join(each.coupes)) for each in known]
    session.answer({"total": len(elements), "elements": elements}, *table(rows))


@statistics.command("montrer", help=_("Montre un indicateur sur une période."))
@click.argument("code")
@_du
@_au
@_par
@_filtre
@pass_session
def show_command(
    session: Session, code: str, du: datetime | None, au: datetime | None, par: str, filtres: tuple[str, ...]
) -> None:
    """Show."""
    periode = _period(session, code, du, au)
    pairs = tuple(map(read_filter, filtres))
    found = figure(session.ports, session.post.chiffres, code, periode, par, pairs)
    session.answer(_document(found), *_lines(found))


@statistics.command("ouvrir", help=_("Liste les enregistrements qui sont derrière un chiffre, ou une de ses lignes."))
@click.argument("code")
@_du
@_au
@_par
@_filtre
@click.option("--ligne", help=_("La clé d’une ligne\u202f; tout le chiffre par défaut."))
@click.option("--limite", type=click.IntRange(min=1), help=_("Combien au plus."))
@pass_session
def open_command(
    session: Session,
    code: str,
    du: datetime | None,
    au: datetime | None,
    par: str,
    filtres: tuple[str, ...],
    ligne: str | None,
    limite: int | None,
) -> None:
    """Open."""
    known = session.post.chiffres.indicateurs.of(code)
    periode = _period(session, code, du, au)
    pairs = tuple(map(read_filter, filtres))
    requete = Requete(known.code, known.formule.kind, periode.du, periode.au, par, ligne or "", ligne is None, pairs)
    found = open_figure(session.ports, session.post.chiffres, requete)
    shown = found.enregistrements[:limite]
    elements = [{"id": each.rec, "kind": found.kind, "espace": each.espace, "element": each.element} for each in shown]
    said = ngettext("{n} enregistrement.", "{n} enregistrements.", found.total).format(n=found.total)
    session.answer({"total": found.total, "elements": elements}, *(each.rec for each in shown), said)


@statistics.command(
    "exporter", help=_("Écrit un chiffre dans un fichier, et l’inscrit\u202f; les petits nombres y sont masqués.")
)
@click.argument("code")
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@_du
@_au
@_par
@_filtre
@click.option("--motif", default=USUAL_MOTIF, show_default=True, help=_("Code de la liste des motifs d’export."))
@click.option("--destinataire", default="", help=_("Pour qui\u202f; à défaut, la personne de ce poste."))
@click.option("--interne", is_flag=True, help=_("Avec les petits nombres\u202f: ne pas diffuser."))
@pass_session
def export_command(
    session: Session,
    code: str,
    target: Path,
    du: datetime | None,
    au: datetime | None,
    par: str,
    filtres: tuple[str, ...],
    motif: str,
    destinataire: str,
    interne: bool,
) -> None:
    """Export."""
    post = session.post
    pairs = tuple(map(read_filter, filtres))
    found = figure(session.ports, post.chiffres, code, _period(session, code, du, au), par, pairs)
    if not interne:
        found = for_leaving([found], post.chiffres.indicateurs)[0]
    leaf = leaf_of(found, SEUIL, chart_of(found, SEUIL))
    wish = FigureWish(motif=motif, destinataire=destinataire, interne=interne)
    done = export_figure(session.ports, post.printer, post.medium, post.nomenclatures, leaf, wish, target)
    said = ngettext(
        "Export n°\u00a0{numero}\u00a0: {n} ligne dans {fichier}.",
        "Export n°\u00a0{numero}\u00a0: {n} lignes dans {fichier}.",
        done.lignes,
    )
    document: dict[str, object] = {"fichier": str(target), "numero": done.numero, "lignes": done.lignes}
    session.answer(document, said.format(numero=done.numero, n=done.lignes, fichier=target))


COMMANDS: tuple[click.Command, ...] = (statistics,)


def _period(session: Session, code: str, du: datetime | None, au: datetime | None) -> Periode:
    """Return the period that was asked for; where an end is left out, the one that holds everything."""
    if du is not None and au is not None:
        return Periode(du.date(), au.date())
    whole = whole_period(session.ports, session.post.chiffres, code)
    first, last = du.date() if du else whole.du, au.date() if au else whole.au
    if first > last and du is not None and au is None:
        return Periode(first, first)
    if first > last:
        raise PeriodeInvalideError
    return Periode(first, last)


def _document(found: Figure) -> dict[str, object]:
    return {
        "code": found.code,
        "libelle": found.libelle,
        "definition": found.definition,
        "unite": found.unite,
        "du": found.periode.du.isoformat(),
        "au": found.periode.au.isoformat(),
        "periode": found.periode.libelle,
        "coupe": found.coupe,
        "total": _line(found.total),
        "lignes": [_line(each) for each in found.lignes],
        "precautions": [*found.precautions, *found.internes],
        "source": _(found.source),
        "extrait_le": found.extrait_le.isoformat(),
    }


def _line(line: Ligne) -> dict[str, object]:
    said: dict[str, object] = {"cle": line.cle, "libelle": line.libelle, "valeur": line.valeur, "sur": line.sur}
    return said | ({"masque": line.masque} if line.masque else {})


def _lines(found: Figure) -> list[str]:
    rows = [(each.libelle, line_said(each, found.unite, SEUIL)) for each in (*found.lignes, found.total)]
    notes = [found.definition, *found.precautions, *found.internes]
    return [f"{found.code}  {title_of(found)}", *table(rows), *notes, _source(found)]


def _source(found: Figure) -> str:
    return _("Source\u00a0: {source}. Extrait le {jour}.").format(
        source=_(found.source), jour=f"{found.extrait_le:%d/%m/%Y}"
    )
