"""The commands of training, beside those of every kind: demands, decision, sessions, evaluation, totals."""

from collections.abc import Sequence
from datetime import date

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.domain.formation_totaux import Totaux
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import _
from mvl_desktop.services.formations import (
    Bilan,
    collect_demand,
    decide_formation,
    drop_session,
    evaluate,
    formations_bilan,
    hold_session,
    plan_session,
)
from mvl_desktop.services.formations_faits import totals_said

_DAY = "%Y-%m-%d"


@click.command("demande", help=_("Ajoute une demande au recueil d’une action, depuis un fichier JSON."))
@click.argument("id_", metavar="ID")
@click.option("--de", "source", required=True, help=_("Fichier JSON, ou «\u00a0-\u00a0» pour l’entrée standard."))
@pass_session
def demand_command(session: Session, id_: str, source: str) -> None:
    """Collect a demand."""
    collect_demand(session.ports, id_, read_document(source), session.post.nomenclatures)
    session.answer({"id": id_}, id_)


@click.command("decider", help=_("Retient, reporte ou écarte une action, au nom de la personne de ce poste."))
@click.argument("id_", metavar="ID")
@click.argument("decision", type=click.Choice(["retenue", "reportee", "ecartee"]))
@click.option("--motif", default="", help=_("Pourquoi\u00a0; nécessaire pour reporter ou écarter."))
@pass_session
def decide_command(session: Session, id_: str, decision: str, motif: str) -> None:
    """Decide."""
    decide_formation(session.ports, id_, decision, motif, session.post.nomenclatures)
    session.answer({"id": id_, "decision": decision}, id_)


@click.command("seance", help=_("Enregistre une séance tenue, ou la programme\u00a0: date, lieu, public, effectifs."))
@click.argument("id_", metavar="ID")
@click.option("--le", type=DAY, default=None, help=_("Jour de la séance, comme 2026-11-22."))
@click.option("--lieu", default="", help=_("Le lieu, en clair."))
@click.option("--departement", default="", help=_("Le code du département."))
@click.option("--public", default="", help=_("Le code du public."))
@click.option("--duree", type=click.IntRange(1), default=None, help=_("La durée, en minutes."))
@click.option("--siege", type=click.IntRange(0), default=None, help=_("Combien sont venus du siège."))
@click.option("--delegations", type=click.IntRange(0), default=None, help=_("Combien sont venus des délégations."))
@click.option("--exterieur", type=click.IntRange(0), default=None, help=_("Combien sont venus d’ailleurs."))
@click.option("--reponses", type=click.IntRange(0), default=None, help=_("Combien de questionnaires ont été rendus."))
@click.option("--satisfaction", default="", help=_("La note moyenne sur 5, comme 4,2."))
@click.option("--rang", type=click.IntRange(1), default=None, help=_("Le rang d’une séance déjà programmée."))
@click.option("--prevue", is_flag=True, help=_("La programme, sans dire qu’elle est tenue."))
@click.option("--reportee", "dropped", flag_value="reportee", default=None, help=_("Reporte la séance de ce rang."))
@click.option("--annulee", "dropped", flag_value="annulee", help=_("Annule la séance de ce rang."))
@pass_session
def session_command(
    session: Session, id_: str, le: date | None, rang: int | None, prevue: bool, dropped: str | None, **said: object
) -> None:
    """Hold, plan, put off or give up a session."""
    names = {
        "duree": "duree_minutes",
        "siege": "effectif_siege",
        "delegations": "effectif_delegations",
        "exterieur": "effectif_exterieur",
    }
    seance: dict[str, object] = {
        names.get(name, name): value for name, value in said.items() if value not in (None, "")
    }
    if le is not None:
        seance["le"] = le.strftime(_DAY)
    lists = session.post.nomenclatures
    if dropped is not None:
        drop_session(session.ports, id_, rang or 0, dropped, lists)
    elif prevue:
        plan_session(session.ports, id_, seance, lists)
    else:
        hold_session(session.ports, id_, seance, rang, lists)
    session.answer({"id": id_}, id_)


@click.command("evaluer", help=_("Écrit l’évaluation d’une action dont les séances sont tenues."))
@click.argument("id_", metavar="ID")
@click.option("--texte", required=True, help=_("Ce qu’on en retient."))
@click.option("--suites", default="", help=_("Ce qu’on en fait."))
@pass_session
def evaluate_command(session: Session, id_: str, texte: str, suites: str) -> None:
    """Evaluate."""
    evaluate(session.ports, id_, texte, suites)
    session.answer({"id": id_}, id_)


@click.command("bilan", help=_("Fait le total des séances tenues, par département, par public et par année."))
@click.option("--du", type=DAY, default=None, help=_("Premier jour, comme 2026-01-01."))
@click.option("--au", type=DAY, default=None, help=_("Dernier jour, comme 2026-12-31."))
@pass_session
def bilan_command(session: Session, du: date | None, au: date | None) -> None:
    """Add up."""
    found = formations_bilan(session.ports, _period(du, au))
    lists = session.post.nomenclatures
    rows = [
        (
            _(lists.libelle("departements", each.departement)) if each.departement else _("Sans département"),
            str(each.totaux.seances),
            str(each.totaux.personnes),
        )
        for each in found.departements
    ]
    session.answer(_document(found), *totals_said(found.totaux, found.filieres), *table(rows))


def formation_commands() -> Sequence[click.Command]:
    """Return the commands of training."""
    return (demand_command, decide_command, session_command, evaluate_command, bilan_command)


def _period(du: date | None, au: date | None) -> Periode | None:
    if du is None and au is None:
        return None
    start, end = (date.fromisoformat(each.strftime(_DAY)) if each else None for each in (du, au))
    return Periode(start or date.min, end or date.max)


def _document(found: Bilan) -> dict[str, object]:
    return {
        "actions": found.actions,
        "filieres": found.filieres,
        **_totals(found.totaux),
        "specifiques": _totals(found.specifiques),
        "departements": [
            {
                "departement": each.departement,
                "demandes": each.demandes,
                "derniere": each.derniere.isoformat() if each.derniere else None,
                **_totals(each.totaux),
            }
            for each in found.departements
        ],
        "publics": [{"public": each.public, "annee": each.annee, **_totals(each.totaux)} for each in found.publics],
    }


def _totals(held: Totaux) -> dict[str, object]:
    return {
        "seances": held.seances,
        "prevues": held.prevues,
        "personnes": held.personnes,
        "siege": held.siege,
        "delegations": held.delegations,
        "exterieur": held.exterieur,
        "heures": held.heures,
        "heures_personnes": held.heures_personnes,
        "satisfaction": held.satisfaction,
        "reponses": held.reponses,
        "sans_effectif": held.sans_effectif,
        "sans_jour": held.sans_jour,
    }
