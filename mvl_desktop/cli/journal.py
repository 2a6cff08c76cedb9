"""The commands on the journal of access: exporter, verifier."""

from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.audit import registers
from mvl_desktop.services.audit_export import describe, export_journal, is_sound


@click.group("journal", help=_("Le journal des accès\u00a0: le sien, ou celui de tous les postes pour un auditeur."))
def journal() -> None:
    """Group the commands on the journal."""


@journal.command("exporter", help=_("Écrit le journal et le résultat de sa vérification (.csv ou .json)."))
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def export(session: Session, target: Path) -> None:
    """Export."""
    checked, lines = export_journal(session.ports, target)
    found = describe(checked)
    document: dict[str, object] = {
        "fichier": str(target),
        "lignes": lines,
        "ok": is_sound(checked),
        "anomalies": found,
    }
    said = ngettext("{n} ligne écrite dans {fichier}.", "{n} lignes écrites dans {fichier}.", lines)
    session.answer(document, said.format(n=lines, fichier=target), *_said(found))


@journal.command("verifier", help=_("Contrôle la suite des lignes et des signatures\u202f; dit ce qui manque."))
@pass_session
def check(session: Session) -> None:
    """Check."""
    checked = registers(session.ports)
    found, ok = describe(checked), is_sound(checked)
    document: dict[str, object] = {
        "ok": ok,
        "registres": len(checked),
        "lignes": sum(each.lines for each in checked),
        "anomalies": found,
    }
    session.answer(document, *(_said(found) or [_("Aucune anomalie.")]))
    if not ok:
        session.close()
        raise click.exceptions.Exit(4)


COMMANDS: tuple[click.Command, ...] = (journal,)


def _said(found: list[dict[str, object]]) -> list[str]:
    """Return one line for each anomaly."""
    line = _("{poste}, lignes {de} à {a}\u00a0: {message}")
    return [line.format(**{name: each[name] for name in ("poste", "de", "a", "message")}) for each in found]
