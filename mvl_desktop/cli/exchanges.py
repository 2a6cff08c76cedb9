"""The commands that exchange: synchroniser, lot exporter|examiner|fusionner, piece joindre|extraire."""

from collections.abc import Iterator
from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.services.carrying import LotReport, examine_lots, export_lot, merge_lots
from mvl_desktop.services.exchanges import synchronise
from mvl_desktop.services.pieces import extract_piece, join_piece
from mvl_desktop.services.refusals import RefusError

_PATH = click.Path(path_type=Path, dir_okay=False)
_CHUNK = 256 << 10
_COUNTS = (
    "nouveaux",
    "connus",
    "fusionnes",
    "a_arbitrer",
    "doublons_probables",
    "en_attente",
    "refuses",
)


@click.command("synchroniser", help="Échange avec le service central ce qui manque de part et d’autre.")
@click.option("--central", help="Adresse du service, si l’espace n’en a pas encore.")
@pass_session
def sync(session: Session, central: str | None) -> None:
    """Synchronise."""
    report = synchronise(session.ports, session.post.carriers, central)
    if report.stopped is not None:
        raise RefusError(report.stopped)
    document: dict[str, object] = {**report.as_dict()}
    session.answer(document, ", ".join(f"{name.replace('_', ' ')} : {value}" for name, value in document.items()))


@click.group("lot", help="Les fichiers scellés, portés à la main.")
def lot() -> None:
    """Group the commands on lots."""


@lot.command("exporter", help="Écrit ce que les destinataires n’ont pas encore attesté.")
@click.option("--espace", "espaces", multiple=True)
@click.option("--pour", default="tous", show_default=True, help="Un poste, ou « tous ».")
@click.option("--taille-max", type=click.IntRange(min=64 << 10), help="Taille d’un fichier, en octets.")
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
    session.answer(document, f"Lot n° {made.number} : {made.revisions} modification(s), {made.size} octets.")


@lot.command("examiner", help="Dit ce que des lots changeraient, sans rien changer.")
@click.argument("fichiers", nargs=-1, required=True, type=_PATH)
@pass_session
def examine(session: Session, fichiers: tuple[Path, ...]) -> None:
    """Examine."""
    _answer(session, examine_lots(session.ports, session.post.medium, fichiers))


@lot.command("fusionner", help="Intègre des lots.")
@click.argument("fichiers", nargs=-1, required=True, type=_PATH)
@click.option("--sauf", "excluded", multiple=True, help="Enregistrement à laisser de côté.")
@click.option("--recepisse", type=_PATH, help="Fichier où écrire le récépissé à rapporter.")
@pass_session
def merge(session: Session, fichiers: tuple[Path, ...], excluded: tuple[str, ...], recepisse: Path | None) -> None:
    """Merge."""
    _answer(session, merge_lots(session.ports, session.post.medium, fichiers, excluding=excluded, receipt=recepisse))


@click.group("piece", help="Les pièces jointes.")
def piece() -> None:
    """Group the commands on attachments."""


@piece.command("joindre", help="Joint un fichier à un enregistrement.")
@click.argument("id_", metavar="ID")
@click.argument("fichier", type=_PATH)
@click.option("--origine", default="", help="Code de l’origine de la pièce.")
@pass_session
def join(session: Session, id_: str, fichier: Path, origine: str) -> None:
    """Join a file."""
    try:
        size = fichier.stat().st_size
    except OSError:
        raise RefusError("fichier_introuvable") from None
    made = join_piece(session.ports, id_, fichier.name, size, _chunks(fichier), origine=origine)
    session.answer({"id": id_, "piece": made, "octets": size}, made)


@piece.command("extraire", help="Écrit une pièce en clair dans un fichier.")
@click.argument("id_", metavar="ID")
@click.argument("piece_id", metavar="PIECE")
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def extract(session: Session, id_: str, piece_id: str, target: Path) -> None:
    """Extract a piece; the file takes its name once the whole was verified."""
    part = target.with_name(target.name + ".part")
    content = extract_piece(session.ports, id_, piece_id)
    size = 0
    try:
        with part.open("wb") as written:
            part.chmod(0o600)
            for chunk in content:
                size += written.write(chunk)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise RefusError("ecriture_impossible") from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    session.answer({"fichier": str(target), "octets": size}, str(target))


COMMANDS: tuple[click.Command, ...] = (sync, lot, piece)


def _answer(session: Session, reports: tuple[LotReport, ...]) -> None:
    lots = [_document(report) for report in reports]
    total = {name: sum(int(getattr(report, name)) for report in reports) for name in _COUNTS}
    rows = [
        (str(report.path), report.emetteur, *(f"{getattr(report, name)}" for name in _COUNTS)) for report in reports
    ]
    head = ("fichier", "émetteur", *(name.replace("_", " ") for name in _COUNTS))
    refused = [report.motif for report in reports if report.refused]
    if refused and len(refused) == len(reports):
        raise RefusError(refused[0])
    said = [line for report in reports if (line := _said(session, report))]
    session.answer({"lots": lots, "total": total}, *table([head, *rows]), *said)
    if refused:
        session.close()
        raise click.exceptions.Exit(session.settings.message(refused[0]).sortie)


def _document(report: LotReport) -> dict[str, object]:
    return {
        "fichier": str(report.path),
        "lot": report.number,
        "emetteur": report.emetteur,
        **{name: getattr(report, name) for name in _COUNTS},
        "motif": report.motif,
        "lots_manquants": list(report.missing),
        "lignes": [dict(line) for line in report.lines],
    }


def _said(session: Session, report: LotReport) -> str:
    missing = ", ".join(f"lot n° {number} non reçu" for number in report.missing)
    motif = session.settings.message(report.motif).phrase if report.motif else ""
    return " ; ".join(part for part in (missing, motif) if part)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except OSError:
        raise RefusError("fichier_illisible") from None
