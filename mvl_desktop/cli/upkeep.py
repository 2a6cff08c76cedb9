"""The commands that keep a post healthy: verifier, autotest, demo."""

from pathlib import Path

import click

from mvl_desktop.bootstrap import repair_post
from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import _
from mvl_desktop.services.piece_text import read_due
from mvl_desktop.services.refusals import RefusError


@click.command("verifier", help=_("Contrôle l’intégrité du magasin."))
@click.option("--reconstruire", is_flag=True, help=_("Reconstruit les listes et la recherche depuis le journal."))
@click.option(
    "--reparer",
    is_flag=True,
    help=_("Répare ce qui peut l’être sans rien perdre\u202f; garde le fichier abîmé à côté."),
)
@pass_session
def check(session: Session, reconstruire: bool, reparer: bool) -> None:
    """Check the store."""
    repaired = reparer and repair_post(session.profile, session.phrase())
    if repaired:
        session.say(_("Le magasin était abîmé\u202f; ce qui dure a été repris en entier, les listes sont refaites."))
    store = session.ports.store
    if reconstruire or reparer:
        store.rebuild()
        read_due(session.ports, session.post.texts.reader)
    problems = store.check(thorough=True)
    document: dict[str, object] = {"ok": not problems, "problemes": problems, "repare": repaired}
    said = [_(session.settings.message(problem).phrase) for problem in problems]
    session.answer(document, *(said or [_("Aucun problème.")]))
    if problems:
        session.close()
        raise click.exceptions.Exit(4)


@click.command("autotest", help=_("Vérifie que ce programme est complet et sait chiffrer, chercher et imprimer."))
@pass_session
def autotest(session: Session) -> None:
    """Test the program itself."""
    from mvl_desktop.cli.autotest import checks

    results = checks(session.settings)
    wrong = [name for name, outcome in results.items() if outcome != "ok"]
    document: dict[str, object] = {"ok": not wrong, "controles": results}
    session.answer(document, *(f"{name}\u00a0: {outcome}" for name, outcome in results.items()))
    if wrong:
        raise click.exceptions.Exit(1)


@click.command("demo", help=_("Joue une démonstration complète avec des données fictives."))
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--signalements", type=click.IntRange(min=1, max=100_000), default=40, show_default=True)
@pass_session
def demo(session: Session, target: Path, signalements: int) -> None:
    """Play the demonstration."""
    from mvl_desktop.cli.demo import StepFailedError, play

    if target.exists() and any(target.iterdir()):
        raise RefusError("dossier_non_vide")
    try:
        story = play(target, signalements, lambda line: session.say(line) if session.as_json else click.echo(line))
    except StepFailedError as failed:
        session.say(failed.detail)
        raise
    if session.as_json:
        session.answer(story)


COMMANDS: tuple[click.Command, ...] = (check, autotest, demo)
