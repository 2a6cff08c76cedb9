"""The command that turns the lines of a spreadsheet into records: importer."""

import json
from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, read_document
from mvl_desktop.domain.cell_values import text_of
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.tables import Grid, Manner
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.importing import Examined, Imported, Wish, apply, examine, proposal
from mvl_desktop.services.importing_lines import title_line
from mvl_desktop.services.importing_mapping import document_of, headers_of, read_correspondance
from mvl_desktop.services.importing_report import free_name, said, write_report

_SHOWN = 20
"""Refused lines that a person is told on the terminal; the report has them all."""


@click.command("importer", help=_("Importe les lignes d’un tableur .csv, .xlsx ou .ods."))
@click.argument("source", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--kind", required=True, help=_("Genre d’enregistrements\u00a0: signalement, fiche-conduite."))
@click.option(
    "--correspondance",
    "mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Fichier JSON qui dit quelle colonne devient quel champ."),
)
@click.option("--proposer", "proposed", is_flag=True, help=_("Écrit ce que les titres proposent, et rien d’autre."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@click.option("--essai", is_flag=True, help=_("Dit ce qui serait fait\u202f; rien n’est enregistré."))
@click.option(
    "--rapport", "report", type=click.Path(path_type=Path, dir_okay=False), help=_("Où écrire les lignes refusées.")
)
@click.option("--sauf-doublons", "without_twins", is_flag=True, help=_("Laisse de côté les doublons probables."))
@pass_session
def import_command(
    session: Session,
    source: Path,
    kind: str,
    mapping: Path | None,
    proposed: bool,
    espace: str | None,
    essai: bool,
    report: Path | None,
    without_twins: bool,
) -> None:
    """Import."""
    if mapping is None:
        raise click.UsageError(_("Indiquez la correspondance\u00a0: --correspondance FICHIER.json."))
    post = session.post
    if proposed:
        _propose(session, source, kind, mapping)
        return
    correspondance = read_correspondance(read_document(str(mapping)), kind)
    grid = post.tables.read(source, correspondance.manner)
    wish = Wish(kind, grid, source.name, correspondance, espace)
    examined = examine(session.ports, post.nomenclatures, wish, twins=kind == "signalement")
    written = _report(session, examined, grid, report or free_name(source, grid.ending))
    if essai:
        done = Imported(examined.count("cree"), examined.count("modifie"), examined.count("inchange"))
    else:
        without = frozenset(examined.twins) if without_twins else frozenset()
        done = apply(session.ports, post.nomenclatures, examined, without=without)
    _answer(session, examined, done, written, essai=essai)


COMMANDS: tuple[click.Command, ...] = (import_command,)


def _propose(session: Session, source: Path, kind: str, target: Path) -> None:
    """Write the correspondance that the headers suggest, for somebody to correct."""
    grid = session.post.tables.read(source, Manner())
    line = title_line(grid)
    headers = headers_of([text_of(cell) for cell in grid.rows[line - 1]])
    found = proposal(session.ports, kind, headers)
    document = document_of(kind, found)
    left = {header: "" for header in headers if header not in found.colonnes}
    columns = document["colonnes"]
    if isinstance(columns, dict):
        document["colonnes"] = {header: columns.get(header, "") for header in headers}
    write_whole(target, json.dumps(document, ensure_ascii=False, indent=2).encode())
    session.answer(
        {"correspondance": str(target), "colonnes": len(headers), "proposees": len(headers) - len(left)},
        _("Correspondance proposée dans {fichier}. Relisez-la avant d’importer.").format(fichier=target),
    )


def _report(session: Session, examined: Examined, grid: Grid, target: Path) -> Path | None:
    """Write the refused lines, before anything is imported; None when there is none."""
    if not examined.refused:
        return None
    ending = target.suffix.lower() if target.suffix.lower() in (".csv", ".xlsx", ".ods") else grid.ending
    write_report(session.post.printer, examined.reader, examined.refused, ending, target)
    return target


def _answer(session: Session, examined: Examined, done: Imported, written: Path | None, *, essai: bool) -> None:
    document: dict[str, object] = {
        "lus": examined.lus,
        "crees": done.crees,
        "modifies": done.modifies,
        "inchanges": done.inchanges,
        "rejetes": examined.rejetes,
        "rapport": str(written) if written else None,
        "doublons_probables": len(examined.twins),
        "ecartes": done.ecartes,
        "essai": essai,
        "rejets": [
            {"ligne": each.ligne, "colonne": each.colonne, "motif": each.motif} for each in examined.refused[:1000]
        ],
    }
    read = ngettext("{n} ligne lue.", "{n} lignes lues.", examined.lus).format(n=examined.lus)
    counts = _(
        "Créées\u00a0: {crees}. Modifiées\u00a0: {modifies}. Inchangées\u00a0: {inchanges}. Refusées\u00a0: {rejetes}."
    )
    lines = [
        read,
        counts.format(crees=done.crees, modifies=done.modifies, inchanges=done.inchanges, rejetes=examined.rejetes),
    ]
    if essai:
        lines.append(_("C’était un essai\u00a0: rien n’est enregistré."))
    if examined.twins:
        found = ngettext("{n} doublon probable.", "{n} doublons probables.", len(examined.twins))
        lines.append(found.format(n=len(examined.twins)))
    at = _("Ligne {n}\u00a0: {motif}")
    lines += [at.format(n=each.ligne, motif=said(each)) for each in examined.refused[:_SHOWN]]
    if written is not None:
        lines.append(_("Lignes refusées, en clair, à corriger\u00a0: {fichier}").format(fichier=written))
    session.answer(document, *lines)
