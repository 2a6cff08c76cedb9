"""The commands that make a post and change what opens it: init, phrase, secours."""

from pathlib import Path

import click

from mvl_desktop.bootstrap import change_passphrase, prepare_post, use_recovery
from mvl_desktop.cli.session import Session, pass_session, read_secret, write_new
from mvl_desktop.i18n import _
from mvl_desktop.services import custody
from mvl_desktop.services.founding import NAME_MAX


@click.command("init", help="Crée le poste et son magasin chiffré.")
@click.option("--nom", default="", help="Nom de la personne ou du poste.")
@click.option(
    "--fiche-secours",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier où écrire la fiche de secours, à imprimer puis à détruire.",
)
@click.option("--trousseau", is_flag=True, help="Demande aussi un secret au trousseau du système, à chaque ouverture.")
@pass_session
def init(session: Session, nom: str, fiche_secours: Path | None, trousseau: bool) -> None:
    """Make the store. The recovery sheet is written before anything else can be done."""
    name = " ".join(nom.split())[:NAME_MAX]
    new = prepare_post(session.settings, session.profile, session.phrase(), name, with_keyring=trousseau)
    document, lines = _hand_over(new.sheet, new.code, fiche_secours)
    new.confirm().close()
    session.answer({"profil": str(session.profile), **document}, f"Le poste est créé dans {session.profile}.", *lines)


@click.group("phrase", help="La phrase de passe du poste.")
def phrase() -> None:
    """Group the commands on the passphrase."""


@phrase.command("changer", help="Remplace la phrase de passe.")
@click.option("--nouvelle-fichier", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def change(session: Session, nouvelle_fichier: Path) -> None:
    """Change the passphrase."""
    change_passphrase(session.settings, session.profile, session.phrase(), read_secret(nouvelle_fichier))
    session.answer({"ok": True}, "La phrase de passe est changée.")


@phrase.command(
    "compromise", help=_("Cette phrase a fui\u00a0: change la clé de tout le magasin, la phrase et le code.")
)
@click.option("--nouvelle-fichier", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--fiche-secours", type=click.Path(path_type=Path, dir_okay=False), help=_("Nouvelle fiche de secours."))
@pass_session
def leaked(session: Session, nouvelle_fichier: Path, fiche_secours: Path | None) -> None:
    """Give the store another key; copies made before stay under the former one."""
    new = custody.change_key(session.ports, session.post.opened, read_secret(nouvelle_fichier))
    document, lines = _hand_over(new.sheet, new.code, fiche_secours)
    new.confirm()
    said = _("La clé du magasin, la phrase de passe et le code de secours sont remplacés. Rien n’a été perdu.")
    warned = _(
        "Les sauvegardes d’avant s’ouvrent encore avec l’ancienne phrase\u00a0: détruisez-les et faites-en une autre."
    )
    session.answer({"ok": True, **document}, said, warned, *lines)


@click.group("secours", help="Le code de la fiche de secours.")
def rescue() -> None:
    """Group the commands on the recovery code."""


@rescue.command("utiliser", help="Ouvre le poste par le code de secours et choisit une nouvelle phrase de passe.")
@click.option("--code-fichier", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--fiche-secours", type=click.Path(path_type=Path, dir_okay=False), help="Nouvelle fiche de secours.")
@pass_session
def use(session: Session, code_fichier: Path, fiche_secours: Path | None) -> None:
    """Set the passphrase of --phrase-fichier by the recovery code, which is replaced by a new one."""
    new = use_recovery(session.settings, session.profile, read_secret(code_fichier), session.phrase())
    document, lines = _hand_over(new.sheet, new.code, fiche_secours)
    new.confirm()
    session.answer({"ok": True, **document}, "La phrase de passe et le code de secours sont remplacés.", *lines)


@rescue.command("renouveler", help=_("Donne une nouvelle fiche de secours\u202f; la phrase de passe ne change pas."))
@click.option("--fiche-secours", type=click.Path(path_type=Path, dir_okay=False), help=_("Nouvelle fiche de secours."))
@pass_session
def renew(session: Session, fiche_secours: Path | None) -> None:
    """Replace the recovery code."""
    new = custody.renew_code(session.ports, session.post.opened)
    document, lines = _hand_over(new.sheet, new.code, fiche_secours)
    new.confirm()
    said = _("Le code de secours est remplacé\u00a0: détruisez l’ancienne fiche.")
    session.answer({"ok": True, **document}, said, *lines)


COMMANDS: tuple[click.Command, ...] = (init, phrase, rescue)


def _hand_over(sheet: str, code: str, target: Path | None) -> tuple[dict[str, object], list[str]]:
    """Write the recovery sheet, or give it in the answer, before anything depends on it."""
    if target is None:
        return {"code_secours": code}, [sheet]
    write_new(target, sheet.encode("utf-8"))
    said = f"Fiche de secours\u00a0: {target} — à imprimer, puis à supprimer de l’ordinateur."
    return {"fiche_secours": str(target)}, [said]
