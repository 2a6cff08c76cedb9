"""The commands of the legal library, beside those of every kind: what is shipped, who cites, review, replacement."""

from collections.abc import Sequence

import click

from mvl_desktop.cli.session import Session, pass_session, read_document, shipped_entries, table
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.texte_vie import OUTDATED
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.textes import (
    Cited,
    add_default_texts,
    cited_by,
    holders_of,
    list_outdated,
    list_reviews,
    mark_verified,
    replace_text,
)

STATES = {
    "en_vigueur": N_("en vigueur"),
    "a_venir": N_("pas encore en vigueur"),
    "remplace": N_("remplacé"),
    "abroge": N_("plus en vigueur"),
    "modifie": N_("dans une rédaction nouvelle"),
}
_MOTIFS = {"a_revoir_le": N_("à revoir"), "a_verifier": N_("à faire vérifier")}


@click.command("livres", help=_("Ajoute les textes fournis avec l’application, sauf ceux qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def shipped_command(session: Session, espace: str | None) -> None:
    """Add the texts that come with the application."""
    documents = shipped_entries(session, "textes")
    made = add_default_texts(session.ports, documents, espace=espace)
    said = ngettext("{n} texte ajouté.", "{n} textes ajoutés.", len(made)).format(n=len(made))
    session.answer({"ajoutes": made}, said)


@click.command(
    "citations", help=_("Dit qui cite un texte\u00a0: fiches, grilles, modèles, transmissions et courriers.")
)
@click.argument("id_", metavar="ID")
@pass_session
def citations_command(session: Session, id_: str) -> None:
    """List who cites a text."""
    found = holders_of(session.ports, id_)
    elements = [{"id": each.id, "kind": each.kind, "titre": each.titre, "etat": each.etat} for each in found]
    lines = table([(each.id, _(required(each.kind).libelle), each.titre) for each in found])
    session.answer({"total": len(found), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@click.command("reconnaitre", help=_("Dit quels textes de la bibliothèque une phrase cite, et s’ils sont en vigueur."))
@click.argument("texte")
@click.option("--relu-le", "since", default="", help=_("Jour où la phrase a été relue, comme 2026-11-22."))
@pass_session
def recognise_command(session: Session, texte: str, since: str) -> None:
    """Say what a sentence cites."""
    found = cited_by(session.ports, texte.split("\n"), since)
    lines = table([(each.code, each.intitule, said_state(each)) for each in found])
    session.answer({"total": len(found), "elements": [cited_document(each) for each in found]}, *lines)


@click.command("a-relire", help=_("Liste les fiches, grilles, modèles et courriers qui citent un texte changé depuis."))
@pass_session
def outdated_command(session: Session) -> None:
    """List the records to read over."""
    found = list_outdated(session.ports)
    elements: list[dict[str, object]] = [
        {"id": each.id, "kind": each.kind, "titre": each.titre, "textes": [cited_document(one) for one in each.textes]}
        for each in found
    ]
    lines = table([(each.id, each.titre, " ; ".join(map(said_state, each.textes))) for each in found])
    session.answer({"total": len(found), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@click.command("a-revoir", help=_("Liste les textes à revoir ou à faire vérifier par un juriste."))
@pass_session
def reviews_command(session: Session) -> None:
    """List the texts to look at again."""
    found = list_reviews(session.ports)
    elements = [
        {"id": each.id, "code": each.code, "intitule": each.intitule, "motif": each.motif, "le": each.le}
        for each in found
    ]
    lines = table([(each.code, _(_MOTIFS[each.motif]), each.le, each.intitule) for each in found])
    session.answer({"total": len(found), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@click.command("verifie", help=_("Note qu’un texte a été relu aujourd’hui et qu’il est juste."))
@click.argument("id_", metavar="ID")
@pass_session
def verified_command(session: Session, id_: str) -> None:
    """Say that a text was read today."""
    mark_verified(session.ports, id_)
    session.answer({"id": id_}, id_)


@click.command(
    "remplacer", help=_("Remplace un texte par un autre à partir d’un jour\u00a0; les deux se lisent encore.")
)
@click.argument("id_", metavar="ID")
@click.option("--le", "le", required=True, help=_("Jour où le nouveau texte s’applique, comme 2026-11-22."))
@click.option("--de", "source", required=True, help=_("Fichier JSON, ou «\u00a0-\u00a0» pour l’entrée standard."))
@pass_session
def replace_command(session: Session, id_: str, le: str, source: str) -> None:
    """Replace a text."""
    made = replace_text(session.ports, id_, read_document(source), le)
    session.answer({"id": made, "remplace": id_}, made)


COMMANDS: tuple[click.Command, ...] = (
    shipped_command,
    citations_command,
    recognise_command,
    outdated_command,
    reviews_command,
    verified_command,
    replace_command,
)


def said_state(each: Cited) -> str:
    """Return how a text stands, in words."""
    state = _(STATES.get(each.etat, each.etat))
    said = f"{state} ({each.depuis})" if each.depuis and each.etat != "en_vigueur" else state
    return f"{said} → {each.remplacant}" if each.remplacant else said


def outdated_of(session: Session, lines: Sequence[str], since: str = "") -> list[Cited]:
    """Return the texts that lines cite and that no longer stand as they did."""
    return [each for each in cited_by(session.ports, lines, since) if each.etat in OUTDATED]


def told_outdated(found: Sequence[Cited]) -> list[str]:
    """Say of each text cited how it stands."""
    return [f"{each.intitule}\u00a0: {said_state(each)}" for each in found]


def cited_document(each: Cited) -> dict[str, object]:
    """Return a text that is cited as scripts read it."""
    return {
        "id": each.id,
        "code": each.code,
        "intitule": each.intitule,
        "etat": each.etat,
        "depuis": each.depuis,
        "remplace_par": each.remplacant,
        "a_verifier": each.a_verifier,
    }
