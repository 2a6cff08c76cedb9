"""The commands of bilans: `mvl bilan preparer|etat|commenter|figer|depuis|exporter`, `mvl bilan CONVENTION --vers`."""

from datetime import datetime
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import _
from mvl_desktop.services.bilans import (
    Contenu,
    changed_since,
    comment_bilan,
    convention_bilan,
    freeze_bilan,
    prepare_bilan,
    read_bilan,
)
from mvl_desktop.services.bilans_export import export_bilan
from mvl_desktop.services.exports import USUAL_MOTIF
from mvl_desktop.services.refusals import RefusError

_FILE = click.Path(path_type=Path, dir_okay=False)


class BilanGroup(click.Group):
    """Its first word may be a convention: what is asked then is its last bilan, as a file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `CONVENTION --vers FICHIER` as `exporter --convention CONVENTION --vers FICHIER`."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["exporter", "--convention", *args]
        return super().parse_args(ctx, args)


def bilan_commands() -> tuple[click.Command, ...]:
    """Return those that no other kind has."""
    return (prepare, standing, comment, freeze, since, export)


@click.command("preparer", help=_("Prépare le bilan d’une convention\u00a0; ses chiffres suivent les enregistrements."))
@click.argument("convention", required=False, default="")
@click.option("--type", "type_bilan", default="annuel", help=_("annuel, final ou intermediaire."))
@click.option("--du", type=DAY, help=_("Premier jour."))
@click.option("--au", type=DAY, help=_("Dernier jour."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def prepare(
    session: Session,
    convention: str,
    type_bilan: str,
    du: datetime | None,
    au: datetime | None,
    espace: str | None,
) -> None:
    """Make a bilan."""
    over = Periode(du.date(), au.date()) if du and au else None
    lists = session.post.nomenclatures
    made = prepare_bilan(session.ports, convention, type_bilan, over, espace=espace, lists=lists)
    session.answer({"id": made}, made)


@click.command("etat", help=_("Dit les chiffres d’un bilan\u00a0: d’aujourd’hui en préparation, figés ensuite."))
@click.argument("id_", metavar="ID")
@pass_session
def standing(session: Session, id_: str) -> None:
    """Say what a bilan says."""
    _answer(session, read_bilan(session.ports, session.post.chiffres, id_))


@click.command("commenter", help=_("Ajoute un commentaire sur une partie d’un bilan en préparation."))
@click.argument("id_", metavar="ID")
@click.argument("partie")
@click.argument("texte")
@pass_session
def comment(session: Session, id_: str, partie: str, texte: str) -> None:
    """Comment a part."""
    comment_bilan(session.ports, id_, partie, texte, session.post.nomenclatures)
    session.answer({"id": id_}, _("Commentaire ajouté."))


@click.command(
    "figer", help=_("Fige un bilan\u00a0: ses chiffres ne changent plus, quoi que deviennent les enregistrements.")
)
@click.argument("id_", metavar="ID")
@pass_session
def freeze(session: Session, id_: str) -> None:
    """Freeze a bilan."""
    _answer(session, freeze_bilan(session.ports, session.post.chiffres, id_))


@click.command("depuis", help=_("Dit ce que chaque valeur figée est devenue depuis."))
@click.argument("id_", metavar="ID")
@pass_session
def since(session: Session, id_: str) -> None:
    """Say what has changed."""
    found = changed_since(session.ports, session.post.chiffres, id_)
    rows = [
        {
            "code": each.code,
            "libelle": each.libelle,
            "ligne": each.ligne,
            "figee": each.figee,
            "aujourdhui": each.aujourdhui,
            "memes": each.memes,
        }
        for each in found
    ]
    moved = [each for each in found if not each.memes]
    lines = table([(each.code, each.ligne, each.figee, each.aujourdhui or "") for each in moved])
    session.answer({"total": len(rows), "changees": len(moved), "elements": rows}, *lines)


@click.command("exporter", help=_("Écrit un bilan dans un fichier pdf, odt, xlsx, ods ou csv."))
@click.argument("id_", metavar="ID", required=False, default="")
@click.option("--convention", default="", help=_("Le dernier bilan de cette convention."))
@click.option("--vers", "target", type=_FILE, required=True, help=_("Fichier à écrire."))
@click.option("--destinataire", default="", help=_("À qui il est remis."))
@click.option("--motif", default=USUAL_MOTIF, help=_("Pourquoi il sort."))
@pass_session
def export(session: Session, id_: str, convention: str, target: Path, destinataire: str, motif: str) -> None:
    """Write a bilan to a file."""
    named = id_ or (convention_bilan(session.ports, convention) if convention else None)
    if not named:
        raise RefusError("bilan_absent")
    post = session.post
    left = export_bilan(
        session.ports,
        post.printer,
        post.medium,
        post.chiffres,
        named,
        target,
        destinataire=destinataire,
        motif=motif,
    )
    document = {"id": named, "fichier": str(target), "export": left.numero, "octets": left.octets, "fige": left.fige}
    session.answer(document, _("{fichier}, export n°\u00a0{numero}").format(fichier=target, numero=left.numero))


def _answer(session: Session, told: Contenu) -> None:
    figures = [
        {
            name: each.get(name)
            for name in ("id", "code", "libelle", "ligne_libelle", "valeur", "sur", "unite", "du", "au", "nombre")
        }
        for each in told.mesures
    ]
    document = {
        "id": told.id,
        "fige": told.fige,
        "integre": told.integre,
        "empreinte": told.champs.get("empreinte") or "",
        "chiffres": figures,
        "blocs": list(told.blocs),
    }
    rows = [
        (str(each["code"]), str(each["ligne_libelle"] or ""), str(each["libelle"]), str(each["valeur"]))
        for each in figures
    ]
    session.answer(document, *table(rows))
