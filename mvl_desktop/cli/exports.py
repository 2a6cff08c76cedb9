"""The commands on lists that leave: exporter, and the register « exports »."""

from pathlib import Path

import click

from mvl_desktop.cli.records import read_filter
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.store import Query
from mvl_desktop.services.export_register import Leaving, list_exports, show_export
from mvl_desktop.services.exports import MOTIFS, USUAL_MOTIF, Wish, export_list


@click.command("exporter", help=_("Écrit une liste dans un fichier .csv, .xlsx, .ods, .pdf ou .odt, et l’inscrit."))
@click.argument("kind")
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--filtre", "filtres", multiple=True, help=_("champ=valeur\u202f; peut être répété."))
@click.option("--texte", default="", help=_("Mots à chercher, comme dans la liste."))
@click.option("--tri", default="", help=_("Champ\u202f; «\u00a0-\u00a0» devant pour l’ordre inverse."))
@click.option("--colonne", "colonnes", multiple=True, help=_("Champ à montrer\u202f; peut être répété."))
@click.option("--motif", default=USUAL_MOTIF, show_default=True, help=_("Code de la liste des motifs d’export."))
@click.option("--destinataire", default="", help=_("Pour qui\u202f; à défaut, la personne de ce poste."))
@click.option("--entier", "whole", is_flag=True, help=_("Avec ce qui peut nommer ou décrire des personnes."))
@pass_session
def export(
    session: Session,
    kind: str,
    target: Path,
    filtres: tuple[str, ...],
    texte: str,
    tri: str,
    colonnes: tuple[str, ...],
    motif: str,
    destinataire: str,
    whole: bool,
) -> None:
    """Export a list."""
    post = session.post
    wish = Wish(
        query=Query(kind, tuple(read_filter(each) for each in filtres), texte, tri),
        columns=colonnes,
        motif=motif,
        destinataire=destinataire,
        whole=whole,
    )
    done = export_list(session.ports, post.printer, post.medium, post.nomenclatures, wish, target)
    said = ngettext(
        "Export n°\u00a0{numero}\u00a0: {n} ligne dans {fichier}.",
        "Export n°\u00a0{numero}\u00a0: {n} lignes dans {fichier}.",
        done.lignes,
    )
    document: dict[str, object] = {
        "fichier": str(target),
        "numero": done.numero,
        "lignes": done.lignes,
        "octets": done.octets,
    }
    session.answer(document, said.format(numero=done.numero, n=done.lignes, fichier=target))


@click.group("exports", help=_("Le registre des exports\u00a0: ce qui est parti, quand, pour qui et pourquoi."))
def exports() -> None:
    """Group the commands on the register."""


@exports.command("lister", help=_("Liste les exports, le dernier d’abord."))
@click.option("--fiche", "rec", default="", metavar="ID", help=_("Ceux où cet enregistrement se trouve."))
@pass_session
def list_command(session: Session, rec: str) -> None:
    """List."""
    found = list_exports(session.ports, rec)
    shown = [(each.numero, each.le, each.par, each.pour, _motif(session, each), str(each.lignes)) for each in found]
    document: dict[str, object] = {"total": len(found), "elements": [_document(each) for each in found]}
    session.answer(document, *table(shown), _("Total\u00a0: {n}").format(n=len(found)))


@exports.command("montrer", help=_("Montre un export\u00a0: les enregistrements qui y étaient, et leurs repères."))
@click.argument("numero")
@pass_session
def show_command(session: Session, numero: str) -> None:
    """Show."""
    found, records = show_export(session.ports, numero)
    elements = [{"id": each.rec, "reference": each.reference, "repere": each.repere} for each in records]
    lines = table([(each.rec, each.reference, each.repere) for each in records])
    head = _("Export n°\u00a0{numero}, pour {pour}\u00a0: {motif}")
    said = head.format(numero=found.numero, pour=found.pour, motif=_motif(session, found))
    session.answer({**_document(found), "enregistrements": elements}, said, *lines)


COMMANDS: tuple[click.Command, ...] = (export, exports)


def _document(each: Leaving) -> dict[str, object]:
    return {
        "numero": each.numero,
        "le": each.le,
        "a": each.a,
        "par": each.par,
        "destinataire": each.pour,
        "motif": each.motif,
        "kind": each.kind,
        "format": each.format,
        "masque": each.masked,
        "lignes": each.lignes,
        "filtres": list(each.filtres),
    }


def _motif(session: Session, each: Leaving) -> str:
    return _(session.post.nomenclatures.libelle(MOTIFS, each.motif))
