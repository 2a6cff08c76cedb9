"""`mvl courrier`: letters of a signalement, from their template to the envelope."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.cli.textes import cited_document, outdated_of, told_outdated
from mvl_desktop.domain.vigilance import Vigilance
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services import courriers
from mvl_desktop.services.courriers_check import LetterCheck, belief_words
from mvl_desktop.services.courriers_modeles import KIND as MODELE
from mvl_desktop.services.courriers_modeles import list_templates
from mvl_desktop.services.courriers_print import print_letter
from mvl_desktop.services.courriers_source import Head, letterhead, set_letterhead
from mvl_desktop.services.defaults import add_defaults

_SIGNALEMENT = click.argument("signalement")
_COURRIER = click.argument("courrier_id", metavar="COURRIER")


@click.group("courrier", help=_("Courriers d’un signalement\u00a0: écrire, vérifier, imprimer, relire, envoyer."))
def courrier() -> None:
    """Hold the commands of letters."""


@courrier.command("modeles", help=_("Liste les modèles qui conviennent à un signalement, ceux proposés d’abord."))
@_SIGNALEMENT
@click.option("--transmission", default="", help=_("Identifiant d’une transmission du signalement."))
@pass_session
def templates(session: Session, signalement: str, transmission: str) -> None:
    """List the templates that suit a signalement."""
    found = list_templates(session.ports, signalement, session.post.nomenclatures, transmission=transmission)
    elements = [
        {"id": one.id, "code": one.code, "titre": one.titre, "genre": one.genre, "raison": one.reason} for one in found
    ]
    session.answer(
        {"total": len(elements), "elements": elements}, *table([(one.code, one.titre, one.reason) for one in found])
    )


@courrier.command("ecrire", help=_("Écrit un courrier à partir d’un modèle (son code ou son identifiant)."))
@_SIGNALEMENT
@click.argument("modele")
@click.option("--transmission", default="", help=_("Identifiant d’une transmission du signalement."))
@click.option("--de", "source", help=_("Fichier JSON des champs à corriger, ou «\u00a0-\u00a0»."))
@pass_session
def write(session: Session, signalement: str, modele: str, transmission: str, source: str | None) -> None:
    """Write a letter, then correct it with what is given."""
    said = read_document(source) if source else {}
    lists = session.post.nomenclatures
    id_ = courriers.write_letter(session.ports, signalement, modele, lists, transmission=transmission)
    if said:
        courriers.save_letter(session.ports, signalement, id_, said, lists)
    seen = courriers.check(courriers.open_letter(session.ports, signalement, id_, lists), _words(session))
    session.answer({"id": id_, **_checked(seen)}, id_, *_told(session, seen))


@courrier.command("corriger", help=_("Corrige un courrier qui n’est pas encore parti."))
@_SIGNALEMENT
@_COURRIER
@click.option("--de", "source", required=True, help=_("Fichier JSON des champs à corriger, ou «\u00a0-\u00a0»."))
@pass_session
def correct(session: Session, signalement: str, courrier_id: str, source: str) -> None:
    """Correct a letter."""
    said = read_document(source)
    changed = courriers.save_letter(session.ports, signalement, courrier_id, said, session.post.nomenclatures)
    session.answer({"id": courrier_id, "modifie": changed}, courrier_id)


@courrier.command("verifier", help=_("Dit ce qui reste à compléter, et ce qui ne devrait pas être révélé."))
@_SIGNALEMENT
@_COURRIER
@pass_session
def verify(session: Session, signalement: str, courrier_id: str) -> None:
    """Look at a letter."""
    opened = courriers.open_letter(session.ports, signalement, courrier_id, session.post.nomenclatures)
    seen = courriers.check(opened, _words(session))
    texts = outdated_of(session, opened.cites, opened.read_over)
    document = {"id": courrier_id, **_checked(seen), "textes_remplaces": [cited_document(each) for each in texts]}
    session.answer(document, *_told(session, seen), *told_outdated(texts))


@courrier.command("imprimer", help=_("Écrit un courrier en PDF ou en ODT\u202f; chaque exemplaire est numéroté."))
@_SIGNALEMENT
@_COURRIER
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def print_(session: Session, signalement: str, courrier_id: str, target: Path) -> None:
    """Print a letter."""
    post = session.post
    size = print_letter(session.ports, post.printer, signalement, courrier_id, target, post.nomenclatures)
    session.answer({"fichier": str(target), "octets": size}, str(target))


@courrier.command("relire", help=_("Note qu’un courrier a été relu."))
@_SIGNALEMENT
@_COURRIER
@click.option("--par", default="", help=_("Qui l’a relu\u202f; par défaut, la personne de ce poste."))
@pass_session
def review(session: Session, signalement: str, courrier_id: str, par: str) -> None:
    """Note a review."""
    lists = session.post.nomenclatures
    seen = courriers.review_letter(session.ports, signalement, courrier_id, par, lists, _words(session))
    session.answer({"id": courrier_id, "etat": "relu", "non_verifiable": list(seen.reserve)}, courrier_id)


@courrier.command("envoyer", help=_("Note qu’un courrier relu est parti\u202f; il ne change plus."))
@_SIGNALEMENT
@_COURRIER
@click.option("--canal", required=True, help=_("Voie d’envoi\u00a0: un code de la liste «\u00a0canaux_envoi\u00a0»."))
@click.option("--le", type=DAY, help=_("Jour de l’envoi\u202f; par défaut, aujourd’hui."))
@click.option("--reference", default="", help=_("Numéro du recommandé ou de la plateforme."))
@pass_session
def send(session: Session, signalement: str, courrier_id: str, canal: str, le: datetime | None, reference: str) -> None:
    """Note that a letter left."""
    day: date | None = le.date() if le else None
    lists = session.post.nomenclatures
    courriers.send_letter(session.ports, signalement, courrier_id, canal, day, reference, lists)
    waits = courriers.open_letter(session.ports, signalement, courrier_id, lists).awaits
    said = [_("La transmission que ce courrier accompagne reste à marquer comme envoyée.")] if waits else []
    session.answer({"id": courrier_id, "etat": "envoye", "transmission_a_envoyer": waits}, courrier_id, *said)


@courrier.command("abandonner", help=_("Abandonne un courrier qui n’est pas parti\u202f; il reste lisible."))
@_SIGNALEMENT
@_COURRIER
@pass_session
def drop(session: Session, signalement: str, courrier_id: str) -> None:
    """Give a letter up."""
    courriers.drop_letter(session.ports, signalement, courrier_id, session.post.nomenclatures)
    session.answer({"id": courrier_id, "etat": "abandonne"}, courrier_id)


@courrier.command("lister", help=_("Liste les courriers d’un signalement."))
@_SIGNALEMENT
@pass_session
def list_(session: Session, signalement: str) -> None:
    """List the letters of a signalement."""
    found = courriers.list_letters(session.ports, signalement)
    lines = table([tuple(str(one.get(name) or "") for name in ("id", "etat", "genre", "objet")) for one in found])
    session.answer({"total": len(found), "elements": [dict(one) for one in found]}, *lines)


@courrier.command("entete", help=_("Montre l’en-tête des courriers de ce poste, ou le change."))
@click.option(
    "--de", "source", help=_("Fichier JSON\u00a0: service, adresse, telephone, courriel, lieu, signataire, qualite.")
)
@pass_session
def head(session: Session, source: str | None) -> None:
    """Show or change the letterhead."""
    if source:
        said = read_document(source)
        set_letterhead(session.ports, Head(**{name: str(said.get(name, "")) for name in Head.__slots__}))
    known = letterhead(session.ports)
    told = {name: getattr(known, name) for name in Head.__slots__}
    session.answer(told, *(f"{name}\u00a0: {value}" for name, value in told.items() if value))


@click.command("livres", help=_("Ajoute les modèles fournis avec l’application, sauf ceux qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def delivered(session: Session, espace: str | None) -> None:
    """Add the templates that come with the application."""
    sources = sorted((session.settings.resources / "modeles").glob("*.json"))
    documents = [json.loads(source.read_text(encoding="utf-8")) for source in sources]
    made = add_defaults(session.ports, MODELE, documents, espace=espace)
    session.answer(
        {"ajoutes": made}, ngettext("{n} modèle ajouté.", "{n} modèles ajoutés.", len(made)).format(n=len(made))
    )


COMMANDS = (courrier,)


def _words(session: Session) -> Vigilance:
    return belief_words(session.settings.resources, session.ports.clock.now().date())


def _checked(seen: LetterCheck) -> Mapping[str, object]:
    return {
        "a_completer": list(seen.to_write),
        "laisses": list(seen.left),
        "revelations": [
            {"champ": one.champ, "sorte": one.sorte, "passage": one.passage, "motif": one.motif}
            for one in seen.findings
        ],
        "non_verifiable": list(seen.reserve),
        "champs_inconnus": list(seen.unknown),
    }


def _told(session: Session, seen: LetterCheck) -> list[str]:
    lists = session.post.nomenclatures

    def sort(code: str) -> str:
        return _(lists.libelle("interdits_courrier", code))

    lines = [_("À compléter\u00a0: {passage}").format(passage=text) for text in seen.to_write]
    lines += [_("Champ inconnu\u00a0: {champ}").format(champ=name) for name in seen.unknown]
    lines += [
        _("{sorte}\u00a0: «\u00a0{passage}\u00a0»").format(sorte=sort(one.sorte), passage=one.passage)
        for one in seen.findings
        if not one.motif
    ]
    lines += [_("Ne peut pas être vérifié ici\u00a0: {sorte}").format(sorte=sort(code)) for code in seen.reserve]
    return lines
