"""The commands on conservation and erasure: effacer, and the group « conservation »."""

from datetime import date, datetime
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.i18n import N_, _
from mvl_desktop.services.conservation import Due, list_due, load_rules
from mvl_desktop.services.conservation_orders import Order, list_orders, sign_order
from mvl_desktop.services.conservation_papers import NATURES, SORTS, write_certificate, write_slip
from mvl_desktop.services.conservation_papers import STATES as ORDER_WORDS
from mvl_desktop.services.conservation_proofs import Proof, list_proofs
from mvl_desktop.services.erasure import MOTIFS, erase_record, erase_revisions, foresee
from mvl_desktop.services.holds import MOTIFS as HOLD_MOTIFS
from mvl_desktop.services.holds import held_records, hold_record
from mvl_desktop.services.merging import CARRIED, Fusion, carried_by
from mvl_desktop.services.purge import SORTS as FATES
from mvl_desktop.services.purge import propose_purge

_PATH = click.Path(path_type=Path, dir_okay=False)
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
        "Une seconde personne doit signer\u00a0: « mvl conservation signer ORDRE », sur son poste, après un échange."
    ),
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
        carriers: list[Fusion] = []
        orders = [erase_revisions(session.ports, id_, revisions, motif=motif, second=second)]
    else:
        carriers = carried_by(session.ports, [id_])
        orders = erase_record(session.ports, id_, motif=motif, second=second)
    document: dict[str, object] = {
        "id": id_,
        "etat": STATES[orders[0].state],
        "ordres": [{"id": order.id, "etat": STATES[order.state], "ordre": order.ordre} for order in orders],
        "repris_par": [each.survivant for each in carriers],
    }
    for each in carriers:
        session.say(_(CARRIED).format(titre=each.survivant_reference or each.survivant))
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
        (each.id, _(NATURES[each.nature]), each.motif, _(ORDER_WORDS[each.state]), each.demande_par) for each in found
    ]
    session.answer({"total": len(found), "elements": [order_document(each) for each in found]}, *table(rows))


@conservation.command("signer", help=_("Donne la seconde signature à un ordre."))
@click.argument("ordre")
@pass_session
def sign(session: Session, ordre: str) -> None:
    """Sign second."""
    done = sign_order(session.ports, ordre, session.post.nomenclatures)
    session.answer({"ordre": done.id, "etat": STATES[done.state]}, _(_ORDERED[done.state]))


@conservation.command("a-traiter", help=_("Liste ce que les règles de conservation proposent, sans rien faire."))
@click.option("--avant", type=DAY, help=_("Jusqu’à ce jour\u202f; aujourd’hui par défaut."))
@pass_session
def due(session: Session, avant: datetime | None) -> None:
    """List the proposals."""
    rules = load_rules(session.settings.resources)
    until: date | None = avant.date() if avant is not None else None
    found = list_due(session.ports, rules, session.post.nomenclatures, until=until)
    document: dict[str, object] = {
        "total": len(found),
        "avertissement": rules.avertissement,
        "elements": [_due_document(each) for each in found],
    }
    rows = [(each.le.isoformat(), _(SORTS[each.sort]), each.reference or each.id[:8], each.source) for each in found]
    session.answer(document, *table(rows), _(rules.avertissement))


@conservation.command("purger", help=_("Propose d’anonymiser ou de détruire\u202f; une seconde personne doit signer."))
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--sort", default="", help=_("« anonymiser » ou « detruire »\u202f; sinon, ce que la règle propose."))
@click.option("--motif", default="fin_de_conservation", show_default=True)
@click.option("--second", default="", help=_("Poste à qui la seconde signature est demandée."))
@pass_session
def purge(session: Session, ids: tuple[str, ...], sort: str, motif: str, second: str) -> None:
    """Propose a purge."""
    if sort and sort not in FATES:
        raise click.UsageError(_("Indiquez --sort anonymiser ou --sort detruire."))
    rules, lists = load_rules(session.settings.resources), session.post.nomenclatures
    done = propose_purge(session.ports, ids, rules, lists, sort=sort, motif=motif, second=second)
    document: dict[str, object] = {
        "ordres": [
            {
                "ordre": each.ordre,
                "nature": each.nature,
                "espace": each.espace,
                "etat": STATES[each.state],
                "enregistrements": each.records,
            }
            for each in done
        ]
    }
    session.answer(document, *(f"{each.ordre}  {_(NATURES[each.nature])}" for each in done), _(_ORDERED[done[0].state]))


@conservation.command("bordereau", help=_("Écrit le bordereau d’un ordre d’élimination ou d’anonymisation."))
@click.argument("ordre")
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def slip(session: Session, ordre: str, target: Path) -> None:
    """Write the bordereau."""
    rules, post = load_rules(session.settings.resources), session.post
    size = write_slip(session.ports, post.printer, ordre, target, rules, post.nomenclatures)
    session.answer({"ordre": ordre, "octets": size}, _("Bordereau écrit."))


@conservation.command("effacements", help=_("Liste les effacements, et les postes qui ne les ont pas confirmés."))
@pass_session
def proofs(session: Session) -> None:
    """List the erasures with their acknowledgements."""
    found = list_proofs(session.ports, load_rules(session.settings.resources))
    rows = [
        (
            each.ordered_at.date().isoformat(),
            _(NATURES[each.nature]),
            f"{len(each.answers) - len(each.missing)}/{len(each.answers)}",
            ", ".join(answer.nom for answer in each.missing),
            each.ordre or each.recs[0],
        )
        for each in found
    ]
    session.answer({"total": len(found), "elements": [_proof_document(each) for each in found]}, *table(rows))


@conservation.command("proces-verbal", help=_("Écrit le procès-verbal d’un effacement."))
@click.argument("id_", metavar="ORDRE|ID")
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def certificate(session: Session, id_: str, target: Path) -> None:
    """Write the procès-verbal."""
    rules = load_rules(session.settings.resources)
    size = write_certificate(session.ports, session.post.printer, id_, target, rules)
    session.answer({"id": id_, "octets": size}, _("Procès-verbal écrit."))


def _due_document(each: Due) -> dict[str, object]:
    return {
        "id": each.id,
        "espace": each.espace,
        "reference": each.reference,
        "niveau": each.niveau,
        "statut": each.statut,
        "sort": each.sort,
        "le": each.le.isoformat(),
        "source": each.source,
        "a_valider": each.a_valider,
        "bloque": each.bloque,
        "reprise": each.reprise,
    }


def _proof_document(each: Proof) -> dict[str, object]:
    return {
        "ordre": each.ordre,
        "espace": each.espace,
        "nature": each.nature,
        "motif": each.motif,
        "enregistrements": list(each.recs),
        "modifications": each.revisions,
        "ordonne_le": each.ordered_at.isoformat(),
        "signataires": list(each.signataires),
        "cles_renouvelees_le": each.renewed_at.isoformat() if each.renewed_at else None,
        "sauvegardes_expirees_le": each.backups_until.isoformat(),
        "complet": each.is_complete,
        "reponses": [
            {
                "poste": answer.device,
                "nom": answer.nom,
                "etat": answer.state,
                "le": answer.at.isoformat() if answer.at else None,
                "cles_detruites_le": answer.destroyed_at.isoformat() if answer.destroyed_at else None,
            }
            for answer in each.answers
        ],
    }


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
