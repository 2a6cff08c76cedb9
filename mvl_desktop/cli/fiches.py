"""The commands of the fiches de conduite, beside those of every kind: application, use, booklet."""

import json
from pathlib import Path

import click

from mvl_desktop.cli.relecture import review_commands
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.booklet import print_booklet
from mvl_desktop.services.fiche_following import follow_fiche
from mvl_desktop.services.fiche_use import FicheUse, fiche_figures, use_of
from mvl_desktop.services.fiches import add_default_fiches, apply_fiche


@click.command(
    "appliquer", help=_("Applique une fiche à un signalement\u00a0: ses étapes deviennent une liste à cocher.")
)
@click.argument("fiche")
@click.argument("signalement")
@pass_session
def apply_command(session: Session, fiche: str, signalement: str) -> None:
    """Apply a fiche."""
    added = apply_fiche(session.ports, signalement, fiche)
    said = ngettext("{n} étape ajoutée.", "{n} étapes ajoutées.", added).format(n=added)
    session.answer({"id": signalement, "etapes": added}, said)


@click.command(
    "suivre",
    help=_("Fait suivre à un signalement la version en vigueur d’une fiche\u202f; le fait reste fait."),
)
@click.argument("fiche")
@click.argument("signalement")
@pass_session
def follow_command(session: Session, fiche: str, signalement: str) -> None:
    """Follow the version in force."""
    steps = follow_fiche(session.ports, signalement, fiche)
    said = ngettext("La liste a {n} étape.", "La liste a {n} étapes.", steps).format(n=steps)
    session.answer({"id": signalement, "etapes": steps}, said)


@click.command("par-defaut", help=_("Ajoute les fiches fournies avec l’application, sauf celles qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def default_command(session: Session, espace: str | None) -> None:
    """Add the fiches that come with the application."""
    sources = sorted((session.settings.resources / "fiches").glob("*.json"))
    documents = [json.loads(source.read_text(encoding="utf-8")) for source in sources]
    made = add_default_fiches(session.ports, documents, espace=espace)
    said = ngettext("{n} fiche ajoutée.", "{n} fiches ajoutées.", len(made)).format(n=len(made))
    session.answer({"ajoutees": made}, said)


@click.command(
    "emploi", help=_("Dit combien de signalements appliquent une fiche, étape par étape, sans nommer personne.")
)
@click.argument("id_", metavar="ID", required=False)
@click.option("--du", default="", help=_("Premier jour, comme 2026-01-01\u00a0: pour l’ensemble des fiches."))
@click.option("--au", default="", help=_("Dernier jour, comme 2026-12-31\u00a0: pour l’ensemble des fiches."))
@pass_session
def use_command(session: Session, id_: str | None, du: str, au: str) -> None:
    """Count the use of one fiche, or of all of them over a period."""
    if id_:
        use = use_of(session.ports, id_)
        rows = [(str(each.version), str(each.faites), str(each.ecartees), each.libelle) for each in use.etapes]
        said = ngettext("{n} signalement.", "{n} signalements.", use.signalements).format(n=use.signalements)
        session.answer(_use(use), said, *table(rows))
        return
    figures = fiche_figures(session.ports, du, au)
    said = _("Produites\u00a0: {p}\u202f; actualisées\u00a0: {a}\u202f; employées\u00a0: {u}, {n} fois.")
    session.answer(
        {
            "indicateur": "I2.4",
            "produites": figures.produites,
            "actualisees": figures.actualisees,
            "utilisees": figures.utilisees,
            "applications": figures.applications,
        },
        said.format(p=figures.produites, a=figures.actualisees, u=figures.utilisees, n=figures.applications),
    )


@click.command("livret", help=_("Écrit le livret des fiches validées et publiées, en PDF ou en ODT."))
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--espace", default=None, help=_("Identifiant ou nom de l’espace."))
@click.option("--toutes", "drafts", is_flag=True, help=_("Avec celles qui ne sont pas encore validées."))
@pass_session
def booklet_command(session: Session, target: Path, espace: str | None, drafts: bool) -> None:
    """Print the booklet."""
    post = session.post
    made = print_booklet(session.ports, post.printer, target, post.nomenclatures, espace=espace, drafts=drafts)
    session.answer({"fichier": str(target), "octets": made.octets, "fiches": made.fiches}, str(target))


def fiche_commands() -> list[click.Command]:
    """Return the commands of the fiches."""
    return [
        apply_command,
        follow_command,
        default_command,
        *review_commands(answer="repondre"),
        use_command,
        booklet_command,
    ]


def _use(use: FicheUse) -> dict[str, object]:
    return {
        "id": use.id,
        "code": use.code,
        "titre": use.titre,
        "signalements": use.signalements,
        "versions": [{"version": version, "signalements": count} for version, count in use.versions],
        "etapes": [
            {
                "version": each.version,
                "libelle": each.libelle,
                "faites": each.faites,
                "ecartees": each.ecartees,
                "a_faire": each.a_faire,
                "motifs": [{"motif": motif, "fois": times} for motif, times in each.motifs],
                "motifs_tus": each.motifs_tus,
            }
            for each in use.etapes
        ],
    }
