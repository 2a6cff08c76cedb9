"""Use cases on templates of letters: those that suit a signalement come first, each with the reason why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query, RecordView, UnitOfWork
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError

KIND = "modele-courrier"
AGREED = ("publiee", "validee")
WITHDRAWN = "retiree"
_ELECTRONIC = frozenset(
    {"courriel", "messagerie_securisee", "demarche_en_ligne", "formulaire_reclamation", "portail_signalement"}
)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template from which a letter may be written. `reason`: why it is proposed here, when it is."""

    id: str
    code: str
    titre: str
    genre: str
    emploi: str
    statut: str
    version: int
    reason: str = ""


def list_templates(ports: Ports, id_: str, lists: Nomenclatures, *, transmission: str = "") -> list[TemplateLine]:
    """Return the templates for a letter of a signalement: those that suit it first. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_, "signalement")
        champs = nest(view.kind, shown(view.state))
        sent = transmission_of(champs, transmission)
        held = [found for row in _rows(uow) if (found := uow.records.get(row.rec)) is not None]
        wordings = [(each.rec, nest(each.kind, shown(each.state))) for each in held]
        lines = [_line(rec, values, champs, sent, lists) for rec, values in wordings]
    ports.journal.note("liste", view.rec, lignes=len(lines))
    return sorted(lines, key=lambda each: (not each.reason, each.statut not in AGREED, each.code, each.titre))


def template_in(uow: UnitOfWork, named: str) -> RecordView:
    """Return a template by its id or its code; the agreed one of several. RefusError: modele_inconnu."""
    try:
        return existing(uow, named, KIND)
    except RefusError:
        found = [row for row in _rows(uow) if row.values.get("code") == named.strip()]
    found.sort(key=lambda row: row.values.get("statut") not in AGREED)
    view = uow.records.get(found[0].rec) if found else None
    if view is None:
        raise RefusError("modele_inconnu")
    return view


def transmission_of(champs: Values, id_: str) -> Values:
    """Return a transmission of a signalement; nothing when none is named. RefusError: transmission_inconnue."""
    if not id_:
        return {}
    held = champs.get("transmissions")
    found = [one for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []
    chosen = next((one for one in found if one.get("id") == id_), None)
    if chosen is None:
        raise RefusError("transmission_inconnue")
    return chosen


def _rows(uow: UnitOfWork) -> list[ListRow]:
    rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, order="code")))
    return [row for row in rows if row is not None and row.values.get("statut") != WITHDRAWN]


def _line(rec: bytes, values: Values, champs: Values, sent: Values, lists: Nomenclatures) -> TemplateLine:
    version = values.get("version")
    return TemplateLine(
        id=rec.hex(),
        code=str(values.get("code", "")),
        titre=required(KIND).titre(values),
        genre=str(values.get("genre", "")),
        emploi=str(values.get("emploi", "")),
        statut=str(values.get("statut", "")),
        version=version if isinstance(version, int) else 1,
        reason=" ".join(_reasons(values, champs, sent, lists)),
    )


def _reasons(modele: Values, champs: Values, sent: Values, lists: Nomenclatures) -> Iterator[str]:
    genre, written_to = modele.get("genre"), _codes(modele.get("destinataires"))
    if sent:
        for code in (str(sent.get("destinataire")), *_codes(sent.get("copie_a"))):
            if code in written_to and genre != "relance":
                yield _("La transmission s’adresse à\u00a0: {destinataire}.").format(
                    destinataire=_(lists.libelle("destinataires", code))
                )
        if genre == "relance" and sent.get("etat") == "envoyee":
            yield _("Cette transmission attend une réponse.")
        return
    waits = not champs.get("accuse_reception_le")
    if genre == "accuse_enregistrement" and waits and champs.get("canal") in _ELECTRONIC:
        yield _("Reçu par voie électronique\u00a0: l’accusé d’enregistrement part aussitôt.")
    if genre == "accuse_reception" and waits and champs.get("recu_le"):
        yield _("Aucun accusé de réception n’est encore parti.")
    if genre == "reorientation" and champs.get("niveau") == "hors_champ":
        yield _("Qualifié hors champ\u00a0: la personne doit savoir à qui sa demande est transmise.")
    if genre == "demande_complement" and champs.get("statut") == "complement_demande":
        yield _("Un complément est demandé.")
    if genre == "information_preoccupante" and champs.get("mineur_concerne") is True:
        yield _("Un mineur est concerné.")
    if genre == "signalement_procureur" and (
        champs.get("niveau") == "infractionnelle" or _codes(champs.get("articles_presumes"))
    ):
        yield _("Des faits sont susceptibles de constituer une infraction.")
    if genre == "mise_en_demeure" and (
        champs.get("cadre") == "centre_sante" or "usurpation_titre" in _codes(champs.get("natures"))
    ):
        yield _("Une appellation réservée semble employée.")


def _codes(value: object) -> Sequence[str]:
    return [str(code) for code in value] if isinstance(value, (list, tuple, frozenset, set)) else []
