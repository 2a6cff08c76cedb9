"""The commands on communicable copies: preparer, occulter, relire, remettre, refuser, lister, montrer."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.occulter import Passage, occurrences, parts
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services import communicables
from mvl_desktop.services.communicable_leaving import hand_over
from mvl_desktop.services.communicable_refusal import refuse_signalement
from mvl_desktop.services.communicable_suggestions import suggestions
from mvl_desktop.services.communicables import CopySheet, Demande
from mvl_desktop.services.moving import KIND as SIGNALEMENT
from mvl_desktop.services.records import show_record
from mvl_desktop.services.refusals import RefusError

_TEXT_MAX = 4 << 20


@click.group(
    "copie-communicable",
    help=_("Copies d’un document à donner à qui le demande\u00a0: préparer, occulter, faire relire, remettre."),
)
def copies() -> None:
    """Group the commands."""


@copies.command("preparer", help=_("Commence la copie d’une fiche, d’une grille, d’un texte ou d’un fichier."))
@click.argument("source")
@click.option("--fichier", "is_file", is_flag=True, help=_("SOURCE est un fichier\u00a0: texte, PDF, ODT ou DOCX."))
@click.option("--titre", default="", help=_("Le titre du document, pour un fichier."))
@click.option("--demandeur", default="", help=_("Qui demande le document."))
@click.option("--demandee-le", "demandee_le", default="", help=_("Le jour de la demande\u00a0: AAAA-MM-JJ."))
@click.option("--objet", default="", help=_("L’objet de la demande."))
@click.option("--fondement", "fondements", multiple=True, help=_("Base légale\u202f; peut être répété."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace, pour un fichier."))
@pass_session
def prepare(
    session: Session,
    source: str,
    is_file: bool,
    titre: str,
    demandeur: str,
    demandee_le: str,
    objet: str,
    fondements: tuple[str, ...],
    espace: str | None,
) -> None:
    """Prepare; SOURCE is a record, a file, or `-` for a text read from the standard input."""
    asked = Demande(demandeur=demandeur, demandee_le=_day(demandee_le), motif=objet, fondements=fondements)
    post, lists = session.post, session.post.nomenclatures
    if source == "-":
        text = sys.stdin.buffer.read(_TEXT_MAX).decode("utf-8-sig", "replace")
        id_ = communicables.prepare_text(session.ports, titre, text, lists, asked, espace=espace)
    elif is_file:
        made = Path(source)
        id_ = communicables.prepare_file(
            session.ports, post.texts.reader, made, lists, asked, titre=titre, espace=espace
        )
    else:
        id_ = communicables.prepare_record(session.ports, source, lists, asked, post.chiffres)
    session.answer(_document(communicables.show_copy(session.ports, id_, lists)), id_)


@copies.command("occulter", help=_("Retire des passages\u00a0: des mots partout où ils sont, ou des places."))
@click.argument("id_", metavar="ID")
@click.option("--mots", "words", multiple=True, help=_("Mots retirés partout où ils sont\u202f; peut être répété."))
@click.option("--motif", default="vie_privee", show_default=True, help=_("Code de la liste des motifs d’occultation."))
@click.option("--de", "source", default="", help=_('Fichier JSON\u00a0: {"passages": [{bloc, debut, fin, motif}]}.'))
@click.option("--remettre-tout", "nothing", is_flag=True, help=_("Remet d’abord tout ce qui avait été retiré."))
@click.option("--proposer", is_flag=True, help=_("Ne retire rien\u00a0: dit ce qui pourrait nommer quelqu’un."))
@pass_session
def take_out(
    session: Session, id_: str, words: tuple[str, ...], motif: str, source: str, nothing: bool, proposer: bool
) -> None:
    """Take passages out, or say what might have to be."""
    lists = session.post.nomenclatures
    if proposer:
        found = suggestions(session.ports, id_)
        elements = [{**_said(each.passage), "sorte": each.sorte, "texte": each.texte} for each in found]
        session.answer({"total": len(found), "elements": elements}, *[f"{each.sorte}  {each.texte}" for each in found])
        return
    seen = communicables.show_copy(session.ports, id_, lists)
    passages = [] if nothing else list(seen.recorded)
    for wanted in words:
        passages += [Passage(*place, motif) for place in occurrences(seen.blocs, wanted)]
    if source:
        passages += _given(read_document(source))
    communicables.record_passages(session.ports, id_, seen.recorded, passages, lists)
    _answer(session, id_)


@copies.command("relire", help=_("Demande la relecture d’une copie, ou la fait\u00a0: --accepter, --renvoyer."))
@click.argument("id_", metavar="ID")
@click.option("--accepter", "accept", is_flag=True, help=_("Dit, en seconde personne, qu’elle peut partir."))
@click.option("--renvoyer", "remark", default="", help=_("La renvoie à qui l’a préparée, avec cette remarque."))
@click.option("--reprendre", "back", is_flag=True, help=_("La remet en préparation."))
@pass_session
def read(session: Session, id_: str, accept: bool, remark: str, back: bool) -> None:
    """Ask for a reading, read again, or take back."""
    if accept or remark:
        communicables.read_again(session.ports, id_, accepted=accept and not remark, remark=remark)
    elif back:
        communicables.take_back(session.ports, id_)
    else:
        communicables.ask_reading(session.ports, id_)
    _answer(session, id_)


@copies.command("remettre", help=_("Écrit la copie relue en PDF ou en ODT, la numérote et l’inscrit au registre."))
@click.argument("id_", metavar="ID")
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--destinataire", default="", help=_("À qui\u202f; à défaut, qui l’a demandée."))
@pass_session
def hand(session: Session, id_: str, target: Path, destinataire: str) -> None:
    """Hand over."""
    post = session.post
    done = hand_over(
        session.ports, post.printer, post.medium, id_, target, post.nomenclatures, destinataire=destinataire
    )
    document = {"id": id_, "fichier": str(target), "numero": done.numero, "octets": done.octets}
    said = _("Copie communicable n°\u00a0{numero} dans {fichier}.").format(numero=done.numero, fichier=target)
    session.answer({**document, "empreinte": done.empreinte}, said)


@copies.command(
    "refuser", help=_("Refuse de communiquer un document\u202f; d’un signalement, écrit la lettre de refus motivé.")
)
@click.argument("id_", metavar="ID")
@click.option("--motif", default="", help=_("Pourquoi, en une phrase qui sera lue\u202f; demandé pour une copie."))
@pass_session
def refuse(session: Session, id_: str, motif: str) -> None:
    """Refuse; of a signalement, write the letter that says why."""
    if show_record(session.ports, id_).kind == SIGNALEMENT:
        letter = refuse_signalement(session.ports, id_, session.post.nomenclatures)
        said = _("La lettre de refus est dans les courriers du signalement\u00a0: complétez-la.")
        session.answer({"id": id_, "courrier": letter}, said)
        return
    communicables.refuse_copy(session.ports, id_, motif)
    _answer(session, id_)


@copies.command("lister", help=_("Liste les copies\u00a0: celles à relire ici d’abord, puis les plus pressées."))
@pass_session
def list_command(session: Session) -> None:
    """List."""
    found = communicables.list_copies(session.ports)
    elements = [
        {
            "id": each.id,
            "titre": each.titre,
            "etat": each.etat,
            "demandeur": each.demandeur,
            "demandee_le": each.demandee_le.isoformat() if each.demandee_le else None,
            "avant_le": each.avant_le.isoformat() if each.avant_le else None,
            "numero": each.numero,
            "a_relire": each.a_relire,
        }
        for each in found
    ]
    lines = table([(each.id, _state(session, each.etat), each.titre, each.demandeur) for each in found])
    session.answer({"total": len(found), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@copies.command("montrer", help=_("Montre une copie\u00a0: ce qui partira, et ce qui en est retiré."))
@click.argument("id_", metavar="ID")
@pass_session
def show(session: Session, id_: str) -> None:
    """Show."""
    _answer(session, id_)


COMMANDS: tuple[click.Command, ...] = (copies,)


def _answer(session: Session, id_: str) -> None:
    seen = communicables.show_copy(session.ports, id_, session.post.nomenclatures)
    gone = ngettext("{n} passage retiré.", "{n} passages retirés.", len(seen.passages)).format(n=len(seen.passages))
    left = [parts(each)[1] for each in seen.result]
    told = [_("Encore lisible ailleurs\u00a0: {mot} ({n})").format(mot=word, n=count) for word, count in seen.remaining]
    session.answer(_document(seen), *left, gone, *told, _state(session, str(seen.champs.get("etat", ""))))


def _document(seen: CopySheet) -> dict[str, object]:
    return {
        "id": seen.id,
        "etat": seen.champs.get("etat"),
        "titre": seen.champs.get("titre"),
        "source": seen.champs.get("source"),
        "source_version": seen.champs.get("source_version"),
        "blocs": list(seen.blocs),
        "passages": [_said(each) for each in seen.passages],
        "resultat": list(seen.result),
        "encore_lisibles": [{"mot": word, "fois": count} for word, count in seen.remaining],
        "remarque_relecture": seen.champs.get("remarque_relecture"),
        "possible": list(seen.moves),
        "relue": seen.current,
    }


def _said(passage: Passage) -> dict[str, object]:
    return {"bloc": passage.bloc, "debut": passage.debut, "fin": passage.fin, "motif": passage.motif}


def _given(document: dict[str, object]) -> Iterator[Passage]:
    held = document.get("passages")
    for each in held if isinstance(held, list) else []:
        match each:
            case {"bloc": int(bloc), "debut": int(debut), "fin": int(fin), "motif": str(motif)}:
                yield Passage(bloc, debut, fin, motif)
            case _:
                raise RefusError("json_invalide")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ChampInvalideError("demandee_le", "date_invalide") from None


def _state(session: Session, code: str) -> str:
    return _(session.post.nomenclatures.libelle("etats_copie", code)) if code else ""
