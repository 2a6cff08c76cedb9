"""The commands that exchange: synchroniser, piece joindre|extraire|lire|lister; those on lots are beside."""

from pathlib import Path

import click

from mvl_desktop.cli.lots import lot
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.i18n import N_, _
from mvl_desktop.services.exchanges import standing, synchronise
from mvl_desktop.services.files import chunks, write_stream
from mvl_desktop.services.metadata import KEPT
from mvl_desktop.services.piece_text import read_due, readings
from mvl_desktop.services.pieces import extract_piece, join_piece, list_pieces
from mvl_desktop.services.refusals import RefusError

_PATH = click.Path(path_type=Path, dir_okay=False)
_CHUNK = 256 << 10
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
    read_due(session.ports, session.post.texts.reader)


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
    read_due(session.ports, session.post.texts.reader)


@piece.command("extraire", help=_("Écrit une pièce en clair dans un fichier."))
@click.argument("id_", metavar="ID")
@click.argument("piece_id", metavar="PIECE")
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def extract(session: Session, id_: str, piece_id: str, target: Path) -> None:
    """Extract a piece; the file takes its name once the whole was verified."""
    size = write_stream(target, extract_piece(session.ports, id_, piece_id))
    session.answer({"fichier": str(target), "octets": size}, str(target))


@piece.command("lire", help=_("Lit le texte des pièces que la recherche ne connaît pas encore."))
@pass_session
def read_texts(session: Session) -> None:
    """Read what is due; an exchange and an attachment do it by themselves."""
    found = read_due(session.ports, session.post.texts.reader)
    document: dict[str, object] = {"lues": found.read, "sans_texte": found.refused, "a_lire": found.due}
    said = _("Pièces dont le texte se cherche\u00a0: {lues}\u202f; sans texte lisible\u00a0: {sans}.")
    session.answer(document, said.format(lues=found.read, sans=found.refused))


@piece.command("lister", help=_("Liste les pièces d’un enregistrement, et ce qu’il en est de leur texte."))
@click.argument("id_", metavar="ID")
@pass_session
def list_command(session: Session, id_: str) -> None:
    """List the pieces of a record."""
    pieces = list_pieces(session.ports, id_)
    known = readings(session.ports, id_)
    rows: list[tuple[str, str, str]] = []
    elements = []
    for each in pieces:
        found = known.get(each.id)
        motif = _sentence(session, found.motif) if found is not None and found.motif else ""
        etat = found.etat if found is not None else "absente"
        elements.append({"id": each.id, "nom": each.nom, "taille": each.taille, "texte": etat, "motif": motif})
        rows.append((each.id, each.nom, motif or etat))
    session.answer({"total": len(elements), "elements": elements}, *table(rows))


COMMANDS: tuple[click.Command, ...] = (sync, lot, piece)


def _sentence(session: Session, code: str) -> str:
    return _(session.settings.message(code).phrase)
