"""The commands on gardiens: their sheets, who they are, a rehearsal; copy an espace, found it again; open a post."""

import getpass
import sys
from pathlib import Path

import click

from mvl_desktop.bootstrap import prepare_guardian, use_guardians
from mvl_desktop.cli.session import Session, pass_session, table, write_new
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services import custodian_slot
from mvl_desktop.services.custodian_sheets import CARD_ENDING, Card, read_card
from mvl_desktop.services.custodians import COUNT, ENOUGH, Custody, Guardian, list_custodians, rehearse, set_custodians
from mvl_desktop.services.espace_copies import copy_espace
from mvl_desktop.services.files import read_small
from mvl_desktop.services.refounding import refound
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day

SHEET_MAX = 4096
_PATH = click.Path(path_type=Path, dir_okay=False)
_STATES = {"in_force": "en_vigueur", "proposed": "propose"}
_SENTENCES = {
    "in_force": N_("Les gardiens sont nommés, et les clés renouvelées."),
    "proposed": N_("Les gardiens seront en place à la prochaine synchronisation."),
}
_PRINT_IT = N_("Fiche\u00a0: {fichier} — à imprimer, puis à supprimer de l’ordinateur.")
_SHEETS_HELP = N_("Fichier des 24 mots d’une fiche\u202f; deux fois. Sans cette option, ils sont demandés.")


@click.group("gardien", help=_("Pour qui devient gardien\u00a0: préparer sa fiche, sur son propre ordinateur."))
def guardian() -> None:
    """Group what a guardian does."""


@guardian.command("preparer", help=_("Tire une clé au sort, l’imprime en 24 mots, et donne sa moitié publique."))
@click.option("--vers", "target", required=True, type=_PATH, help=_("La fiche à imprimer, en PDF."))
@click.option("--cle", "card", type=_PATH, help=_("Le fichier public à remettre à l’administrateur."))
@click.option("--nom", default="", help=_("Votre nom."))
@click.option("--espace", default="", help=_("Le nom de l’espace, tel qu’il sera imprimé."))
@pass_session
def prepare(session: Session, target: Path, card: Path | None, nom: str, espace: str) -> None:
    """Prepare a sheet; no post is opened, and nothing secret is kept."""
    public = card or target.with_suffix(CARD_ENDING)
    made = prepare_guardian(session.settings, target, public, nom, espace)
    session.answer(
        {"fiche": str(target), "cle": str(public), "empreinte": made.fingerprint},
        _(_PRINT_IT).format(fichier=target),
        _("Clé publique, à remettre à l’administrateur\u00a0: {fichier}").format(fichier=public),
        _("Empreinte, à lui lire\u00a0: {empreinte}").format(empreinte=made.fingerprint),
    )


@click.group("gardiens", help=_("Les trois gardiens d’un espace, dont deux suffisent à le rouvrir."))
def guardians() -> None:
    """Group the commands on guardians."""


@guardians.command("definir", help=_("Nomme les trois gardiens d’un espace et renouvelle ses clés."))
@click.argument("cles", nargs=-1, required=True, type=_PATH)
@click.option("--espace", "nom", help=_("Identifiant ou nom de l’espace."))
@pass_session
def define(session: Session, cles: tuple[Path, ...], nom: str | None) -> None:
    """Name the guardians."""
    if len(cles) != COUNT:
        raise RefusError("trois_gardiens")
    cards = [read_card(each, session.ports.crypto) for each in cles]
    state = set_custodians(session.ports, nom, cards)
    session.answer(
        {"etat": _STATES[state], "gardiens": [_card(card) for card in cards]},
        _(_SENTENCES[state]),
        *table([(card.name, card.fingerprint) for card in cards]),
        _("Faites lire à chaque gardien l’empreinte de sa fiche\u00a0: elle doit être celle-ci."),
    )


@guardians.command("lister", help=_("Dit qui garde chaque espace, et quand le secours a été répété."))
@pass_session
def list_command(session: Session) -> None:
    """List the guardians."""
    found = list_custodians(session.ports)
    rows = [(each.espace_name, guardian.name, guardian.fingerprint) for each in found for guardian in each.guardians]
    session.answer(
        {"total": len(found), "elements": [_custody(each) for each in found]},
        *table(rows),
        *(_standing(each) for each in found),
    )


@guardians.command("essayer", help=_("Répète le secours\u00a0: deux fiches ouvrent-elles l’espace\u202f?"))
@click.option("--espace", "nom", help=_("Identifiant ou nom de l’espace."))
@click.option("--fiche", "fiches", multiple=True, type=_PATH, help=_(_SHEETS_HELP))
@pass_session
def try_command(session: Session, nom: str | None, fiches: tuple[Path, ...]) -> None:
    """Rehearse."""
    ports = session.ports
    done = rehearse(ports, nom, _sheets(session, fiches))
    who = ", ".join(_spoken(each) for each in done.guardians)
    said = _("Essai réussi\u00a0: ces deux fiches ouvrent la clé n° {n} de «\u00a0{espace}\u00a0» ({qui}).")
    session.answer(
        {"ok": True, "espace": done.espace, "epoque": done.epoch, "gardiens": [_told(each) for each in done.guardians]},
        said.format(n=done.epoch, espace=done.espace_name, qui=who),
        _("Rien n’a été changé. Remettez chaque fiche sous clé."),
    )


@click.command("copier", help=_("Copie un espace entier dans un fichier, sous scellés, pour les gardiens."))
@click.argument("nom", required=False)
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def copy(session: Session, nom: str | None, target: Path) -> None:
    """Copy an espace."""
    made = copy_espace(session.ports, nom, target)
    lines = [
        _("Copie\u00a0: {fichier}").format(fichier=target),
        _("Empreinte du fondateur\u00a0: {empreinte}").format(empreinte=made.founder),
    ]
    if not made.opens:
        lines.append(_("Sa clé du moment n’est gardée par personne ici\u00a0: aucun gardien n’ouvrirait cette copie."))
    session.answer(
        {
            "fichier": str(target),
            "espace": made.espace,
            "empreinte": made.founder,
            "octets": made.size,
            "gardee": made.opens,
        },
        *lines,
    )


@click.command("refonder", help=_("Refonde un espace perdu, avec tout son historique, grâce à deux gardiens."))
@click.argument("copie", type=_PATH)
@click.option("--nom", "nom", required=True, help=_("Nom du nouvel espace."))
@click.option("--fondateur", help=_("Empreinte du fondateur de l’ancien espace, telle qu’elle est sur papier."))
@click.option("--compartiment-de", help=_("Espace dont celui-ci est un compartiment."))
@click.option("--fiche", "fiches", multiple=True, type=_PATH, help=_(_SHEETS_HELP))
@pass_session
def refound_command(
    session: Session,
    copie: Path,
    nom: str,
    fondateur: str | None,
    compartiment_de: str | None,
    fiches: tuple[Path, ...],
) -> None:
    """Found an espace again."""
    ports = session.ports
    sheets = _sheets(session, fiches)
    done = refound(ports, copie, sheets, nom, founder=fondateur, compartment_of=compartiment_de)
    document: dict[str, object] = {
        "espace": done.espace,
        "nom": nom,
        "ancien": done.former,
        "fondateur": done.founder,
        "fondateur_verifie": fondateur is not None,
        "empreinte": done.fingerprint,
        "enregistrements": done.records,
        "revisions": done.revisions,
        "pieces": done.pieces,
        "manquants": dict(done.missing),
    }
    lines = [
        _("L’espace est refondé sous le nom «\u00a0{nom}\u00a0».").format(nom=nom),
        ngettext("{n} enregistrement repris.", "{n} enregistrements repris.", done.records).format(n=done.records),
        ngettext("{n} modification, avec son auteur.", "{n} modifications, avec leurs auteurs.", done.revisions).format(
            n=done.revisions
        ),
        *(f"{_(_MISSING[what])}\u00a0: {count}" for what, count in done.missing.items() if count),
    ]
    if fondateur is None:
        said = _("Comparez cette empreinte du fondateur à celle des invitations de l’ancien espace\u00a0: {empreinte}")
        lines.append(said.format(empreinte=done.founder))
    lines.append(_("Invitez de nouveau chaque personne, puis nommez des gardiens."))
    session.answer(document, *lines)


@click.command("gardiens", help=_("Laisse deux gardiens ouvrir ce poste, si la phrase et le code se perdent."))
@click.option("--espace", "nom", help=_("Espace dont les gardiens ouvriront aussi ce poste."))
@click.option("--aucun", "nobody", is_flag=True, help=_("Retire ce droit aux gardiens."))
@pass_session
def keep_slot(session: Session, nom: str | None, nobody: bool) -> None:
    """Keep the store's key for guardians, or no more."""
    post = session.post
    if nobody:
        custodian_slot.forget(post.ports, post.opened)
        session.answer({"gardiens": None}, _("Les gardiens n’ouvrent plus ce poste."))
        return
    espace = custodian_slot.keep(post.ports, post.opened, nom)
    said = _("Deux des trois gardiens de «\u00a0{espace}\u00a0» peuvent ouvrir ce poste.")
    session.answer({"gardiens": espace}, said.format(espace=espace))


@click.command("ouvrir", help=_("Ouvre le poste par deux gardiens et choisit une nouvelle phrase de passe."))
@click.option("--fiche", "fiches", multiple=True, type=_PATH, help=_(_SHEETS_HELP))
@click.option("--fiche-secours", type=_PATH, help=_("Nouvelle fiche de secours."))
@pass_session
def open_command(session: Session, fiches: tuple[Path, ...], fiche_secours: Path | None) -> None:
    """Set the passphrase of --phrase-fichier by two guardians; the recovery code is replaced by a new one."""
    new = use_guardians(session.settings, session.profile, _sheets(session, fiches), session.phrase())
    document: dict[str, object] = {"code_secours": new.code}
    lines = [new.sheet]
    if fiche_secours is not None:
        write_new(fiche_secours, new.sheet.encode("utf-8"))
        document = {"fiche_secours": str(fiche_secours)}
        lines = [_(_PRINT_IT).format(fichier=fiche_secours)]
    new.confirm()
    session.answer({"ok": True, **document}, _("La phrase de passe et le code de secours sont remplacés."), *lines)


COMMANDS: tuple[click.Command, ...] = (guardian, guardians)
OF_ESPACES: tuple[click.Command, ...] = (copy, refound_command)
OF_RESCUE: tuple[click.Command, ...] = (keep_slot, open_command)

_MISSING = {
    "sans_cle": N_("Enregistrements sans clé, non repris"),
    "absentes": N_("Modifications absentes de la copie"),
    "illisibles": N_("Modifications illisibles"),
    "en_quarantaine": N_("Modifications en quarantaine, non reprises"),
    "en_attente": N_("Modifications dont la suite manque"),
    "pieces": N_("Pièces absentes de la copie"),
}


def _sheets(session: Session, files: tuple[Path, ...]) -> list[str]:
    """Return two sheets as typed: from their files, else asked for on the terminal, unseen."""
    if files:
        return [_typed(each) for each in files]
    if not sys.stdin.isatty() or session.chained:
        raise RefusError("deux_fiches")
    asked = _("Les 24 mots de la fiche n° {n}\u00a0: ")
    return [getpass.getpass(asked.format(n=place)) for place in range(1, ENOUGH + 1)]


def _typed(path: Path) -> str:
    try:
        return read_small(path, SHEET_MAX).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusError("fichier_illisible") from None


def _card(card: Card) -> dict[str, str]:
    return {"nom": card.name, "empreinte": card.fingerprint}


def _told(guardian: Guardian) -> dict[str, str]:
    return {"nom": guardian.name, "empreinte": guardian.fingerprint}


def _spoken(guardian: Guardian) -> str:
    return guardian.name or guardian.fingerprint


def _custody(custody: Custody) -> dict[str, object]:
    return {
        "espace": custody.espace,
        "nom": custody.espace_name,
        "gardiens": [_told(each) for each in custody.guardians],
        "etabli_le": custody.since.isoformat() if custody.since else None,
        "repete_le": custody.rehearsed_on.isoformat() if custody.rehearsed_on else None,
        "garde_ici": custody.kept_here,
        "a_repeter": custody.rehearsal_due,
    }


def _standing(custody: Custody) -> str:
    if not custody.is_kept:
        return _("{espace}\u00a0: aucun gardien. Perdre tous ses postes serait tout perdre.").format(
            espace=custody.espace_name
        )
    if custody.rehearsed_on is None:
        return _("{espace}\u00a0: le secours n’a jamais été répété.").format(espace=custody.espace_name)
    said = _("{espace}\u00a0: secours répété le {jour}.")
    return said.format(espace=custody.espace_name, jour=day(custody.rehearsed_on.isoformat()))
