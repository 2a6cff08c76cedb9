"""The commands of every kind of record: `mvl signalement ajouter|lister|montrer|modifier|imprimer`, and search."""

import json
from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.store import Query
from mvl_desktop.services.fiches import add_default_fiches, apply_fiche
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
from mvl_desktop.services.times import instant

_NOT_COMMANDS = frozenset({"poste", "ordre", "export", "sequestre", "reprise"})


def kind_groups() -> list[click.Group]:
    """Return one group of commands for each kind that people record."""
    return [_group(kind) for kind in kinds() if kind not in _NOT_COMMANDS]


def _group(kind: str) -> click.Group:
    said = _("{pluriel}\u00a0: enregistrer, lister, montrer, modifier, imprimer.").format(
        pluriel=_(required(kind).pluriel)
    )
    group = click.Group(kind, help=said)
    for command in (_add(kind), _list(kind), _show(kind), _modify(kind), _print(kind)):
        group.add_command(command)
    if kind == "fiche-conduite":
        group.add_command(apply_command)
        group.add_command(default_command)
    return group


@click.command(
    "appliquer", help=_("Applique une fiche à un signalement\u00a0: ses étapes deviennent une liste à cocher.")
)
@click.argument("fiche")
@click.argument("signalement")
@pass_session
def apply_command(session: Session, fiche: str, signalement: str) -> None:
    """Apply a fiche."""
    added = apply_fiche(session.ports, signalement, fiche)
    said = ngettext("{n} étape ajoutée.", "{n} étapes ajoutées.", added).format(n=added)
    session.answer({"id": signalement, "etapes": added}, said)


@click.command("par-defaut", help=_("Ajoute les fiches fournies avec l’application, sauf celles qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def default_command(session: Session, espace: str | None) -> None:
    """Add the fiches that come with the application."""
    sources = sorted((session.settings.resources / "fiches").glob("*.json"))
    documents = [json.loads(source.read_text(encoding="utf-8")) for source in sources]
    made = add_default_fiches(session.ports, documents, espace=espace)
    said = ngettext("{n} fiche ajoutée.", "{n} fiches ajoutées.", len(made)).format(n=len(made))
    session.answer({"ajoutees": made}, said)


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
            (str(line["id"]), str(line["reference"]), required(kind).titre(line), str(line["etat_envoi"]))
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
        session.answer(document, *_lines(session, sheet, pieces))

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
        size = print_record(session.ports, post.printer, id_, target, post.nomenclatures, kind=kind, masked=masked)
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
    lines = table([(hit.rec.hex(), hit.kind, hit.title) for hit in hits])
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


def _lines(session: Session, sheet: RecordSheet, pieces: list[Piece]) -> list[str]:
    declared = required(sheet.kind)
    lines = [f"{declared.libelle} {sheet.id} ({sheet.sending})"]
    for key, value in sheet.champs.items():
        field = declared.champ(key)
        code = field.champ.nomenclature if field and field.sort == "code" else None
        said = session.post.nomenclatures.libelle(code, str(value)) if code else value
        lines.append(f"{declared.wording(key)}\u00a0: {said}")
    undecided, attached = _("À décider\u00a0: {champ}"), _("Pièce {id}\u00a0: {nom} ({n} octets)")
    lines += [undecided.format(champ=declared.wording(key)) for key in sheet.conflits]
    lines += [attached.format(id=piece.id, nom=piece.nom, n=piece.taille) for piece in pieces]
    return lines
