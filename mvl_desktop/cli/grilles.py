"""The commands of grilles de repérage that no other kind has: those shipped, opening, answering, reading again, use."""

import json
from collections.abc import Mapping

import click

from mvl_desktop.cli.relecture import review_commands
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.domain.reperage import Couple, grids_of
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.grilles import KIND, list_grilles
from mvl_desktop.services.grilles_lues import GrilleLue, called_fiches, compare_reading, read_grilles
from mvl_desktop.services.grilles_saved import answer, close_grille, open_grille, reread_grille, usage
from mvl_desktop.services.grilles_words import said_counts, said_questions
from mvl_desktop.services.records import show_record
from mvl_desktop.services.refusals import RefusError

SIGNALEMENT = "signalement"


def grid_commands() -> tuple[click.Command, ...]:
    """Return them."""
    own = (shipped, proposed, open_command, answer_command, read_command, reread_command, close_command, use_command)
    return (*own, *review_commands(answer="repondre-remarque"))


@click.command("livrees", help=_("Ajoute les grilles fournies avec l’application, sauf celles qui sont déjà là."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def shipped(session: Session, espace: str | None) -> None:
    """Add the grids that come with the application."""
    sources = sorted((session.settings.resources / "grilles").glob("*.json"))
    documents = [json.loads(source.read_text(encoding="utf-8")) for source in sources]
    made = add_defaults(session.ports, KIND, documents, espace=espace)
    said = ngettext("{n} grille ajoutée.", "{n} grilles ajoutées.", len(made)).format(n=len(made))
    session.answer({"ajoutees": made}, said)


@click.command("proposees", help=_("Donne les grilles qui peuvent aider pour un signalement, et pourquoi."))
@click.argument("signalement")
@pass_session
def proposed(session: Session, signalement: str) -> None:
    """List the grids, those that what is recorded calls for first."""
    champs = show_record(session.ports, signalement, kind=SIGNALEMENT).champs
    lines = list_grilles(session.ports, champs, session.post.nomenclatures)
    elements = [
        {
            "id": line.id,
            "code": line.code,
            "titre": line.titre,
            "version": line.version,
            "forme": line.forme,
            "raison": line.reason,
            "ouverte": line.ouverte,
            "refus": line.refus,
        }
        for line in lines
    ]
    session.answer({"grilles": elements}, *table([(line.code, line.titre, line.reason) for line in lines]))


@click.command("ouvrir", help=_("Ouvre une grille sur un signalement\u00a0: chaque critère attend sa réponse."))
@click.argument("grille")
@click.argument("signalement")
@click.option("--encore", is_flag=True, help=_("L’ouvre une fois de plus\u00a0: autre personne, autre entretien."))
@pass_session
def open_command(session: Session, grille: str, signalement: str, encore: bool) -> None:
    """Open a grid, named by its code or its id."""
    remplie = open_grille(session.ports, signalement, grille, encore=encore)
    session.answer({"id": signalement, "remplie": remplie}, remplie)


@click.command("repondre", help=_("Répond à un critère d’une grille ouverte sur un signalement."))
@click.argument("signalement")
@click.argument("critere")
@click.option("--reponse", help=_("observe, rapporte, documente, absent ou inconnu\u202f; vide pour la retirer."))
@click.option("--commentaire", help=_("Ce qui a été vu ou dit."))
@click.option("--source", help=_("Qui l’a vu ou dit, sans le nommer si possible."))
@click.option("--piece", help=_("Identifiant de la pièce du signalement qui le montre."))
@click.option("--remplie", help=_("Identifiant de la grille ouverte, si plusieurs posent ce critère."))
@pass_session
def answer_command(
    session: Session,
    signalement: str,
    critere: str,
    reponse: str | None,
    commentaire: str | None,
    source: str | None,
    piece: str | None,
    remplie: str | None,
) -> None:
    """Answer a criterion, named by its code."""
    given = {"reponse": reponse, "commentaire": commentaire, "source": source, "piece": piece}
    said = {name: value for name, value in given.items() if value is not None}
    if not said:
        raise RefusError("rien_a_enregistrer")
    lists = session.post.nomenclatures
    changed = answer(session.ports, signalement, critere, said, remplie=remplie, lists=lists)
    shown = critere if changed else _("{id} (rien à changer)").format(id=critere)
    session.answer({"id": signalement, "critere": critere, "modifie": changed}, shown)


@click.command("lire", help=_("Lit les grilles d’un signalement\u00a0: réponses, comptes, fiches appelées."))
@click.argument("signalement")
@pass_session
def read_command(session: Session, signalement: str) -> None:
    """Read the grids of a signalement."""
    champs = show_record(session.ports, signalement, kind=SIGNALEMENT).champs
    grilles = read_grilles(session.ports, champs)
    fiches = called_fiches(session.ports, champs, session.post.nomenclatures)
    called = [
        {"id": each.id, "code": each.code, "titre": each.titre, "raison": each.reason, "appliquee": each.applied}
        for each in fiches
    ]
    lines = [line for each in grilles for line in _lines(each)]
    why = _("{fiche}, appelée par {raison}")
    lines += [why.format(fiche=each.titre or each.code, raison=each.reason) for each in fiches]
    session.answer({"grilles": [_document(each) for each in grilles], "fiches": called}, *lines)


@click.command("relire", help=_("Met une grille remplie à côté de sa version d’aujourd’hui, critère par critère."))
@click.argument("signalement")
@click.argument("grille")
@click.option("--ouvrir", "opens", is_flag=True, help=_("Ouvre la version d’aujourd’hui à côté de l’ancienne."))
@click.option("--reprendre", "criteres", multiple=True, help=_("Critère dont la réponse est reprise\u202f; répétable."))
@pass_session
def reread_command(session: Session, signalement: str, grille: str, opens: bool, criteres: tuple[str, ...]) -> None:
    """Show an answered grid (its code, or the id of its opening) beside today's; open that one when asked."""
    champs = show_record(session.ports, signalement, kind=SIGNALEMENT).champs
    remplie = _opened(champs, grille)
    nouvelle = reread_grille(session.ports, signalement, remplie, criteres) if opens or criteres else ""
    after = show_record(session.ports, signalement, kind=SIGNALEMENT).champs if nouvelle else champs
    couples = compare_reading(session.ports, after, remplie)
    elements = [
        {"critere": each.critere, "etat": _state(each), "avant": dict(each.avant), "apres": dict(each.apres)}
        for each in couples
    ]
    rows = [(each.critere, _state(each), str((each.apres or each.avant).get("libelle", ""))) for each in couples]
    session.answer({"remplie": remplie, "nouvelle": nouvelle, "criteres": elements}, *table(rows))


@click.command("terminer", help=_("Note qu’une grille ouverte sur un signalement est finie, ou qu’on la reprend."))
@click.argument("signalement")
@click.argument("grille")
@click.option("--reprendre", "again", is_flag=True, help=_("La rouvre."))
@pass_session
def close_command(session: Session, signalement: str, grille: str, again: bool) -> None:
    """Close a grid (its code, or the id of its opening)."""
    remplie = _opened(show_record(session.ports, signalement, kind=SIGNALEMENT).champs, grille)
    changed = close_grille(session.ports, signalement, remplie, is_closed=not again)
    session.answer({"id": signalement, "remplie": remplie, "modifie": changed}, remplie)


@click.command("usage", help=_("Compte les signalements de ce poste où une grille est ouverte, version par version."))
@click.argument("grille")
@pass_session
def use_command(session: Session, grille: str) -> None:
    """Count the use of a grid."""
    found = usage(session.ports, grille)
    words = _("version {version}\u00a0: ouverte {ouverte}, avec des réponses {remplie}")
    lines = [words.format(version=each.version, ouverte=each.ouverte, remplie=each.remplie) for each in found]
    elements = [{"version": each.version, "ouverte": each.ouverte, "remplie": each.remplie} for each in found]
    session.answer({"versions": elements}, *lines)


def _opened(champs: Mapping[str, object], grille: str) -> str:
    """Return the id of the opening that is meant: the id itself, else the last of this code."""
    for one in reversed(grids_of(champs)):
        if grille in (one.get("id"), one.get("code")):
            return str(one["id"])
    raise RefusError("grille_non_ouverte")


def _state(couple: Couple) -> str:
    if couple.is_new:
        return "nouveau"
    if couple.is_gone:
        return "retire"
    return "reformule" if couple.is_reworded else "inchange"


def _document(lue: GrilleLue) -> dict[str, object]:
    return {
        "remplie": lue.remplie,
        "code": lue.code,
        "titre": lue.titre,
        "version": lue.version,
        "plus_recente": lue.plus_recente,
        "relit": lue.relit,
        "ouverte_le": lue.ouverte_le,
        "terminee_le": lue.terminee_le,
        "reponses": [dict(one) for one in lue.reponses],
        "comptes": [
            {"famille": each.famille, **{answer or "sans_reponse": n for answer, n in each.nombres}}
            for each in lue.comptes
        ],
        "questions": said_questions(lue.questions),
    }


def _lines(lue: GrilleLue) -> list[str]:
    titled = _("{titre}, version {version} ({remplie})").format(
        titre=lue.titre, version=lue.version, remplie=lue.remplie
    )
    counted = _("{famille}\u00a0: {comptes}")
    lines = [titled, *(counted.format(famille=each.famille, comptes=said_counts(each)) for each in lue.comptes)]
    lines += table(
        [
            (str(one.get("critere", "")), str(one.get("reponse", "")), str(one.get("libelle", "")))
            for one in lue.reponses
        ]
    )
    newer = _("Une version plus récente existe\u00a0: {n}.").format(n=lue.plus_recente)
    return [*lines, *said_questions(lue.questions), *([newer] if lue.plus_recente else [])]
