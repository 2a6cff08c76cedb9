"""The commands that keep a post healthy: effacer, verifier, autotest, demo."""

from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import N_, _
from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.refusals import RefusError

_STATES = {"in_force": "en_vigueur", "proposed": "propose", "needs_second": "attend_seconde_signature"}
_SENTENCES = {
    "in_force": N_("L’enregistrement est effacé ici\u202f; les autres postes l’effaceront au prochain échange."),
    "proposed": N_("L’ordre d’effacement partira à la prochaine synchronisation."),
    "needs_second": N_("Une seconde personne doit signer\u00a0: qu’elle lance la même commande sur son poste."),
}


@click.command("effacer", help=_("Ordonne l’effacement d’un enregistrement, partout."))
@click.argument("id_", metavar="ID")
@click.option(
    "--motif", required=True, help=_("opposition, fin_de_conservation, erreur_de_saisie, hors_champ, decision")
)
@click.option("--second", help=_("Poste à qui la seconde signature est demandée."))
@pass_session
def erase(session: Session, id_: str, motif: str, second: str | None) -> None:
    """Erase."""
    orders = erase_record(session.ports, id_, motif=motif, second=second)
    document: dict[str, object] = {
        "id": id_,
        "etat": _STATES[orders[0].state],
        "ordres": [{"id": order.id, "etat": _STATES[order.state]} for order in orders],
    }
    session.answer(document, _(_SENTENCES[orders[0].state]))


@click.command("verifier", help=_("Contrôle l’intégrité du magasin."))
@click.option("--reconstruire", is_flag=True, help=_("Reconstruit les listes et la recherche depuis le journal."))
@pass_session
def check(session: Session, reconstruire: bool) -> None:
    """Check the store."""
    store = session.ports.store
    if reconstruire:
        store.rebuild()
    problems = store.check(thorough=True)
    document: dict[str, object] = {"ok": not problems, "problemes": problems}
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
    session.answer(document, *(f"{name} : {outcome}" for name, outcome in results.items()))
    if wrong:
        raise click.exceptions.Exit(1)


@click.command("demo", help=_("Joue une démonstration complète avec des données fictives."))
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--signalements", type=click.IntRange(min=1, max=100_000), default=40, show_default=True)
@pass_session
def demo(session: Session, target: Path, signalements: int) -> None:
    """Play the demonstration."""
    from mvl_desktop.cli.demo import play

    if target.exists() and any(target.iterdir()):
        raise RefusError("dossier_non_vide")
    story = play(target, signalements, lambda line: session.say(line) if session.as_json else click.echo(line))
    if session.as_json:
        session.answer(story)


COMMANDS: tuple[click.Command, ...] = (erase, check, autotest, demo)
