"""The commands of conventions and of fiches d'actions that no other kind has."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, read_text, table
from mvl_desktop.domain.convention_vie import Vie
from mvl_desktop.domain.echeances_faits import text
from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _
from mvl_desktop.services.actions import create_actions, mark_step, read_action
from mvl_desktop.services.conventions import (
    ACTION,
    ConventionLue,
    NouvelAvenant,
    add_avenant,
    begin_convention,
    conventions_in_force,
    denounce,
    read_convention,
    settle,
    sign,
    sign_avenant,
)
from mvl_desktop.services.conventions_words import avancement_en_mots, constat_en_mots, etat_en_mots, reperes

_MODEL = "miviludes-ars"


def convention_commands() -> tuple[click.Command, ...]:
    """Return those of conventions."""
    return (
        begin_command,
        standing,
        in_force,
        sign_command,
        denounce_command,
        avenant,
        sign_avenant_command,
        settlement,
    )


def action_commands() -> tuple[click.Command, ...]:
    """Return those of fiches d'actions."""
    return (create_command, step_command, progress)


def model_of(resources: Path) -> dict[str, object]:
    """Read the template of convention that comes with the application."""
    found = json.loads((resources / "modeles-convention" / f"{_MODEL}.json").read_text(encoding="utf-8"))
    return dict(found)


@click.command("commencer", help=_("Commence un projet de convention à partir du modèle fourni."))
@click.option("--region", default="", help=_("Code de la région."))
@click.option("--numero", default="", help=_("Numéro de la convention."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def begin_command(session: Session, region: str, numero: str, espace: str | None) -> None:
    """Begin a convention."""
    model = model_of(session.settings.resources)
    made = begin_convention(session.ports, model, espace=espace, region=region, numero=numero)
    session.answer({"id": made}, made)


@click.command("etat", help=_("Dit où en est une convention\u00a0: terme, préavis, rappels, articles en vigueur."))
@click.argument("id_", metavar="ID")
@click.option("--le", "day", type=DAY, help=_("Vue de ce jour\u202f; aujourd’hui sinon."))
@pass_session
def standing(session: Session, id_: str, day: datetime | None) -> None:
    """Say how a convention stands."""
    lue = read_convention(session.ports, id_, day.date() if day else None)
    session.answer(_document(lue), *_lines(lue))


@click.command(
    "en-vigueur", help=_("Dit quelles conventions d’une région sont en vigueur, la dernière signée d’abord.")
)
@click.argument("region")
@click.option("--le", "day", type=DAY, help=_("Vue de ce jour\u202f; aujourd’hui sinon."))
@pass_session
def in_force(session: Session, region: str, day: datetime | None) -> None:
    """List the conventions of a région that hold."""
    found = conventions_in_force(session.ports, region, day.date() if day else None)
    lines = [line for each in found for line in (each.id, *_lines(each)[:1])]
    session.answer({"conventions": [_document(each) for each in found]}, *(lines or [_("Aucune.")]))


@click.command("signer", help=_("Note qu’une partie a signé\u00a0: la convention court de la dernière signature."))
@click.argument("id_", metavar="ID")
@click.argument("partie")
@click.option("--le", "day", type=DAY, required=True, help=_("Jour de la signature."))
@click.option("--fonction", default="", help=_("Fonction de qui signe."))
@click.option("--nom", default="", help=_("Nom de qui signe."))
@click.option("--lieu", default="", help=_("Lieu de la signature."))
@pass_session
def sign_command(session: Session, id_: str, partie: str, day: datetime, fonction: str, nom: str, lieu: str) -> None:
    """Write a signature."""
    since = sign(session.ports, id_, partie, day.date(), fonction=fonction, nom=nom, lieu=lieu)
    lue = read_convention(session.ports, id_)
    session.answer({"id": id_, "signee_le": _iso(since), **_life(lue.vie)}, etat_en_mots(lue.vie))


@click.command("denoncer", help=_("Note qu’une partie a dénoncé la convention, et donne son dernier jour."))
@click.argument("id_", metavar="ID")
@click.argument("partie")
@click.option("--le", "day", type=DAY, required=True, help=_("Jour de la dénonciation."))
@pass_session
def denounce_command(session: Session, id_: str, partie: str, day: datetime) -> None:
    """Denounce a convention."""
    end = denounce(session.ports, id_, partie, day.date())
    session.answer({"id": id_, "fin": _iso(end)}, _("Elle prend fin le {jour}.").format(jour=f"{end:%d/%m/%Y}"))


@click.command(
    "avenant", help=_("Ajoute un avenant\u202f; l’ancien texte de l’article est repris tel qu’il est en vigueur.")
)
@click.argument("id_", metavar="ID")
@click.option("--objet", default="", help=_("Objet de l’avenant."))
@click.option("--article", default="", help=_("Numéro de l’article modifié."))
@click.option("--texte", "source", help=_("Fichier du nouveau texte, ou «\u00a0-\u00a0»."))
@click.option("--signe-le", "signed", type=DAY, help=_("Jour de la dernière signature."))
@click.option("--effet-le", "effect", type=DAY, help=_("Jour d’effet, s’il n’est pas celui de la signature."))
@click.option("--jusquau", "until", type=DAY, help=_("Jour jusqu’auquel il prolonge la convention."))
@pass_session
def avenant(
    session: Session,
    id_: str,
    objet: str,
    article: str,
    source: str | None,
    signed: datetime | None,
    effect: datetime | None,
    until: datetime | None,
) -> None:
    """Add an avenant."""
    said = NouvelAvenant(
        objet=objet,
        article=article,
        apres=read_text(source).strip() if source is not None else "",
        signe_le=_day(signed),
        effet_le=_day(effect),
        jusquau=_day(until),
    )
    made = add_avenant(session.ports, id_, said)
    session.answer({"id": id_, "avenant": made}, made)


@click.command("avenant-signer", help=_("Note le jour où la dernière des parties a signé un avenant."))
@click.argument("id_", metavar="ID")
@click.argument("avenant_")
@click.option("--le", "day", type=DAY, required=True, help=_("Jour de la signature."))
@pass_session
def sign_avenant_command(session: Session, id_: str, avenant_: str, day: datetime) -> None:
    """Sign an avenant."""
    sign_avenant(session.ports, id_, avenant_, day.date())
    lue = read_convention(session.ports, id_)
    session.answer({"id": id_, "avenant": avenant_, **_life(lue.vie)}, etat_en_mots(lue.vie))


@click.command("regler", help=_("Note comment les parties ont réglé un différend."))
@click.argument("id_", metavar="ID")
@click.argument("differend")
@click.option("--etat", type=click.Choice(["regle", "clos"]), default="regle", help=_("À l’amiable, ou sans accord."))
@click.option("--reglement", required=True, help=_("Comment."))
@click.option("--le", "day", type=DAY, required=True, help=_("Jour du règlement."))
@pass_session
def settlement(session: Session, id_: str, differend: str, etat: str, reglement: str, day: datetime) -> None:
    """Settle a disagreement."""
    settle(session.ports, id_, differend, etat, reglement, day.date())
    session.answer({"id": id_, "differend": differend}, differend)


@click.command("creer", help=_("Crée une fiche d’action pour chaque engagement d’une convention qui n’en a pas."))
@click.argument("convention")
@click.option("--engagement", "engagements", multiple=True, help=_("Celui-ci seulement\u202f; répétable."))
@pass_session
def create_command(session: Session, convention: str, engagements: tuple[str, ...]) -> None:
    """Create fiches d'actions."""
    made = create_actions(session.ports, convention, engagements or None)
    session.answer({"creees": made}, *made)


@click.command("etape", help=_("Note où en est une étape d’une fiche d’action."))
@click.argument("id_", metavar="ID")
@click.argument("etape")
@click.argument("etat", type=click.Choice(["a_faire", "en_cours", "faite", "reportee", "abandonnee"]))
@click.option("--le", "day", type=DAY, help=_("Jour où elle a été faite\u202f; aujourd’hui sinon."))
@click.option("--motif", default="", help=_("Pourquoi, pour reporter ou abandonner."))
@pass_session
def step_command(session: Session, id_: str, etape: str, etat: str, day: datetime | None, motif: str) -> None:
    """Mark a step."""
    mark_step(session.ports, id_, etape, etat, _day(day), motif)
    session.answer({"id": id_, "etape": etape, "etat": etat}, etape)


@click.command("avancement", help=_("Dit où en est une fiche d’action\u00a0: étapes, retards, indicateurs."))
@click.argument("id_", metavar="ID")
@pass_session
def progress(session: Session, id_: str) -> None:
    """Say how far an action has come."""
    lue = read_action(session.ports, id_, session.post.chiffres)
    found = lue.avancement
    document = {
        "id": lue.id,
        "faites": found.faites,
        "total": found.total,
        "en_retard": [text(each, "id") for each in found.en_retard],
        "fin_passee": found.fin_passee,
        "indicateurs": [
            {
                "libelle": each.libelle,
                "code": each.code,
                "valeur": each.valeur,
                "cible": each.cible,
                "issue": each.issue,
            }
            for each in lue.constats
        ],
    }
    late = [_("En retard\u00a0: {etape}").format(etape=text(each, "intitule")) for each in found.en_retard]
    session.answer(document, avancement_en_mots(found), *late, *(constat_en_mots(each) for each in lue.constats))


def _document(lue: ConventionLue) -> dict[str, object]:
    return {
        "id": lue.id,
        **_life(lue.vie),
        "articles": [
            {"numero": each.article.numero, "titre": each.article.titre, "texte": each.article.texte}
            for each in lue.articles
        ],
        "actions": [each.id for each in lue.actions],
        "sans_action": [text(each, "id") for each in lue.sans_action],
        "differends_ouverts": [text(each, "id") for each in lue.differends],
    }


def _life(vie: Vie) -> dict[str, object]:
    return {
        "etat": vie.etat,
        "jour": _iso(vie.jour),
        "en_vigueur": vie.en_vigueur,
        "signee_le": _iso(vie.signee_le),
        "terme": _iso(vie.terme),
        "fin": _iso(vie.fin),
        "dernier_preavis": _iso(vie.dernier_preavis),
        "rappels": [_iso(each) for each in vie.alertes],
    }


def _lines(lue: ConventionLue) -> list[str]:
    lines = [etat_en_mots(lue.vie)]
    lines += table([(f"{each.le:%d/%m/%Y}", each.libelle) for each in reperes(lue.vie)])
    lines += [_("Sans fiche d’action\u00a0: {quoi}").format(quoi=text(each, "intitule")) for each in lue.sans_action]
    lines += [_("Action\u00a0: {titre}").format(titre=required(ACTION).titre(each.champs)) for each in lue.actions]
    return lines


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(at: datetime | None) -> date | None:
    return at.date() if at is not None else None
