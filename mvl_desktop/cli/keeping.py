"""The commands that keep the work of a post: sauvegarder, restaurer, poste succeder."""

from datetime import UTC, datetime
from pathlib import Path

import click

from mvl_desktop.bootstrap import examine_backup, restore_post
from mvl_desktop.cli.session import Session, pass_session, read_secret
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.backup import Backup, back_up
from mvl_desktop.services.recovery import take_up_again


@click.command("sauvegarder", help=_("Écrit une sauvegarde chiffrée du poste, puis la relit en entier."))
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_session
def save(session: Session, target: Path) -> None:
    """Back up."""
    made = back_up(session.ports, session.post.opened, target)
    said = _("La sauvegarde est faite et vérifiée\u00a0: {fichier}").format(fichier=target)
    kept = _("Gardez-la loin de l’ordinateur. La phrase de passe ou la fiche de secours d’aujourd’hui l’ouvriront.")
    session.answer(_document(made), said, *_lines(made), kept)


@click.command("restaurer", help=_("Remet une sauvegarde dans un dossier où il n’y a pas de poste."))
@click.argument("source", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--essai", "trial", is_flag=True, help=_("Ouvre, vérifie et dit ce que la sauvegarde contient, sans rien changer.")
)
@click.option(
    "--code-fichier",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Fichier qui contient le code de secours, à défaut de la phrase de passe."),
)
@pass_session
def restore(session: Session, source: Path, trial: bool, code_fichier: Path | None) -> None:
    """Restore, or only try to."""
    code = read_secret(code_fichier) if code_fichier is not None else ""
    phrase = "" if code else session.phrase()
    if trial:
        found = examine_backup(source, phrase, code=code)
        said = _(
            "Essai réussi\u00a0: cette sauvegarde s’ouvre, et tout ce qu’elle contient se relit. Rien n’a été changé."
        )
        session.answer({"essai": True, **_document(found)}, said, *_lines(found))
        return
    found = restore_post(source, session.profile, phrase, code=code)
    session.answer(
        {"essai": False, "profil": str(session.profile), **_document(found)},
        _("La sauvegarde est remise dans {dossier}.").format(dossier=session.profile),
        *_lines(found),
        _("Le poste s’ouvre en lecture seule, jusqu’à ce que vous lanciez\u00a0: mvl poste succeder."),
    )


@click.command(
    "succeder", help=_("Reprend sous un nouveau nom un poste restauré ou copié\u202f; rien de saisi n’est perdu.")
)
@pass_session
def succeed(session: Session) -> None:
    """Take up again."""
    opened = session.post
    done = take_up_again(session.ports, opened.opened, opened.carriers.to)
    opened.carriers.close()
    lines = [_("Ce poste a repris sous un nouveau nom. Tous les membres de ses espaces le verront.")]
    if done.waiting:
        waits = ngettext("{n} modification partira", "{n} modifications partiront", done.waiting).format(n=done.waiting)
        lines.append(_("{modifications} à la prochaine synchronisation.").format(modifications=waits))
    lines += [
        _("Dans l’espace «\u00a0{espace}\u00a0», un opérateur doit d’abord renouveler les clés.").format(espace=espace)
        for espace in done.needs_renewal
    ]
    document = {"poste": done.device, "a_envoyer": done.waiting, "renouvellement": list(done.needs_renewal)}
    session.answer(document, *lines)


def _document(backup: Backup) -> dict[str, object]:
    held = backup.contents
    return {
        "fichier": str(backup.path),
        "faite_le": datetime.fromtimestamp(backup.made_ms / 1000, UTC).isoformat(timespec="seconds"),
        "octets": backup.size,
        "espaces": held.espaces,
        "enregistrements": held.records,
        "non_attestes": held.unsent,
        "brouillons": held.drafts,
        "pieces": held.pieces,
    }


def _lines(backup: Backup) -> tuple[str, ...]:
    held = backup.contents
    made = datetime.fromtimestamp(backup.made_ms / 1000, UTC).astimezone()
    parts = (
        ngettext("{n} enregistrement", "{n} enregistrements", held.records).format(n=held.records),
        ngettext("{n} brouillon", "{n} brouillons", held.drafts).format(n=held.drafts),
        ngettext("{n} pièce", "{n} pièces", held.pieces).format(n=held.pieces),
    )
    when = _("Faite le {jour} à {heure}.").format(jour=f"{made:%d/%m/%Y}", heure=f"{made:%H}\u00a0h\u00a0{made:%M}")
    return when, _("Elle contient {parts}.").format(parts=", ".join(parts))


COMMANDS: tuple[click.Command, ...] = (save, restore)
