"""`mvl`: the command line of a post. Exit codes and names are a contract (architecture 6)."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from mvl_desktop.bootstrap import default_settings, prepare_process
from mvl_desktop.cli.french import named, speak_french
from mvl_desktop.cli.incidents import incident
from mvl_desktop.cli.lazy import LazyGroup, Room
from mvl_desktop.cli.session import Session, code_of, pass_session
from mvl_desktop.i18n import _

LINE_MAX = 16 << 20


def _annuaire() -> Iterable[click.Command]:
    from mvl_desktop.cli import annuaire

    return annuaire.COMMANDS


def _arbitration() -> Iterable[click.Command]:
    from mvl_desktop.cli import arbitration

    return arbitration.COMMANDS


def _communicables() -> Iterable[click.Command]:
    from mvl_desktop.cli import communicables

    return communicables.COMMANDS


def _conservation() -> Iterable[click.Command]:
    from mvl_desktop.cli import conservation

    return conservation.COMMANDS


def _custodians() -> Iterable[click.Command]:
    from mvl_desktop.cli import custodians

    return custodians.COMMANDS


def _duplicates() -> Iterable[click.Command]:
    from mvl_desktop.cli import duplicates

    return duplicates.COMMANDS


def _deadlines() -> Iterable[click.Command]:
    from mvl_desktop.cli import echeances

    return echeances.COMMANDS


def _exchanges() -> Iterable[click.Command]:
    from mvl_desktop.cli import exchanges

    return exchanges.COMMANDS


def _exports() -> Iterable[click.Command]:
    from mvl_desktop.cli import exports

    return exports.COMMANDS


def _importing() -> Iterable[click.Command]:
    from mvl_desktop.cli import importing

    return importing.COMMANDS


def _journal() -> Iterable[click.Command]:
    from mvl_desktop.cli import journal

    return journal.COMMANDS


def _keeping() -> Iterable[click.Command]:
    from mvl_desktop.cli import keeping

    return keeping.COMMANDS


def _letters() -> Iterable[click.Command]:
    from mvl_desktop.cli import letters

    return letters.COMMANDS


def _membership() -> Iterable[click.Command]:
    from mvl_desktop.cli import custodians, keeping, membership

    membership.post.add_command(keeping.succeed)
    for command in custodians.OF_ESPACES:
        membership.espace.add_command(command)
    return membership.COMMANDS


def _profile() -> Iterable[click.Command]:
    from mvl_desktop.cli import custodians, profile

    for command in custodians.OF_RESCUE:
        profile.rescue.add_command(command)
    return profile.COMMANDS


def _records() -> Iterable[click.Command]:
    from mvl_desktop.cli import records

    return (*records.kind_groups(), records.search)


def _statistics() -> Iterable[click.Command]:
    from mvl_desktop.cli import statistiques

    return statistiques.COMMANDS


def _transmissions() -> Iterable[click.Command]:
    from mvl_desktop.cli import transmissions

    return transmissions.COMMANDS


def _upkeep() -> Iterable[click.Command]:
    from mvl_desktop.cli import upkeep

    return upkeep.COMMANDS


ROOMS: Mapping[str, Room] = {
    **dict.fromkeys(("init", "phrase", "secours"), _profile),
    **dict.fromkeys(("espace", "poste", "cles", "quarantaine"), _membership),
    **dict.fromkeys(("synchroniser", "lot", "piece"), _exchanges),
    **dict.fromkeys(("effacer", "conservation"), _conservation),
    **dict.fromkeys(("exporter", "exports"), _exports),
    **dict.fromkeys(("verifier", "autotest", "demo"), _upkeep),
    **dict.fromkeys(("sauvegarder", "restaurer"), _keeping),
    **dict.fromkeys(("gardien", "gardiens"), _custodians),
    "annuaire": _annuaire,
    "conflits": _arbitration,
    "courrier": _letters,
    "copie-communicable": _communicables,
    "doublons": _duplicates,
    "echeances": _deadlines,
    "importer": _importing,
    "journal": _journal,
    "statistiques": _statistics,
    "transmission": _transmissions,
}
"""Where each command is; any other name is a kind of record."""


@click.group(cls=LazyGroup, rooms=ROOMS, rest=_records, context_settings={"help_option_names": ["--aide", "--help"]})
@click.option(
    "--profil", type=named(click.Path(path_type=Path, file_okay=False), "dossier"), help=_("Dossier du poste.")
)
@click.option(
    "--phrase-fichier",
    type=named(click.Path(path_type=Path, dir_okay=False), "fichier"),
    help=_("Fichier qui contient la phrase de passe."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Répond par un document JSON."))
@click.pass_context
def mvl(context: click.Context, profil: Path | None, phrase_fichier: Path | None, as_json: bool) -> None:
    """Enregistrer, échanger et suivre des signalements, hors connexion et sous scellés."""
    if isinstance(context.obj, Session):
        return
    context.obj = Session(profil, phrase_fichier, as_json)
    context.call_on_close(context.obj.close)


@mvl.command("enchainer", help=_("Exécute des commandes lues sur l’entrée standard, une par ligne."))
@click.argument("source", type=click.Choice(["-"]))
@pass_session
def chain(session: Session, source: str) -> None:
    """Answer each line by one JSON document on one line; the post is opened once."""
    import shlex

    session.as_json, session.chained = True, True
    session.open()
    for raw in sys.stdin:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        try:
            words = shlex.split(line)
        except ValueError:
            _refuse(session, "ligne_illisible")
            continue
        _run_line(session, words)
        sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    """Run one call, in French whatever the machine speaks, and leave with the exit code of the contract."""
    prepare_process()
    speak_french()
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(words))


def run(words: list[str]) -> int:
    """Run one call; return its exit code."""
    as_json = "--json" in words
    try:
        mvl.main(words, prog_name="mvl", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return _answer_refusal("annule", as_json=as_json)
    except click.ClickException as error:
        return _usage(error, as_json=as_json)
    except Exception as error:  # noqa: BLE001 (the last door: every failure ends in a sentence and a code)
        return _answer_refusal(_known_code(error), as_json=as_json, error=error)
    return 0


def _run_line(session: Session, words: list[str]) -> None:
    try:
        with mvl.make_context("mvl", list(words), obj=session) as context:
            mvl.invoke(context)
    except click.ClickException as error:
        _emit({"erreur": "usage", "message": error.format_message()})
    except click.exceptions.Exit:
        return
    except Exception as error:  # noqa: BLE001 (one line that fails does not stop the next)
        _refuse(session, _known_code(error))


def _refuse(session: Session, code: str) -> None:
    _emit({"erreur": code, "message": _(session.settings.message(code).phrase)})


def _answer_refusal(code: str, *, as_json: bool, error: Exception | None = None) -> int:
    message = default_settings().message(code)
    phrase = _(message.phrase)
    champ = getattr(error, "champ", None)
    if isinstance(champ, str):
        phrase = _("{phrase} (champ «\u00a0{champ}\u00a0»)").format(phrase=phrase, champ=champ)
    if as_json:
        _emit({"erreur": code, "message": phrase})
    else:
        click.echo(phrase, err=True)
    return message.sortie


def _usage(error: click.ClickException, *, as_json: bool) -> int:
    if as_json:
        _emit({"erreur": "usage", "message": error.format_message()})
    else:
        error.show()
    return 2


def _known_code(error: Exception) -> str:
    """Return the code of a failure that has a sentence; anything else is our bug."""
    known = default_settings().messages
    code = code_of(error)
    from mvl_desktop.protocol.registry import RegistryRefusedError

    if isinstance(error, RegistryRefusedError):
        # What a person asked for breaks a rule of the registry that no use case foresaw.
        code = "role_insuffisant" if code == "role" else "registre_refuse"
    if code in known and code != "erreur_interne":
        return code
    click.echo(incident(error), err=True)
    return "erreur_interne"


def _emit(document: dict[str, str]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False))
