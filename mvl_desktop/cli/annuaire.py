"""`mvl annuaire …`: what comes with the application, who is competent, what to verify, which functions are vacant."""

from dataclasses import asdict
from datetime import date

import click

from mvl_desktop.cli.session import Session, pass_session, shipped_entries, table
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.transmettre import read_day
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.annuaire import (
    add_default_directory,
    close_organisme,
    competent_for,
    list_verifications,
    verify_organisme,
)
from mvl_desktop.services.annuaire_fonctions import Fonction, list_functions, list_vacancies, staffing, workload
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day

PORTEES = {
    "departement": N_("département"),
    "region": N_("région"),
    "national": N_("partout"),
    "modele": N_("à compléter ici"),
}
MOTIFS = {
    "a_revoir_le": N_("à revoir"),
    "ancien": N_("vérifié il y a longtemps"),
    "jamais": N_("jamais vérifié"),
    "a_completer": N_("à compléter ici"),
}
ETATS = {
    "pourvu": N_("tenue"),
    "interim": N_("par intérim"),
    "vacant": N_("vacante"),
    "a_venir": N_("à venir"),
    "ferme": N_("supprimée"),
}
_DAY_HELP = _("Jour, comme 2026-11-22\u202f; aujourd’hui par défaut.")


def _read(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Return the day of an option. RefusError (date_invalide)."""
    found = read_day(value)
    if value and found is None:
        raise RefusError("date_invalide")
    return found


@click.group("annuaire", help=_("Annuaire\u00a0: à qui s’adresser, ce qui est à vérifier, les fonctions vacantes."))
def annuaire() -> None:
    """Gather the commands on the annuaire."""


@annuaire.command("livres", help=_("Ajoute les entrées fournies avec l’application, sauf celles qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def shipped_command(session: Session, espace: str | None) -> None:
    """Add the entries that come with the application."""
    documents = shipped_entries(session, "annuaire")
    made = add_default_directory(session.ports, documents, espace=espace)
    said = ngettext("{n} entrée ajoutée.", "{n} entrées ajoutées.", len(made)).format(n=len(made))
    session.answer({"ajoutes": made}, said)


@annuaire.command("competents", help=_("Dit qui est compétent pour un département, le plus proche d’abord."))
@click.argument("departement")
@click.option("--role", default="", help=_("Seulement ce rôle, comme «\u00a0justice\u00a0»."))
@click.option("--destinataire", default="", help=_("Seulement ce destinataire, comme «\u00a0crip\u00a0»."))
@pass_session
def competent_command(session: Session, departement: str, role: str, destinataire: str) -> None:
    """Say who is competent."""
    lists = session.post.nomenclatures
    if lists.entree("departements", departement) is None:
        raise RefusError("annuaire_departement_inconnu")
    found = competent_for(session.ports, lists, departement, role=role, destinataire=destinataire)
    lines = table(
        [(_(PORTEES[each.portee]), each.nom, each.telephone, _(MOTIFS.get(each.motif, ""))) for each in found]
    )
    session.answer(
        {"total": len(found), "elements": [asdict(each) for each in found]},
        *lines,
        _("Total\u00a0: {n}").format(n=len(found)),
    )


@annuaire.command(
    "verifier", help=_("Liste les entrées à vérifier\u202f; avec un ID, note qu’elle est juste aujourd’hui.")
)
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--mois", type=click.IntRange(min=1), help=_("Durée pendant laquelle une entrée vérifiée le reste."))
@pass_session
def verify_command(session: Session, id_: str | None, mois: int | None) -> None:
    """List the entries to verify, or say that one is right."""
    if id_:
        verify_organisme(session.ports, id_)
        session.answer({"id": id_}, id_)
        return
    found = list_verifications(session.ports, mois)
    lines = table([(each.id, _(MOTIFS[each.motif]), day(each.verifie_le), each.nom) for each in found])
    session.answer(
        {"total": len(found), "elements": [asdict(each) for each in found]},
        *lines,
        _("Total\u00a0: {n}").format(n=len(found)),
    )


@annuaire.command("fermer", help=_("Dit qu’un organisme n’est plus en service, et ce qui prend sa place."))
@click.argument("id_", metavar="ID")
@click.option("--le", "le", required=True, help=_("Premier jour où il n’est plus en service, comme 2026-11-22."))
@click.option("--remplace-par", "after", default="", metavar="ID", help=_("L’organisme qui prend sa place."))
@pass_session
def close_command(session: Session, id_: str, le: str, after: str) -> None:
    """Close an entry."""
    close_organisme(session.ports, id_, le, after)
    session.answer({"id": id_}, id_)


@annuaire.command("vacances", help=_("Liste les fonctions que personne ne tient, et celles tenues par intérim."))
@click.option("--le", "day_", callback=_read, help=_DAY_HELP)
@click.option("--toutes", "every", is_flag=True, help=_("Toutes les fonctions, avec leur état ce jour-là."))
@pass_session
def vacancies_command(session: Session, day_: date | None, every: bool) -> None:
    """List the functions that nobody holds."""
    found = list_functions(session.ports, day_) if every else list_vacancies(session.ports, day_)
    lines = table([(each.id, _(ETATS[each.etat]), _since(each), each.intitule, each.structure) for each in found])
    session.answer(
        {"total": len(found), "elements": [asdict(each) for each in found]},
        *lines,
        _("Total\u00a0: {n}").format(n=len(found)),
    )


@annuaire.command("effectifs", help=_("Compte les fonctions un jour donné\u00a0: tenues, par intérim, vacantes."))
@click.option("--le", "day_", callback=_read, help=_DAY_HELP)
@pass_session
def staffing_command(session: Session, day_: date | None) -> None:
    """Count the functions."""
    found = staffing(session.ports, day_)
    document = {
        "fonctions": found.fonctions,
        "pourvues": found.pourvues,
        "interim": found.interim,
        "vacantes": found.vacantes,
        "etp_prevus": found.prevu / 100,
        "etp_tenus": found.tenu / 100,
    }
    said = ngettext(
        "{n} fonction, {vacantes} sans personne.", "{n} fonctions, {vacantes} sans personne.", found.fonctions
    )
    session.answer(document, said.format(n=found.fonctions, vacantes=found.vacantes))


@annuaire.command(
    "charge", help=_("Compare ce qui arrive dans chaque département à ce que les fonctions peuvent suivre.")
)
@click.option("--du", "start", callback=_read, required=True, help=_("Premier jour, comme 2026-01-01."))
@click.option("--au", "end", callback=_read, required=True, help=_("Dernier jour, comme 2026-12-31."))
@pass_session
def workload_command(session: Session, start: date, end: date) -> None:
    """Compare what comes with what can be followed."""
    found = workload(session.ports, Periode(start, end))
    lines = table([(each.departement, str(each.recus), str(each.en_poste), str(each.capacite)) for each in found])
    head = table([(_("Dép."), _("Reçus"), _("Capacité tenue"), _("Capacité prévue"))])
    session.answer({"total": len(found), "elements": [asdict(each) for each in found]}, *head, *lines)


def _since(each: Fonction) -> str:
    if each.remplacement_le:
        return _("remplacement le {jour}").format(jour=day(each.remplacement_le))
    return _("depuis le {jour}").format(jour=day(each.depuis)) if each.depuis else ""


COMMANDS: tuple[click.Command, ...] = (annuaire,)
