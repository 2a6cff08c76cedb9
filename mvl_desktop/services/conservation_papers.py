"""The papers of conservation, as sheets: the bordereau d'élimination before, the procès-verbal d'effacement after.

Neither names anybody that a record was about. The people who signed and the posts that answered are named: they
answer for it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mvl_desktop.domain.conservation import Regles
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.printing import Line, Printer, Section, Sheet
from mvl_desktop.services.conservation import REPRISE
from mvl_desktop.services.conservation_orders import ANONYMISATION, ELIMINATION, Order, list_orders
from mvl_desktop.services.conservation_proofs import AWAITED, DONE, Answer, Proof, proof_of
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.printing import mark
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day

NATURES = {
    "blocage": N_("Protection contre l’effacement"),
    "levee": N_("Levée de la protection"),
    "effacement": N_("Effacement"),
    "retrait": N_("Effacement d’une saisie"),
    "elimination": N_("Élimination"),
    "anonymisation": N_("Anonymisation"),
}
MOTIFS = {
    "opposition": N_("Opposition ou demande d’effacement de la personne"),
    "fin_de_conservation": N_("Fin de la durée de conservation"),
    "erreur_de_saisie": N_("Erreur de saisie"),
    "hors_champ": N_("Hors champ"),
    "decision": N_("Décision du responsable du traitement"),
    "enquete": N_("Enquête"),
    "requisition": N_("Réquisition judiciaire"),
    "contentieux": N_("Contentieux"),
    "limitation": N_("Limitation demandée par la personne (article 18)"),
    "archives": N_("Visa des archives attendu"),
    "fin_de_procedure": N_("Fin de la procédure"),
}
STATES = {
    "attend": N_("attend une seconde signature"),
    "a_resigner": N_("à signer de nouveau"),
    "propose": N_("partira au prochain échange"),
    "en_vigueur": N_("en vigueur"),
}
SORTS = {
    "anonymiser": N_("À anonymiser"),
    "detruire": N_("À détruire"),
    "revoir": N_("À revoir"),
}
_ANSWERS = {DONE: N_("fait"), AWAITED: N_("n’a pas répondu"), "revoque": N_("révoqué sans avoir répondu")}
_BLANK = "…" * 18
_HYPHEN = "\u2011"
"""One that no line is cut at."""


def write_slip(ports: Ports, printer: Printer, id_: str, target: Path, rules: Regles, lists: Nomenclatures) -> int:
    """Write the bordereau of an order of élimination or of anonymisation; return its size.

    Raises RefusError: ordre_inconnu, format_inconnu, ecriture_impossible.
    """
    order = next((each for each in list_orders(ports) if each.id == id_.strip().lower()), None)
    if order is None or order.nature not in (ELIMINATION, ANONYMISATION):
        raise RefusError("ordre_inconnu")
    return _write(ports, printer, slip_sheet(order, rules, lists), target, bytes.fromhex(order.id))


def write_certificate(ports: Ports, printer: Printer, id_: str, target: Path, rules: Regles) -> int:
    """Write the procès-verbal of an erasure, named by its order or by a record; return its size.

    Raises RefusError: effacement_inconnu, format_inconnu, ecriture_impossible.
    """
    proof = proof_of(ports, id_, rules)
    return _write(ports, printer, certificate_sheet(proof, ports.clock.now()), target, bytes.fromhex(proof.recs[0]))


def slip_sheet(order: Order, rules: Regles, lists: Nomenclatures) -> Sheet:
    """Return the bordereau: what, why, by whom, and no name of anybody concerned."""
    lines = [read_line(text) for text in order.lines]
    destroyed = order.nature == ELIMINATION
    title = _("Bordereau d’élimination") if destroyed else _("Bordereau d’anonymisation")
    columns = (_("Référence"), _("Nature"), _("Niveau"), _("Reçu"), _("Clos"), _("Pièces"))
    rows = tuple(
        Line(
            "",
            cells=(
                line["reference"] or line["id"][:8],
                kind_label(line["kind"]),
                _(lists.libelle("niveaux", line["niveau"])) if line["niveau"] else "–",
                month(line["recu"]),
                month(line["clos"]),
                line["pieces"],
            ),
        )
        for line in lines
    )
    grounds = tuple(dict.fromkeys(ground(line["regle"]) for line in lines if line["regle"]))
    visa = (
        Section(
            _("Visa des archives départementales"),
            (Line(_("Date"), _BLANK), Line(_("Nom et qualité"), _BLANK), Line(_("Signature"), _BLANK)),
        ),
    )
    return Sheet(
        title=title,
        subtitle=f"{order.espace_nom} · {order.id[:8]}",
        sections=(
            Section(_("Ce qui est concerné"), rows, "tableau", columns),
            Section(_("Fondement"), tuple(Line(text) for text in (*grounds, _(rules.avertissement))), "puces"),
            Section(_("Qui l’a décidé"), tuple(_people(order))),
            *(visa if destroyed else ()),
        ),
        glance=(
            Line(_("Demandé le"), day(order.demande_le)),
            Line(_("Motif"), _(MOTIFS.get(order.motif, order.motif))),
            Line(_("Enregistrements"), str(len(order.recs))),
            Line(_("État"), _(STATES.get(order.state, order.state))),
        ),
    )


def certificate_sheet(proof: Proof, now: datetime) -> Sheet:
    """Return the procès-verbal: the order, who answered and when, who did not, keys, backups, what remains."""
    missing = len(proof.missing)
    words = ngettext("{n} poste n’a pas confirmé.", "{n} postes n’ont pas confirmé.", missing)
    posts = tuple(
        Line("", cells=(answer.nom, _(_ANSWERS[answer.state]), said_at(answer.at), _keys_of(proof, answer)))
        for answer in proof.answers
    )
    columns = (_("Poste"), _("Effacement"), _("Le"), _("Anciennes clés détruites le"))
    return Sheet(
        title=_("Procès-verbal d’effacement"),
        subtitle=f"{proof.espace_nom} · {proof.id[:8]}",
        warning=words.format(n=missing) if missing else "",
        sections=(
            Section(_("L’ordre"), tuple(_ordered(proof))),
            Section(_("Ce que les postes ont confirmé"), posts, "tableau", columns),
            Section(_("Ce qui subsiste"), tuple(Line(text) for text in remains(proof, now)), "puces"),
            Section(
                _("Actes du registre"),
                tuple(Line("", cells=(str(n), entry)) for n, entry in proof.entries),
                "tableau",
                (_("N°"), _("Empreinte")),
            ),
        ),
        glance=(
            Line(_("Ordonné le"), said_at(proof.ordered_at)),
            Line(_("Enregistrements"), str(len(proof.recs))),
            Line(
                _("Ont confirmé"), _("{n} sur {total}").format(n=len(proof.answers) - missing, total=len(proof.answers))
            ),
            Line(_("Sauvegardes expirées le"), day(proof.backups_until.isoformat())),
        ),
    )


def remains(proof: Proof, now: datetime) -> list[str]:
    """Return, in sentences, what may still exist somewhere, and what to do about it."""
    found = []
    for answer in proof.missing:
        if answer.state == AWAITED:
            text = _("{nom} n’a pas confirmé : qu’il synchronise ou reçoive un lot. S’il ne revient pas, révoquez-le.")
        else:
            text = _("{nom} est révoqué sans avoir confirmé : sa copie n’est protégée que par sa phrase de passe.")
        found.append(text.format(nom=answer.nom))
    if proof.keys and proof.renewed_at is None:
        found.append(_("Les clés n’ont pas encore été renouvelées : une ancienne sauvegarde pourrait encore être lue."))
    late = [
        answer.nom for answer in proof.answers if proof.keys and answer.destroyed_at is None and answer.state == DONE
    ]
    if late and proof.renewed_at is not None:
        found.append(_("N’ont pas encore détruit les anciennes clés : {noms}.").format(noms=", ".join(late)))
    if not proof.keys:
        found.append(
            _("Les clés de l’enregistrement vivent encore : les sauvegardes gardent le contenu jusqu’à leur fin.")
        )
    if proof.hosted and now.date() < proof.backups_until:
        text = _("Les sauvegardes du service expirent au plus tard le {jour} ; restaurées, elles rejouent cet ordre.")
        found.append(text.format(jour=day(proof.backups_until.isoformat())))
    found.append(_("Les en-têtes signés restent : identifiants au hasard, postes et tailles, sans contenu."))
    found.append(_("Les exports et impressions faits auparavant sont hors d’atteinte : voyez le journal des accès."))
    return found


def read_line(text: str) -> Mapping[str, str]:
    """Read a line of a bordereau; what is missing is empty."""
    names = ("id", "kind", "reference", "niveau", "recu", "clos", "pieces", "regle")
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    found = document if isinstance(document, dict) else {}
    return {name: str(found.get(name, "")) for name in names}


def ground(source: str) -> str:
    """Return what a proposal rests on, for a person."""
    return _("Des mots étaient revenus dans un enregistrement anonymisé") if source == REPRISE else _(source)


def kind_label(kind: str) -> str:
    """Return what a kind of record is called."""
    declared = declaration(kind)
    return _(declared.libelle) if declared is not None else kind


def month(text: str) -> str:
    """Return 2026-03 as 03/2026."""
    year, _sep, number = text.partition("-")
    return f"{number}/{year}" if number else "–"


def said_at(at: datetime | None) -> str:
    """Return an instant as people write it, where this machine is; a dash for none."""
    if at is None:
        return "–"
    here = at.astimezone()
    return f"{here:%d/%m/%Y} {here:%H}\u00a0h\u00a0{here:%M}"


def _people(order: Order) -> list[Line]:
    lines = [Line(_("Demandé par"), order.demande_par), Line(_("Signé par"), ", ".join(order.signataires))]
    return lines + ([Line(_("Précision"), order.precision, wide=True)] if order.precision else [])


def _ordered(proof: Proof) -> list[Line]:
    lines = [
        Line(_("Nature"), _(NATURES.get(proof.nature, proof.nature))),
        Line(_("Motif"), _(MOTIFS.get(proof.motif, proof.motif))),
        Line(_("Signé par"), ", ".join(proof.signataires)),
        Line(_("Espace"), proof.espace_nom),
    ]
    if proof.revisions:
        lines.append(Line(_("Modifications effacées"), str(proof.revisions)))
    if proof.keys:
        lines.append(Line(_("Clés renouvelées le"), said_at(proof.renewed_at)))
    shown = [line["reference"] or line["id"] for line in map(read_line, proof.lines)] or list(proof.recs)
    return [*lines, Line(_("Enregistrements"), ", ".join(each.replace("-", _HYPHEN) for each in shown), wide=True)]


def _keys_of(proof: Proof, answer: Answer) -> str:
    return said_at(answer.destroyed_at) if proof.keys else _("sans objet")


def _write(ports: Ports, printer: Printer, sheet: Sheet, target: Path, rec: bytes) -> int:
    suffix = target.suffix.lower()
    if suffix not in (".pdf", ".odt"):
        raise RefusError("format_inconnu")
    number, marking = mark(ports)
    marked = replace(sheet, marking=marking)
    data = printer.pdf(marked) if suffix == ".pdf" else printer.odt(marked)
    ports.journal.note("impression", rec, octets=len(data), exemplaire=number)
    write_whole(target, data)
    return len(data)
