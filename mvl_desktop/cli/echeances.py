"""The group « echeances »: what is due, what is said of it, files for calendars, and the rules."""

from datetime import date, datetime
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.echeances import STATES, Due, Said, decide, record_deadlines, todo
from mvl_desktop.services.echeances_agenda import export_agenda, print_todo
from mvl_desktop.services.echeances_rules import RuleLine, keep_rule, list_rules
from mvl_desktop.services.echeances_words import delay, due_in_words, event, why
from mvl_desktop.services.echeances_words import what as what_is_due
from mvl_desktop.services.people import me

_PATH = click.Path(path_type=Path, dir_okay=False)
_ME = "moi"


@click.group("echeances", help=_("Ce qui est à faire, pour quand, et pourquoi."))
def deadlines() -> None:
    """Group the commands on deadlines."""


@deadlines.command(
    "lister", help=_("Liste ce qui est à tenir, les retards d’abord\u202f; ou tout ce qui court sur un signalement.")
)
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--pour", help=_("Une personne, par son nom\u202f; «\u00a0moi\u00a0» pour qui tient ce poste."))
@click.option("--espace", help=_("Un espace, par son nom ou son identifiant."))
@click.option("--jusquau", "until", type=DAY, help=_("Dernier jour\u202f; dans trois mois par défaut."))
@pass_session
def list_them(session: Session, id_: str | None, pour: str | None, espace: str | None, until: datetime | None) -> None:
    """List the deadlines."""
    post = session.post
    if id_:
        found = record_deadlines(session.ports, post.timetable, id_)
        day, doubtful, more = session.ports.clock.now().date(), False, False
    else:
        agenda = todo(session.ports, post.timetable, personne=_person(session, pour), espace=espace, until=_day(until))
        found, day = list(agenda.lignes), agenda.today.day
        doubtful, more = agenda.today.doubtful, agenda.more
    document: dict[str, object] = {
        "total": len(found),
        "jour": day.isoformat(),
        "horloge_douteuse": doubtful,
        "incomplet": more,
        "elements": [_document(session, due) for due in found],
    }
    rows = [
        (
            due.echeance.le.isoformat() if due.echeance.le else "",
            due_in_words(due.echeance, day),
            due.reference or due.rec[:8],
            what_is_due(due.echeance),
        )
        for due in found
    ]
    if doubtful:
        session.say(
            _("L’horloge de ce poste paraît en retard\u00a0: les échéances sont vues du {jour}.").format(jour=day)
        )
    session.answer(document, *table(rows))


@deadlines.command(
    "decider", help=_("Dit d’une échéance qu’elle est tenue, reportée, sans objet, ou de nouveau à tenir.")
)
@click.argument("id_", metavar="ID")
@click.argument("cle")
@click.option("--etat", type=click.Choice(STATES), required=True)
@click.option("--pour-le", "put_off", type=DAY, help=_("Le jour d’une échéance reportée."))
@click.option("--motif", default="", help=_("Demandé pour reporter ou pour écarter."))
@click.option("--par", "who", default="", help=_("Qui s’en charge."))
@pass_session
def say(session: Session, id_: str, cle: str, etat: str, put_off: datetime | None, motif: str, who: str) -> None:
    """Say something of a deadline."""
    said = Said(etat=etat, cle=cle, pour_le=_day(put_off), motif=motif, responsable=who)
    decide(session.ports, session.post.timetable, id_, said)
    session.answer({"id": id_, "cle": cle, "etat": etat}, _("C’est noté dans le signalement."))


@deadlines.command("ajouter", help=_("Ajoute une échéance à un signalement."))
@click.argument("id_", metavar="ID")
@click.option("--quoi", "what", required=True, help=_("Ce qui est à faire, sans nommer personne."))
@click.option("--pour-le", "day", type=DAY, required=True)
@click.option("--par", "who", default="", help=_("Qui s’en charge."))
@pass_session
def add(session: Session, id_: str, what: str, day: datetime, who: str) -> None:
    """Add a deadline."""
    said = Said(etat="a_tenir", libelle=what, pour_le=day.date(), responsable=who)
    key = decide(session.ports, session.post.timetable, id_, said)
    session.answer({"id": id_, "cle": key}, _("Échéance ajoutée."))


@deadlines.command(
    "exporter", help=_("Écrit ce qui est à tenir pour un agenda (.ics), ou la liste sans les noms (.pdf, .odt).")
)
@click.option("--vers", "target", required=True, type=_PATH)
@click.option("--pour", help=_("Une personne, par son nom\u202f; «\u00a0moi\u00a0» pour qui tient ce poste."))
@click.option("--espace", help=_("Un espace, par son nom ou son identifiant."))
@click.option("--jusquau", "until", type=DAY, help=_("Dernier jour\u202f; dans trois mois par défaut."))
@pass_session
def export(session: Session, target: Path, pour: str | None, espace: str | None, until: datetime | None) -> None:
    """Write the deadlines to a file."""
    post, who, last = session.post, _person(session, pour), _day(until)
    if target.suffix.lower() in (".pdf", ".odt"):
        count = print_todo(session.ports, post.timetable, post.printer, target, personne=who, espace=espace, until=last)
        document: dict[str, object] = {"fichier": str(target), "lignes": count}
    else:
        left = export_agenda(
            session.ports, post.timetable, post.agenda, post.medium, target, personne=who, espace=espace, until=last
        )
        count = left.lignes
        document = {"fichier": str(target), "numero": left.numero, "lignes": count, "octets": left.octets}
    session.answer(document, ngettext("{n} échéance écrite.", "{n} échéances écrites.", count).format(n=count))


@deadlines.command("regles", help=_("Liste les règles d’un espace, ou en écrit une."))
@click.option("--espace", help=_("Un espace, par son nom ou son identifiant."))
@click.option("--de", "source", help=_("Fichier JSON d’une règle à écrire («\u00a0-\u00a0»\u00a0: entrée standard)."))
@pass_session
def rules(session: Session, espace: str | None, source: str | None) -> None:
    """List the rules, or write one."""
    if source is not None:
        rec = keep_rule(session.ports, read_document(source), espace=espace)
        session.answer({"id": rec}, _("Règle enregistrée."))
        return
    _espace, permitted, found = list_rules(session.ports, session.post.timetable, espace=espace)
    document: dict[str, object] = {
        "total": len(found),
        "avertissement": session.post.timetable.rules.avertissement,
        "modifiable": permitted,
        "elements": [_rule_document(each) for each in found],
    }
    lists = session.post.nomenclatures
    rows = [(each.regle.code, delay(each.regle), event(each.regle, lists), _(each.regle.libelle)) for each in found]
    session.answer(document, *table(rows))


def _person(session: Session, pour: str | None) -> str:
    if pour is None:
        return ""
    name = me(session.ports).nom if pour.strip() == _ME else pour.strip()
    if not name:
        raise click.UsageError(_("Indiquez une personne\u00a0: --pour NOM, ou --pour moi."))
    return name


def _day(at: datetime | None) -> date | None:
    return at.date() if at is not None else None


def _document(session: Session, due: Due) -> dict[str, object]:
    one = due.echeance
    return {
        "id": due.rec,
        "kind": due.kind,
        "espace": due.espace,
        "reference": due.reference,
        "cle": one.key,
        "regle": one.regle.code if one.regle else "",
        "libelle": what_is_due(one),
        "etat": one.etat,
        "le": one.le.isoformat() if one.le else None,
        "prevue_le": one.prevue_le.isoformat() if one.prevue_le else None,
        "depart": one.depart.isoformat() if one.depart else None,
        "retard": one.retard,
        "rappel_le": one.rappel_le.isoformat() if one.rappel_le else None,
        "tenue_le": one.tenue_le.isoformat() if one.tenue_le else None,
        "responsable": one.responsable or due.titulaire,
        "motif": one.motif,
        "pourquoi": why(one, session.post.nomenclatures),
        "reservee": due.reserve,
    }


def _rule_document(each: RuleLine) -> dict[str, object]:
    rule = each.regle
    return {
        "id": each.id,
        "code": rule.code,
        "libelle": rule.libelle,
        "evenement": rule.evenement,
        "destinataire": rule.destinataire,
        "issue": rule.issue,
        "nombre": rule.nombre,
        "unite": rule.unite,
        "reporte": rule.reporte,
        "tenue_par": list(rule.tenue_par),
        "rappel_jours": rule.rappel_jours,
        "source": rule.source,
        "a_valider": rule.a_valider,
        "active": rule.active,
        "propre": rule.espace,
    }


COMMANDS: tuple[click.Command, ...] = (deadlines,)
