"""The commands on conservation and erasure: effacer, and the group « conservation »."""

import click

from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.i18n import N_, _
from mvl_desktop.services.conservation_orders import Order, list_orders, sign_order
from mvl_desktop.services.erasure import MOTIFS, erase_record, erase_revisions, foresee
from mvl_desktop.services.holds import MOTIFS as HOLD_MOTIFS
from mvl_desktop.services.holds import held_records, hold_record

STATES = {"in_force": "en_vigueur", "proposed": "propose", "needs_second": "attend_seconde_signature"}
_ERASED = {
    "in_force": N_("L’enregistrement est effacé ici\u202f; les autres postes l’effaceront au prochain échange."),
    "proposed": N_("L’ordre d’effacement partira à la prochaine synchronisation."),
    "needs_second": N_("Une seconde personne doit signer\u00a0: qu’elle lance la même commande sur son poste."),
}
_ORDERED = {
    "in_force": N_("L’ordre est en vigueur."),
    "proposed": N_("L’ordre partira à la prochaine synchronisation."),
    "needs_second": N_(
        "Une seconde personne doit signer\u00a0: « mvl conservation signer ORDRE », sur son poste, après un échange."
    ),
}
NATURES = {
    "blocage": N_("Protection contre l’effacement"),
    "levee": N_("Levée de la protection"),
    "effacement": N_("Effacement"),
    "retrait": N_("Effacement d’une saisie"),
    "elimination": N_("Élimination"),
    "anonymisation": N_("Anonymisation"),
}
ORDER_STATES = {
    "attend": N_("attend une seconde signature"),
    "a_resigner": N_("à signer de nouveau"),
    "propose": N_("partira au prochain échange"),
    "en_vigueur": N_("en vigueur"),
}


@click.command(
    "effacer", help=_("Ordonne l’effacement d’un enregistrement, partout\u202f; ou de certaines de ses modifications.")
)
@click.argument("id_", metavar="ID")
@click.option("--motif", help=_("Code\u00a0: {codes}.").format(codes=", ".join(MOTIFS)))
@click.option("--revision", "revisions", multiple=True, help=_("Modification saisie par erreur\u202f; répétable."))
@click.option("--examiner", "look", is_flag=True, help=_("Dit ce que l’effacement des modifications ferait."))
@click.option("--second", help=_("Poste à qui la seconde signature est demandée."))
@pass_session
def erase(
    session: Session, id_: str, motif: str | None, revisions: tuple[str, ...], look: bool, second: str | None
) -> None:
    """Erase a record, or named revisions of it."""
    if look:
        _look(session, id_, revisions)
        return
    if motif is None:
        raise click.UsageError(_("Indiquez le motif\u00a0: --motif CODE."))
    if revisions:
        orders = [erase_revisions(session.ports, id_, revisions, motif=motif, second=second)]
    else:
        orders = erase_record(session.ports, id_, motif=motif, second=second)
    document: dict[str, object] = {
        "id": id_,
        "etat": STATES[orders[0].state],
        "ordres": [{"id": order.id, "etat": STATES[order.state], "ordre": order.ordre} for order in orders],
    }
    session.answer(document, _((_ORDERED if revisions else _ERASED)[orders[0].state]))


def _look(session: Session, id_: str, revisions: tuple[str, ...]) -> None:
    seen = foresee(session.ports, id_, revisions)
    document: dict[str, object] = {
        "id": id_,
        "revisions": list(seen.revisions),
        "reviendrait": list(seen.retour),
        "garderait": [{"revision": revision, "champ": champ} for revision, champ in seen.gardent],
    }
    back = _("Une valeur ancienne reparaîtrait\u00a0: {champs}. Corrigez d’abord ces champs.")
    kept = _("D’autres modifications gardent les mots effacés\u00a0: {champs}. Ajoutez-les à la commande.")
    lines = [back.format(champs=", ".join(seen.retour))] if seen.retour else []
    lines += [kept.format(champs=", ".join(dict(seen.gardent).values()))] if seen.gardent else []
    session.answer(document, *(lines or [_("Rien d’autre ne garde ce qui serait effacé.")]))


@click.group("conservation", help=_("Ce qui est conservé, jusqu’à quand, et qui en décide."))
def conservation() -> None:
    """Group the commands on conservation."""


def _hold_command(name: str, what: str, *, on: bool) -> click.Command:
    @click.command(name, help=what)
    @click.argument("id_", metavar="ID")
    @click.option("--motif", required=True, help=_("Code\u00a0: {codes}.").format(codes=", ".join(HOLD_MOTIFS)))
    @click.option("--precision", default="", help=_("La procédure, en une ligne."))
    @click.option("--second", default="", help=_("Poste à qui la seconde signature est demandée."))
    @pass_session
    def command(session: Session, id_: str, motif: str, precision: str, second: str) -> None:
        done = hold_record(session.ports, id_, motif=motif, precision=precision, second=second, on=on)
        document = {
            "id": id_,
            "etat": STATES[done[0].state],
            "ordres": [{"ordre": each.id, "etat": STATES[each.state]} for each in done],
        }
        session.answer(document, _(_ORDERED[done[0].state]))

    return command


conservation.add_command(
    _hold_command("bloquer", _("Protège un enregistrement de tout effacement, le temps d’une procédure."), on=True)
)
conservation.add_command(_hold_command("debloquer", _("Lève cette protection."), on=False))


@conservation.command("bloques", help=_("Liste les enregistrements protégés de l’effacement."))
@pass_session
def held(session: Session) -> None:
    """List the legal holds."""
    found = held_records(session.ports)
    elements = [{"id": rec, "kind": kind} for rec, kind in found.items()]
    session.answer({"total": len(elements), "elements": elements}, *found)


@conservation.command("ordres", help=_("Liste les ordres\u00a0: ceux qui attendent une signature, puis les autres."))
@click.option("--en-attente", "waiting", is_flag=True, help=_("Seulement ceux qui attendent une signature."))
@pass_session
def orders(session: Session, waiting: bool) -> None:
    """List the orders."""
    found = [each for each in list_orders(session.ports) if not waiting or each.state in ("attend", "a_resigner")]
    rows = [
        (each.id, _(NATURES[each.nature]), each.motif, _(ORDER_STATES[each.state]), each.demande_par) for each in found
    ]
    session.answer({"total": len(found), "elements": [order_document(each) for each in found]}, *table(rows))


@conservation.command("signer", help=_("Donne la seconde signature à un ordre."))
@click.argument("ordre")
@pass_session
def sign(session: Session, ordre: str) -> None:
    """Sign second."""
    done = sign_order(session.ports, ordre, session.post.nomenclatures)
    session.answer({"ordre": done.id, "etat": STATES[done.state]}, _(_ORDERED[done.state]))


def order_document(order: Order) -> dict[str, object]:
    """Return an order as scripts read it."""
    return {
        "ordre": order.id,
        "espace": order.espace,
        "nature": order.nature,
        "motif": order.motif,
        "precision": order.precision,
        "enregistrements": list(order.recs),
        "modifications": order.revisions,
        "demande_le": order.demande_le,
        "demande_par": order.demande_par,
        "demande_a": order.second,
        "signataires": list(order.signataires),
        "etat": order.state,
        "a_signer_ici": order.may_sign,
    }


COMMANDS: tuple[click.Command, ...] = (erase, conservation)
