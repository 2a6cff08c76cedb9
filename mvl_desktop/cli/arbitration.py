"""The commands on conflicts: lister, montrer, resoudre, annuler."""

import json

import click

from mvl_desktop.cli.records import version_document
from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import _
from mvl_desktop.services.conflicts import Conflict, decide, list_conflicts, show_conflicts, undo
from mvl_desktop.services.refusals import RefusError


@click.group("conflits", help=_("Les champs que deux personnes ont changés sans se voir."))
def conflicts() -> None:
    """Group the commands on conflicts."""


@conflicts.command("lister", help=_("Liste les champs à décider."))
@pass_session
def list_command(session: Session) -> None:
    """List."""
    _answer(session, list_conflicts(session.ports))


@conflicts.command("montrer", help=_("Montre les champs à décider d’un enregistrement."))
@click.argument("id_", metavar="ID")
@pass_session
def show(session: Session, id_: str) -> None:
    """Show."""
    _answer(session, show_conflicts(session.ports, id_))


@conflicts.command("resoudre", help=_("Décide un champ, en gardant une valeur ou en en donnant une autre."))
@click.argument("id_", metavar="ID")
@click.argument("champ")
@click.option("--garder", "keep", help=_("Révision dont la valeur est gardée."))
@click.option("--valeur", "value", help=_("Valeur, en JSON."))
@click.option("--motif", required=True)
@pass_session
def resolve(session: Session, id_: str, champ: str, keep: str | None, value: str | None, motif: str) -> None:
    """Decide."""
    if (keep is None) == (value is None):
        raise click.UsageError(_("Indiquez --garder REVISION ou --valeur JSON."))
    decide(session.ports, id_, champ, motif=motif, keep=keep, value=_parsed(value), lists=session.post.nomenclatures)
    session.answer({"id": id_, "champ": champ}, _("C’est décidé."))


@conflicts.command("annuler", help=_("Revient sur la dernière décision prise pour un champ."))
@click.argument("id_", metavar="ID")
@click.argument("champ")
@pass_session
def cancel(session: Session, id_: str, champ: str) -> None:
    """Undo."""
    undo(session.ports, id_, champ)
    session.answer(
        {"id": id_, "champ": champ}, _("La décision est annulée\u202f; les valeurs sont de nouveau à décider.")
    )


COMMANDS: tuple[click.Command, ...] = (conflicts,)


def _answer(session: Session, found: list[Conflict]) -> None:
    elements = [
        {
            "id": each.id,
            "kind": each.kind,
            "champ": each.champ,
            "valeurs": [version_document(version) for version in each.valeurs],
        }
        for each in found
    ]
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.id}  {each.titre} — {each.libelle} ({each.champ})")
        lines += [f"    {version.revision}  {version.poste}\u00a0: {version.valeur}" for version in each.valeurs]
    session.answer(
        {"total": len(elements), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(elements))
    )


def _parsed(value: str | None) -> object:
    if value is None:
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise RefusError("json_invalide") from None
