"""The commands of every kind of record: `mvl signalement ajouter|lister|montrer|modifier|imprimer`, and search."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from mvl_desktop.cli.bilans import BilanGroup, bilan_commands
from mvl_desktop.cli.conventions import action_commands, convention_commands
from mvl_desktop.cli.fiches import fiche_commands
from mvl_desktop.cli.formations import formation_commands
from mvl_desktop.cli.grilles import grid_commands
from mvl_desktop.cli.letters import delivered
from mvl_desktop.cli.moving import moving_commands
from mvl_desktop.cli.record_lines import record_lines
from mvl_desktop.cli.reunions import meeting_commands
from mvl_desktop.cli.series import SERIE_COMMANDS, WARNING_COMMANDS
from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.cli.textes import COMMANDS as TEXT_COMMANDS
from mvl_desktop.cli.transmissions import closing_commands
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.i18n import _
from mvl_desktop.ports.store import Query
from mvl_desktop.services.history import history_of
from mvl_desktop.services.pieces import Piece, list_pieces
from mvl_desktop.services.printing import print_record
from mvl_desktop.services.records import (
    RecordSheet,
    Version,
    add_record,
    list_records,
    modify_record,
    search_records,
    show_record,
)
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day
from mvl_desktop.services.standing_of import facts_of
from mvl_desktop.services.times import instant
from mvl_desktop.services.titles import titles_of

_NOT_COMMANDS = frozenset({"poste", "ordre", "export", "sequestre", "reprise", "copie-communicable"})

_MORE: Final[Mapping[str, Callable[[], Iterable[click.Command]]]] = {
    "bilan": bilan_commands,
    "convention": convention_commands,
    "fiche-action": action_commands,
    "fiche-conduite": fiche_commands,
    "formation": formation_commands,
    "grille": grid_commands,
    "mise-en-garde": lambda: WARNING_COMMANDS,
    "modele-courrier": lambda: (delivered,),
    "reunion": meeting_commands,
    "serie": lambda: SERIE_COMMANDS,
    "signalement": lambda: (*moving_commands(), *closing_commands()),
    "texte-juridique": lambda: TEXT_COMMANDS,
}
"""What some kinds can do besides."""


def kind_groups() -> list[click.Group]:
    """Return one group of commands for each kind that people record."""
    return [_group(kind) for kind in kinds() if kind not in _NOT_COMMANDS]


def _group(kind: str) -> click.Group:
    said = _("{pluriel}\u00a0: enregistrer, lister, montrer, modifier, imprimer.").format(
        pluriel=_(required(kind).pluriel)
    )
    group = BilanGroup(kind, help=said) if kind == "bilan" else click.Group(kind, help=said)
    for command in (_add(kind), _list(kind), _show(kind), _modify(kind), _print(kind)):
        group.add_command(command)
    for command in _MORE[kind]() if kind in _MORE else ():
        group.add_command(command)
    return group


def _add(kind: str) -> click.Command:
    @click.command("ajouter", help=_("Crée un enregistrement à partir d’un fichier JSON."))
    @click.option("--espace", help=_("Identifiant ou nom de l’espace."))
    @click.option("--de", "source", required=True, help=_("Fichier JSON, ou «\u00a0-\u00a0» pour l’entrée standard."))
    @pass_session
    def command(session: Session, espace: str | None, source: str) -> None:
        champs = read_document(source)
        id_ = add_record(session.ports, kind, champs, espace=espace, lists=session.post.nomenclatures)
        session.answer({"id": id_}, id_)

    return command


def _list(kind: str) -> click.Command:
    @click.command("lister", help=_("Liste les enregistrements."))
    @click.option("--filtre", "filtres", multiple=True, help=_("champ=valeur\u202f; peut être répété."))
    @click.option("--limite", type=click.IntRange(min=0), help=_("Nombre de lignes au plus."))
    @pass_session
    def command(session: Session, filtres: tuple[str, ...], limite: int | None) -> None:
        query = Query(kind, tuple(read_filter(each) for each in filtres))
        total, lines = list_records(session.ports, query, limit=limite)
        shown = [
            (
                str(line["id"]),
                str(line["reference"] or _day(kind, line)),
                required(kind).titre(line),
                str(line["etat_envoi"]),
            )
            for line in lines
        ]
        session.answer({"total": total, "elements": lines}, *table(shown), _("Total\u00a0: {n}").format(n=total))

    return command


def _show(kind: str) -> click.Command:
    @click.command("montrer", help=_("Montre un enregistrement."))
    @click.argument("id_", metavar="ID")
    @click.option("--historique", is_flag=True, help=_("Avec toutes ses modifications."))
    @pass_session
    def command(session: Session, id_: str, historique: bool) -> None:
        sheet = show_record(session.ports, id_, kind=kind)
        pieces = list_pieces(session.ports, id_)
        document = sheet_document(sheet, pieces)
        if historique:
            document["revisions"] = history_of(session.ports, id_)
        facts = facts_of(session.ports, id_)
        document["faits"] = [
            {"texte": fact.texte, "ton": fact.ton, "kind": fact.kind, "id": fact.rec} for fact in facts
        ]
        with session.ports.store.read() as uow:
            titles = titles_of(uow, required(kind), sheet.champs)
        session.answer(document, *record_lines(sheet, pieces, facts, session.post.nomenclatures, titles))

    return command


def _modify(kind: str) -> click.Command:
    @click.command("modifier", help=_("Modifie des champs d’un enregistrement."))
    @click.argument("id_", metavar="ID")
    @click.option("--de", "source", required=True, help=_("Fichier JSON, ou «\u00a0-\u00a0» pour l’entrée standard."))
    @pass_session
    def command(session: Session, id_: str, source: str) -> None:
        changed = modify_record(session.ports, id_, read_document(source), kind=kind, lists=session.post.nomenclatures)
        session.answer({"id": id_, "modifie": changed}, id_ if changed else _("{id} (rien à changer)").format(id=id_))

    return command


def _print(kind: str) -> click.Command:
    @click.command("imprimer", help=_("Écrit un enregistrement en PDF ou en ODT."))
    @click.argument("id_", metavar="ID")
    @click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
    @click.option("--masque", "masked", is_flag=True, help=_("Retire ce qui peut nommer ou décrire une personne."))
    @pass_session
    def command(session: Session, id_: str, target: Path, masked: bool) -> None:
        post = session.post
        lists, counting = post.nomenclatures, post.chiffres
        size = print_record(session.ports, post.printer, id_, target, lists, kind=kind, masked=masked, outils=counting)
        session.answer({"fichier": str(target), "octets": size}, str(target))

    return command


@click.command("chercher", help=_("Cherche dans tout ce que ce poste détient."))
@click.argument("texte")
@click.option("--kind", "kind", help=_("Un seul genre d’enregistrements."))
@click.option("--limite", type=click.IntRange(min=0), default=50, show_default=True)
@pass_session
def search(session: Session, texte: str, kind: str | None, limite: int) -> None:
    """Search."""
    total, hits = search_records(session.ports, texte, kind=kind, limit=limite)
    elements = [{"id": hit.rec.hex(), "kind": hit.kind, "titre": hit.title, "extrait": hit.excerpt} for hit in hits]
    for element, hit in zip(elements, hits, strict=True):
        if hit.piece:
            element["piece"] = hit.piece
    where = _("dans la pièce {nom}")
    lines = table(
        [(hit.rec.hex(), hit.kind, hit.title, where.format(nom=hit.piece) if hit.piece else "") for hit in hits]
    )
    session.answer({"total": total, "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=total))


def sheet_document(sheet: RecordSheet, pieces: list[Piece]) -> dict[str, object]:
    """Return the document of `montrer`."""
    return {
        "id": sheet.id,
        "kind": sheet.kind,
        "espace": sheet.espace,
        "etat_envoi": sheet.sending,
        "protege": sheet.protege,
        "champs": dict(sheet.champs),
        "conflits": {key: [version_document(each) for each in values] for key, values in sheet.conflits.items()},
        "pieces": [
            {
                "id": piece.id,
                "nom": piece.nom,
                "type_mime": piece.type_mime,
                "taille": piece.taille,
                "empreinte": piece.empreinte,
                "origine": piece.origine,
                "ajoutee_le": piece.ajoutee_le,
                "presente": piece.presente,
            }
            for piece in pieces
        ],
    }


def version_document(version: Version) -> dict[str, object]:
    """Return one of the values in conflict."""
    return {
        "valeur": version.valeur,
        "revision": version.revision,
        "poste": version.poste,
        "horodatage": instant(version.horodatage_ms),
    }


def read_filter(text: str) -> tuple[str, str]:
    """Read `champ=valeur`, `champ>=valeur` or `champ<=valeur`. RefusError: filtre_invalide."""
    name, equal, value = text.partition("=")
    if not equal or not name.strip("<> "):
        raise RefusError("filtre_invalide")
    name = name.strip()
    return name + "=" if name.endswith(("<", ">")) else name, value.strip()


def _day(kind: str, line: Mapping[str, object]) -> str:
    """Return the day that lists show of a record without a reference."""
    dated = (each.name for each in required(kind).champs if each.champ.liste and each.sort == "date")
    return next((day(line[name]) for name in dated if line.get(name)), "")
