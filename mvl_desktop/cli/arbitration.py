"""The commands on conflicts: list, show, decide, undo; what hardly differs; what was decided against this post."""

import json

import click

from mvl_desktop.cli.records import version_document
from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.arbitration_bulk import decide_trivial, list_trivial, undo_batch
from mvl_desktop.services.arbitration_case import Case, Face, open_case
from mvl_desktop.services.arbitration_queue import GRAVITY, ORDERS, Wish, queue
from mvl_desktop.services.arbitration_told import contest, overruled, put_away
from mvl_desktop.services.conflicts import Conflict, decide, list_conflicts, show_conflicts, undo
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.times import instant


@click.group("conflits", help=_("Les champs que deux personnes ont changés sans se voir."))
def conflicts() -> None:
    """Group the commands on conflicts."""


@conflicts.command("lister", help=_("Liste les champs à décider, les plus graves puis les plus anciens d’abord."))
@click.option("--ordre", "order", type=click.Choice(ORDERS), default=GRAVITY, show_default=True)
@click.option("--kind", default="", help=_("Un seul genre d’enregistrements."))
@click.option("--espace", default="", help=_("Identifiant ou nom de l’espace."))
@click.option("--champ", default="", help=_("Un seul champ."))
@click.option("--poste", default="", help=_("Une personne qui a donné l’une des valeurs."))
@click.option("--limite", type=click.IntRange(min=0), help=_("Nombre de lignes au plus."))
@pass_session
def list_command(
    session: Session, order: str, kind: str, espace: str, champ: str, poste: str, limite: int | None
) -> None:
    """List."""
    wish = Wish(order, kind, espace, champ, poste)
    total = len(queue(session.ports, wish).lines)
    _answer(session, list_conflicts(session.ports, wish, limit=limite), total)


@conflicts.command("montrer", help=_("Montre les champs à décider d’un enregistrement."))
@click.argument("id_", metavar="ID")
@pass_session
def show(session: Session, id_: str) -> None:
    """Show."""
    found = show_conflicts(session.ports, id_)
    _answer(session, found, len(found), [open_case(session.ports, each.id, each.champ) for each in found])


@conflicts.command("resoudre", help=_("Décide un champ, en gardant une valeur ou en en donnant une autre."))
@click.argument("id_", metavar="ID")
@click.argument("champ")
@click.option("--garder", "keep", help=_("Révision dont la valeur est gardée."))
@click.option("--valeur", "value", help=_("Valeur, en JSON."))
@click.option("--motif", required=True)
@click.option("--vu", "seen", multiple=True, help=_("Révision affichée\u202f; si d’autres sont là, rien n’est décidé."))
@pass_session
def resolve(
    session: Session, id_: str, champ: str, keep: str | None, value: str | None, motif: str, seen: tuple[str, ...]
) -> None:
    """Decide."""
    if (keep is None) == (value is None):
        raise click.UsageError(_("Indiquez --garder REVISION ou --valeur JSON."))
    decide(
        session.ports,
        id_,
        champ,
        motif=motif,
        keep=keep,
        value=_parsed(value),
        seen=seen or None,
        lists=session.post.nomenclatures,
    )
    session.answer({"id": id_, "champ": champ}, _("C’est décidé."))


@conflicts.command("annuler", help=_("Revient sur la dernière décision prise pour un champ."))
@click.argument("id_", metavar="ID")
@click.argument("champ")
@pass_session
def cancel(session: Session, id_: str, champ: str) -> None:
    """Undo."""
    undo(session.ports, id_, champ)
    session.answer(
        {"id": id_, "champ": champ}, _("La décision est annulée\u202f; les valeurs sont de nouveau à décider.")
    )


@conflicts.command(
    "grouper", help=_("Liste les champs dont les valeurs diffèrent à peine\u202f; avec --motif, les décide.")
)
@click.option("--motif", help=_("Motif commun\u202f; sans lui, rien n’est décidé."))
@pass_session
def group(session: Session, motif: str | None) -> None:
    """List, or decide, what hardly differs."""
    found = list_trivial(session.ports, queue(session.ports).lines)
    elements = [
        {
            "id": each.id,
            "kind": each.kind,
            "champ": each.champ,
            "raison": each.raison,
            "garde": version_document(each.garde),
            "laisse": [version_document(version) for version in each.laisse],
        }
        for each in found
    ]
    lines = [f"{each.id}  {each.champ}\u00a0: {each.garde.valeur}" for each in found]
    document: dict[str, object] = {"total": len(elements), "elements": elements}
    if motif is not None:
        done = decide_trivial(session.ports, found, motif)
        document |= {"groupe": done.id, "decides": done.decided, "laisses": done.left}
        said = ngettext("{n} champ décidé, groupe {id}.", "{n} champs décidés, groupe {id}.", done.decided)
        lines.append(said.format(n=done.decided, id=done.id))
    session.answer(document, *lines, _("Total\u00a0: {n}").format(n=len(elements)))


@conflicts.command("degrouper", help=_("Annule d’un coup les décisions prises ensemble."))
@click.argument("groupe")
@pass_session
def ungroup(session: Session, groupe: str) -> None:
    """Undo what was decided together."""
    done = undo_batch(session.ports, groupe)
    said = ngettext("{n} champ de nouveau à décider.", "{n} champs de nouveau à décider.", done.decided)
    document = {"groupe": groupe, "annules": done.decided, "laisses": done.left}
    session.answer(document, said.format(n=done.decided))


@conflicts.command(
    "ecartes", help=_("Liste les décisions des autres qui n’ont pas retenu ce que ce poste avait écrit.")
)
@click.option("--vu", "seen", metavar=_("DECISION"), help=_("Range d’abord cette décision\u202f: elle a été lue."))
@pass_session
def lost(session: Session, seen: str | None) -> None:
    """List what was decided against this post."""
    if seen is not None:
        put_away(session.ports, seen)
    found = overruled(session.ports)
    elements = [
        {
            "id": each.id,
            "kind": each.kind,
            "champ": each.champ,
            "decision": each.element,
            "ecartee": _json(each.mine),
            "retenue": _json(each.kept),
            "motif": each.motif,
            "par": each.par,
            "horodatage": instant(each.at_ms),
        }
        for each in found
    ]
    lines = [f"{each.id}  {each.libelle}\u00a0: {each.motif} ({each.par})  {each.element}" for each in found]
    session.answer({"total": len(elements), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@conflicts.command("contester", help=_("Rouvre un champ qu’un autre a décidé, en disant pourquoi."))
@click.argument("id_", metavar="ID")
@click.argument("decision")
@click.option("--motif", required=True)
@pass_session
def contest_command(session: Session, id_: str, decision: str, motif: str) -> None:
    """Contest."""
    contest(session.ports, id_, decision, motif)
    session.answer(
        {"id": id_, "decision": decision}, _("La contestation est enregistrée\u202f; les valeurs sont à décider.")
    )


COMMANDS: tuple[click.Command, ...] = (conflicts,)


def _answer(session: Session, found: list[Conflict], total: int, cases: list[Case] | None = None) -> None:
    elements = []
    for place, each in enumerate(found):
        element: dict[str, object] = {
            "id": each.id,
            "kind": each.kind,
            "champ": each.champ,
            "valeurs": [version_document(version) for version in each.valeurs],
        }
        elements.append(element | (_case_document(cases[place]) if cases else {}))
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.id}  {each.titre} — {each.libelle} ({each.champ})")
        lines += [f"    {version.revision}  {version.poste}\u00a0: {version.valeur}" for version in each.valeurs]
    session.answer({"total": total, "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=total))


def _case_document(case: Case) -> dict[str, object]:
    """Return what `montrer` adds to each field: what stood before, how each version came, what could unite them."""
    return {
        "base": [_face_document(face) for face in case.base],
        "voies": {face.revision: _way(face) for face in case.versions},
        "horloges_douteuses": [face.revision for face in case.versions if face.doubtful],
        "proposition": _json(case.proposal),
        "contestations": [
            {"motif": each.motif, "poste": each.poste, "horodatage": instant(each.horodatage_ms)}
            for each in case.contests
        ],
    }


def _face_document(face: Face) -> dict[str, object]:
    return {
        "valeur": _json(face.valeur),
        "revision": face.revision,
        "poste": face.poste,
        "horodatage": instant(face.horodatage_ms),
    }


def _way(face: Face) -> dict[str, object]:
    lot = {"lot": face.lot, "remis_par": face.remis_par} if face.lot else {}
    return {"voie": face.voie} | lot | ({"tableur": face.tableur} if face.tableur else {})


def _json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _parsed(value: str | None) -> object:
    if value is None:
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise RefusError("json_invalide") from None
