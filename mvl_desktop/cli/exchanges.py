"""The commands that exchange: synchroniser, lot exporter|examiner|fusionner, piece joindre|extraire."""

from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.carrying import LotReport, examine_lots, export_lot, merge_lots
from mvl_desktop.services.exchanges import standing, synchronise
from mvl_desktop.services.files import chunks, write_stream
from mvl_desktop.services.metadata import KEPT
from mvl_desktop.services.pieces import extract_piece, join_piece
from mvl_desktop.services.refusals import RefusError

_PATH = click.Path(path_type=Path, dir_okay=False)
_CHUNK = 256 << 10
_COUNTS = {
    "nouveaux": N_("nouveaux"),
    "connus": N_("connus"),
    "fusionnes": N_("fusionnés"),
    "a_arbitrer": N_("à arbitrer"),
    "doublons_probables": N_("doublons probables"),
    "en_attente": N_("en attente"),
    "refuses": N_("refusés"),
}
_FIGURES = {
    "envoyes": N_("envoyés"),
    "recus": N_("reçus"),
    "conflits": N_("conflits"),
    "refuses": N_("refusés"),
    "en_attente": N_("en attente"),
    "attestes": N_("attestés"),
}


@click.command("synchroniser", help=_("Échange avec le service central ce qui manque de part et d’autre."))
@click.option("--central", help=_("Adresse du service, si l’espace n’en a pas encore."))
@pass_session
def sync(session: Session, central: str | None) -> None:
    """Synchronise."""
    before = {number for number, _code, _espace in standing(session.ports).alarms}
    report = synchronise(session.ports, session.post.carriers, central)
    if report.stopped is not None:
        raise RefusError(report.stopped)
    raised = [(code, espace) for number, code, espace in standing(session.ports).alarms if number not in before]
    document: dict[str, object] = {**report.as_dict()}
    figures = ", ".join(f"{_(_FIGURES[name])}\u00a0: {value}" for name, value in document.items())
    if report.motifs:
        document["motifs"] = list(report.motifs)
    if raised:
        document["alarmes"] = [{"code": code, "espace": espace} for code, espace in raised]
    said = [_sentence(session, code) for code in report.motifs]
    said += [f"{espace}\u00a0: {_sentence(session, code)}" for code, espace in raised]
    session.answer(document, figures, *said)


@click.group("lot", help=_("Les fichiers scellés, portés à la main."))
def lot() -> None:
    """Group the commands on lots."""


@lot.command("exporter", help=_("Écrit ce que les destinataires n’ont pas encore attesté."))
@click.option("--espace", "espaces", multiple=True)
@click.option("--pour", default="tous", show_default=True, help=_("Un poste, ou «\u00a0tous\u00a0»."))
@click.option("--taille-max", type=click.IntRange(min=64 << 10), help=_("Taille d’un fichier, en octets."))
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def export(session: Session, espaces: tuple[str, ...], pour: str, taille_max: int | None, target: Path) -> None:
    """Export."""
    made = export_lot(session.ports, session.post.medium, espaces, pour, target, max_size=taille_max)
    document: dict[str, object] = {
        "fichier": str(made.files[0]),
        "fichiers": [str(path) for path in made.files],
        "lot": made.number,
        "revisions": made.revisions,
        "octets": made.size,
    }
    said = ngettext(
        "Lot n°\u00a0{lot}\u00a0: {n} modification, {octets} octets.",
        "Lot n°\u00a0{lot}\u00a0: {n} modifications, {octets} octets.",
        made.revisions,
    )
    session.answer(document, said.format(lot=made.number, n=made.revisions, octets=made.size))


@lot.command("examiner", help=_("Dit ce que des lots changeraient, sans rien changer."))
@click.argument("fichiers", nargs=-1, required=True, type=_PATH)
@pass_session
def examine(session: Session, fichiers: tuple[Path, ...]) -> None:
    """Examine."""
    _answer(session, examine_lots(session.ports, session.post.medium, fichiers))


@lot.command("fusionner", help=_("Intègre des lots."))
@click.argument("fichiers", nargs=-1, required=True, type=_PATH)
@click.option("--sauf", "excluded", multiple=True, help=_("Enregistrement à laisser de côté."))
@click.option("--recepisse", type=_PATH, help=_("Fichier où écrire le récépissé à rapporter."))
@click.option(
    "--recuperer",
    is_flag=True,
    help=_("D’un lot coupé ou abîmé, reprend ce qui précède le dommage, et dit ce qui manque."),
)
@pass_session
def merge(
    session: Session, fichiers: tuple[Path, ...], excluded: tuple[str, ...], recepisse: Path | None, recuperer: bool
) -> None:
    """Merge."""
    reports = merge_lots(
        session.ports, session.post.medium, fichiers, excluding=excluded, receipt=recepisse, recover=recuperer
    )
    _answer(session, reports)


@click.group("piece", help=_("Les pièces jointes."))
def piece() -> None:
    """Group the commands on attachments."""


@piece.command("joindre", help=_("Joint un fichier à un enregistrement."))
@click.argument("id_", metavar="ID")
@click.argument("fichier", type=_PATH)
@click.option("--origine", default="", help=_("Code de l’origine de la pièce."))
@click.option("--original", is_flag=True, help=_("Garde une photo entière.") + " " + _(KEPT))
@pass_session
def join(session: Session, id_: str, fichier: Path, origine: str, *, original: bool) -> None:
    """Join a file."""
    size, content = chunks(fichier)
    made = join_piece(session.ports, id_, fichier.name, size, content, origine=origine, original=original)
    session.answer({"id": id_, "piece": made, "octets": size}, made)


@piece.command("extraire", help=_("Écrit une pièce en clair dans un fichier."))
@click.argument("id_", metavar="ID")
@click.argument("piece_id", metavar="PIECE")
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def extract(session: Session, id_: str, piece_id: str, target: Path) -> None:
    """Extract a piece; the file takes its name once the whole was verified."""
    size = write_stream(target, extract_piece(session.ports, id_, piece_id))
    session.answer({"fichier": str(target), "octets": size}, str(target))


COMMANDS: tuple[click.Command, ...] = (sync, lot, piece)


def _answer(session: Session, reports: tuple[LotReport, ...]) -> None:
    lots = [_document(report) for report in reports]
    total = {name: sum(int(getattr(report, name)) for report in reports) for name in _COUNTS}
    rows = [
        (str(report.path), report.emetteur, *(f"{getattr(report, name)}" for name in _COUNTS)) for report in reports
    ]
    head = (_("fichier"), _("émetteur"), *(_(title) for title in _COUNTS.values()))
    refused = [report.motif for report in reports if report.refused]
    if refused and len(refused) == len(reports):
        raise RefusError(refused[0])
    said = [line for report in reports for line in _said(session, report)]
    session.answer({"lots": lots, "total": total}, *table([head, *rows]), *said)
    if refused:
        session.close()
        raise click.exceptions.Exit(session.settings.message(refused[0]).sortie)


def _document(report: LotReport) -> dict[str, object]:
    document: dict[str, object] = {
        "fichier": str(report.path),
        "lot": report.number,
        "emetteur": report.emetteur,
        **{name: getattr(report, name) for name in _COUNTS},
        "motif": report.motif,
        "lots_manquants": list(report.missing),
        "lignes": [dict(line) for line in report.lines],
    }
    if report.reasons:
        document["motifs"] = list(report.reasons)
    if report.recovered:
        document["recuperation"] = {"lus": report.read, "annonces": report.announced}
    return document


def _said(session: Session, report: LotReport) -> list[str]:
    """Return what a person must know of a lot beyond its figures."""
    said = [_("Lot n°\u00a0{lot} non reçu.").format(lot=number) for number in report.missing]
    if report.recovered:
        share = _("Lu\u00a0: {lus} objets sur les {annonces} que ce lot annonce.")
        said += [share.format(lus=report.read, annonces=report.announced), _sentence(session, "lot_recupere")]
    elif report.refused:
        said.append(_sentence(session, report.motif))
    return [*said, *(_sentence(session, code) for code in report.reasons)]


def _sentence(session: Session, code: str) -> str:
    return _(session.settings.message(code).phrase)
