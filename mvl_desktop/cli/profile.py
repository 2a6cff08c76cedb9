"""The commands that make and open a post: init, phrase, secours, verifier's friends are in `upkeep`."""

from pathlib import Path

import click

from mvl_desktop.bootstrap import change_passphrase, create_post, use_recovery
from mvl_desktop.cli.session import Session, pass_session, read_secret, write_new
from mvl_desktop.services.founding import NAME_MAX
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.sheets import recovery_sheet


@click.command("init", help="Crée le poste et son magasin chiffré.")
@click.option("--nom", default="", help="Nom de la personne ou du poste.")
@click.option(
    "--fiche-secours",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier où écrire la fiche de secours, à imprimer puis à détruire.",
)
@pass_session
def init(session: Session, nom: str, fiche_secours: Path | None) -> None:
    """Make the store. The recovery sheet is written before anything else can be done."""
    name = " ".join(nom.split())[:NAME_MAX]
    created = create_post(session.settings, session.profile, _new_phrase(session), name)
    sheet = recovery_sheet(created.code, name, created.store_id)
    document: dict[str, object] = {"profil": str(session.profile), "magasin": created.store_id}
    lines = [f"Le poste est créé dans {session.profile}."]
    if fiche_secours is not None:
        try:
            write_new(fiche_secours, sheet.encode("utf-8"))
        except RefusError:
            created.abandon()
            raise
        document["fiche_secours"] = str(fiche_secours)
        lines.append(f"Fiche de secours : {fiche_secours} — à imprimer, puis à supprimer de l’ordinateur.")
    else:
        document["code_secours"] = created.code
        lines.append(sheet)
    created.confirm()
    session.answer(document, *lines)


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


@click.group("secours", help="Le code de la fiche de secours.")
def rescue() -> None:
    """Group the commands on the recovery code."""


@rescue.command("utiliser", help="Ouvre le poste par le code de secours et choisit une nouvelle phrase de passe.")
@click.option("--code-fichier", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--fiche-secours", type=click.Path(path_type=Path, dir_okay=False), help="Nouvelle fiche de secours.")
@pass_session
def use(session: Session, code_fichier: Path, fiche_secours: Path | None) -> None:
    """Set the passphrase of --phrase-fichier by the recovery code, which is replaced by a new one."""
    code, store_id = use_recovery(session.settings, session.profile, read_secret(code_fichier), session.phrase())
    sheet = recovery_sheet(code, "", store_id)
    document: dict[str, object] = {"ok": True}
    if fiche_secours is not None:
        write_new(fiche_secours, sheet.encode("utf-8"))
        document["fiche_secours"] = str(fiche_secours)
        session.answer(document, f"Nouvelle fiche de secours : {fiche_secours}.")
        return
    document["code_secours"] = code
    session.answer(document, sheet)


COMMANDS: tuple[click.Command, ...] = (init, phrase, rescue)


def _new_phrase(session: Session) -> str:
    chosen = session.phrase()
    if len(chosen) < 1:
        raise RefusError("phrase_vide")
    return chosen
