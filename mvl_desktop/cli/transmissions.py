"""`mvl transmission …`: what goes outside. Nothing is sent from here: a person sends, then says so."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.cli.textes import cited_document, outdated_of, told_outdated
from mvl_desktop.domain.transmettre import Passed, read_day
from mvl_desktop.domain.transmettre_pieces import read_pieces
from mvl_desktop.i18n import _
from mvl_desktop.services.closing import close_record, reopen_record, told
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day
from mvl_desktop.services.transmission_advice import recorded_return
from mvl_desktop.services.transmission_papers import print_slip
from mvl_desktop.services.transmissions import (
    TransmissionLine,
    abandon_transmission,
    acknowledge_transmission,
    as_sent,
    change_transmission,
    close_transmission,
    decide_transmission,
    list_transmissions,
    prepare_transmission,
    remind_transmission,
    reopen_transmission,
    return_transmission,
    send_transmission,
    show_transmission,
)

_SOURCE = click.option(
    "--de", "source", required=True, help=_("Fichier JSON, ou «\u00a0-\u00a0» pour l’entrée standard.")
)
_DAY_HELP = _("Jour, comme 2026-11-22\u202f; aujourd’hui par défaut.")


def _read(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Return the day of an option. RefusError (date_invalide)."""
    found = read_day(value)
    if value and found is None:
        raise RefusError("date_invalide")
    return found


def _on_one(command: Callable[..., None]) -> Callable[..., None]:
    """Add what names a transmission."""
    return click.argument("signalement")(click.argument("id_", metavar="ID")(command))


@click.group(
    "transmission", help=_("Transmissions\u00a0: préparer, décider, noter l’envoi et le retour. MVL n’envoie rien.")
)
def transmission() -> None:
    """Gather the commands on transmissions."""


@transmission.command(
    "preparer", help=_("Prépare une transmission\u202f; ses pièces sont nommées par leur identifiant.")
)
@click.argument("signalement")
@_SOURCE
@pass_session
def prepare(session: Session, signalement: str, source: str) -> None:
    """Prepare."""
    said = read_document(source)
    id_ = prepare_transmission(session.ports, signalement, said, lists=session.post.nomenclatures)
    session.answer({"id": id_, "signalement": signalement}, id_)


@transmission.command("modifier", help=_("Change ce qui est préparé\u202f; après l’envoi, seulement ce qui revient."))
@_on_one
@_SOURCE
@pass_session
def change(session: Session, signalement: str, id_: str, source: str) -> None:
    """Change."""
    change_transmission(session.ports, signalement, id_, read_document(source), lists=session.post.nomenclatures)
    _answer(session, signalement, id_)


@transmission.command(
    "lister", help=_("Liste les transmissions de tous les signalements, les retours en retard d’abord.")
)
@click.option(
    "--filtre",
    "filtres",
    multiple=True,
    help=_("champ=valeur\u202f; peut être répété. «\u00a0retard=oui\u00a0» aussi."),
)
@pass_session
def listed(session: Session, filtres: tuple[str, ...]) -> None:
    """List."""
    found = list_transmissions(session.ports, [_filter(each) for each in filtres])
    lists = session.post.nomenclatures
    rows = [
        (
            str(each.passed.get("id")),
            each.reference or each.signalement[:8],
            _(lists.libelle("destinataires", str(each.passed.get("destinataire") or ""))),
            _(lists.libelle("etats_transmission", str(each.passed.get("etat") or ""))),
            day(each.passed.get("retour_attendu_le")),
            _("en retard") if each.late else "",
        )
        for each in found
    ]
    document = {"total": len(found), "elements": [line_document(each) for each in found]}
    session.answer(document, *table(rows), _("Total\u00a0: {n}").format(n=len(found)))


@transmission.command(
    "montrer", help=_("Montre une transmission\u202f; «\u00a0--telle-qu-envoyee\u00a0» la lit dans l’historique.")
)
@_on_one
@click.option(
    "--telle-qu-envoyee", "then", is_flag=True, help=_("Ce qui est parti, et non ce qui est écrit aujourd’hui.")
)
@pass_session
def show(session: Session, signalement: str, id_: str, then: bool) -> None:
    """Show."""
    line = show_transmission(session.ports, signalement, id_)
    grounds = line.passed.get("fondements")
    texts = outdated_of(session, [str(each) for each in grounds] if isinstance(grounds, (list, tuple)) else [])
    document = line_document(line) | {"textes_remplaces": [cited_document(each) for each in texts]}
    if then:
        document["telle_qu_envoyee"] = as_sent(session.ports, signalement, id_)
    said = document.get("telle_qu_envoyee") if then else line.passed
    shown = said if isinstance(said, dict) else {}
    session.answer(document, *table([(name, str(value)) for name, value in shown.items()]), *told_outdated(texts))


@transmission.command("decider", help=_("Note que l’envoi est décidé, et par qui."))
@_on_one
@click.option("--le", callback=_read, help=_DAY_HELP)
@click.option("--par", default="", help=_("Qui l’a décidé\u202f; vous par défaut."))
@pass_session
def decide(session: Session, signalement: str, id_: str, le: date | None, par: str) -> None:
    """Decide."""
    decide_transmission(session.ports, signalement, id_, le=le, par=par)
    _answer(session, signalement, id_)


@transmission.command(
    "envoyer", help=_("Note qu’une personne l’a envoyée\u00a0: par quelle voie, quand, sous quelle référence.")
)
@_on_one
@click.option("--canal", required=True, help=_("Code de la voie d’envoi, par exemple courrier_rar."))
@click.option("--le", callback=_read, help=_DAY_HELP)
@click.option("--reference", default="", help=_("Numéro du recommandé ou de la plateforme."))
@click.option(
    "--retour-attendu",
    "attendu",
    callback=_read,
    help=_("Jour où le retour est attendu\u202f; sinon, celui des règles."),
)
@pass_session
def send(
    session: Session, signalement: str, id_: str, canal: str, le: date | None, reference: str, attendu: date | None
) -> None:
    """Note that it left. Without a day to await its return, the rules of deadlines give one, when they have one."""
    if attendu is None and not show_transmission(session.ports, signalement, id_).passed.get("retour_attendu_le"):
        attendu = recorded_return(session.ports, session.post.timetable, signalement, id_, le)
    said: dict[str, object] = {"canal_envoi": canal}
    said |= {"envoyee_le": le.isoformat()} if le else {}
    said |= {"reference_envoi": reference} if reference else {}
    said |= {"retour_attendu_le": attendu.isoformat()} if attendu else {}
    send_transmission(session.ports, signalement, id_, said, lists=session.post.nomenclatures)
    _answer(session, signalement, id_)


@transmission.command("recue", help=_("Note que le destinataire a attesté l’avoir reçue."))
@_on_one
@click.option("--le", callback=_read, help=_DAY_HELP)
@pass_session
def received(session: Session, signalement: str, id_: str, le: date | None) -> None:
    """Acknowledge."""
    acknowledge_transmission(session.ports, signalement, id_, le)
    _answer(session, signalement, id_)


@transmission.command("relancer", help=_("Note que le destinataire a été relancé."))
@_on_one
@click.option("--le", callback=_read, help=_DAY_HELP)
@click.option("--retour-attendu", "attendu", callback=_read, help=_("Nouveau jour où le retour est attendu."))
@pass_session
def remind(session: Session, signalement: str, id_: str, le: date | None, attendu: date | None) -> None:
    """Remind."""
    remind_transmission(session.ports, signalement, id_, le, attendu)
    _answer(session, signalement, id_)


@transmission.command("retour", help=_("Note ce qui est revenu."))
@_on_one
@click.option("--issue", default="", help=_("Code de l’issue, par exemple ip_confirmee."))
@click.option("--le", callback=_read, help=_DAY_HELP)
@click.option("--precision", default="", help=_("Ce qui a été répondu."))
@click.option("--reference", default="", help=_("Référence du destinataire."))
@pass_session
def returned(
    session: Session, signalement: str, id_: str, issue: str, le: date | None, precision: str, reference: str
) -> None:
    """Note what came back."""
    said: dict[str, object] = {"retour_recu_le": le.isoformat()} if le else {}
    typed = {"issue": issue, "issue_precision": precision, "reference_retour": reference}
    said |= {name: value for name, value in typed.items() if value}
    return_transmission(session.ports, signalement, id_, said, lists=session.post.nomenclatures)
    _answer(session, signalement, id_)


@transmission.command("clore", help=_("Clôt une transmission, avec son issue."))
@_on_one
@click.option("--issue", default="", help=_("Code de l’issue\u202f; «\u00a0sans_retour\u00a0» en est une."))
@pass_session
def close(session: Session, signalement: str, id_: str, issue: str) -> None:
    """Close."""
    close_transmission(session.ports, signalement, id_, issue, lists=session.post.nomenclatures)
    _answer(session, signalement, id_)


@transmission.command("abandonner", help=_("Renonce à une transmission qui n’est pas partie."))
@_on_one
@click.option("--motif", required=True, help=_("Pourquoi y renoncer."))
@pass_session
def abandon(session: Session, signalement: str, id_: str, motif: str) -> None:
    """Give up."""
    abandon_transmission(session.ports, signalement, id_, motif)
    _answer(session, signalement, id_)


@transmission.command("reprendre", help=_("Revient d’un pas\u00a0: en préparation, ou de nouveau en attente."))
@_on_one
@pass_session
def reopen(session: Session, signalement: str, id_: str) -> None:
    """Take one step back."""
    reopen_transmission(session.ports, signalement, id_)
    _answer(session, signalement, id_)


@transmission.command("bordereau", help=_("Écrit le bordereau d’une transmission, en PDF ou en ODT."))
@_on_one
@click.option("--vers", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--masque", "masked", is_flag=True, help=_("Retire ce qui peut nommer ou décrire une personne."))
@pass_session
def slip(session: Session, signalement: str, id_: str, target: Path, masked: bool) -> None:
    """Write the bordereau."""
    post = session.post
    size = print_slip(session.ports, post.printer, signalement, id_, target, post.nomenclatures, masked=masked)
    session.answer({"fichier": str(target), "octets": size}, str(target))


def closing_commands() -> tuple[click.Command, ...]:
    """Return those of `mvl signalement` that close and open again."""
    return (close_one, reopen_one)


@click.command("clore", help=_("Clôt un signalement\u202f; ce qui est encore en attente est dit d’abord."))
@click.argument("id_", metavar="ID")
@click.option("--motif", default="", help=_("Code du motif de clôture\u202f; sinon, celui que les suites proposent."))
@click.option("--malgre", default="", help=_("Pourquoi clore malgré ce qui est encore en attente."))
@pass_session
def close_one(session: Session, id_: str, motif: str, malgre: str) -> None:
    """Close a signalement."""
    post = session.post
    left = close_record(session.ports, post.timetable, id_, motif, malgre=malgre, lists=post.nomenclatures)
    document = {
        "id": id_,
        "en_attente": {
            "a_envoyer": left.a_envoyer,
            "sans_retour": left.sans_retour,
            "etapes": left.etapes,
            "echeances": left.echeances,
        },
    }
    session.answer(document, _("Signalement clos."), *told(left))


@click.command("rouvrir", help=_("Rouvre un signalement clos\u202f; tout ce qu’il contient est gardé."))
@click.argument("id_", metavar="ID")
@click.option("--motif", required=True, help=_("Code du motif de réouverture."))
@click.option("--precision", default="", help=_("Ce qui l’explique, en une phrase."))
@pass_session
def reopen_one(session: Session, id_: str, motif: str, precision: str) -> None:
    """Open a signalement again."""
    reopen_record(session.ports, id_, motif, precision=precision, lists=session.post.nomenclatures)
    session.answer({"id": id_}, _("Signalement rouvert."))


def line_document(line: TransmissionLine) -> dict[str, object]:
    """Return a transmission as scripts read it."""
    said: dict[str, object] = {
        "signalement": line.signalement,
        "reference": line.reference,
        "espace": line.espace,
        "jours_de_retard": line.late,
        "modifiee_apres_l_envoi": line.altered,
        "statut_propose": line.statut,
    }
    return said | _fields(line.passed)


def _fields(passed: Passed) -> dict[str, object]:
    pieces = [{"id": each.id, "sha256": each.sha256, "nom": each.nom} for each in read_pieces(passed.get("pieces"))]
    return {**passed, **({"pieces": pieces} if pieces else {})}


def _filter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(_("Un filtre s’écrit champ=valeur."))
    return name, value


def _answer(session: Session, signalement: str, id_: str) -> None:
    line = show_transmission(session.ports, signalement, id_)
    label = session.post.nomenclatures.libelle("etats_transmission", str(line.passed.get("etat") or ""))
    session.answer(line_document(line), _(label))


COMMANDS: tuple[click.Command, ...] = (transmission,)
