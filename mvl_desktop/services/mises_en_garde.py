"""Use cases on public warnings: which are in force, which no longer; the circulars of the library beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.mise_en_garde_vie import KIND as KIND
from mvl_desktop.domain.mise_en_garde_vie import TENUES, Portee, portee
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.texte_vie import standing
from mvl_desktop.domain.typographie import jour
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.facts import Fact
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.textes import KIND as TEXTE
from mvl_desktop.services.textes import Library

CIRCULAIRE = "circulaire"
TENUES_DITES: Mapping[str, str] = {
    "en_vigueur": N_("en vigueur"),
    "a_venir": N_("pas encore publiée"),
    "projet": N_("projet"),
    "expiree": N_("expirée"),
    "levee": N_("levée"),
}


@dataclass(frozen=True, slots=True)
class MiseEnGardeLine:
    """A warning, and how it stands today."""

    id: str
    titre: str = field(repr=False)
    emetteur: str
    portee: Portee


@dataclass(frozen=True, slots=True)
class Circulaire:
    """A circular of the legal library that is in force today."""

    id: str
    code: str
    intitule: str
    resume: str = field(repr=False)
    depuis: str = ""


def list_warnings(ports: Ports) -> list[MiseEnGardeLine]:
    """Return the warnings, those in force first, the latest of them before the others."""
    today = ports.clock.now().date()
    found = []
    with ports.store.read() as uow:
        for rec in uow.records.find(KIND):
            view = uow.records.get(rec)
            if view is not None:
                champs = nest(KIND, shown(view.state))
                titre, said = required(KIND).titre(champs), str(champs.get("emetteur") or "")
                found.append(MiseEnGardeLine(rec.hex(), titre, said, portee(champs, today)))
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=_order)


def circulars_in_force(ports: Ports) -> list[Circulaire]:
    """Return the circulars that are in force today, the latest first."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        library = Library(uow)
    found = []
    for rec, champs in zip(library.ids, library.textes, strict=True):
        etat, since = standing(champs, today)
        if champs.get("nature") == CIRCULAIRE and etat == "en_vigueur":
            code, resume = str(champs.get("code") or ""), str(champs.get("resume") or "")
            day = since or str(champs.get("texte_du") or "")
            found.append(Circulaire(rec, code, required(TEXTE).titre(champs), resume, day))
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: each.depuis, reverse=True)


def lift_warning(ports: Ports, id_: str, motif: str) -> None:
    """Lift a warning today, for a reason; it stays readable. RefusError: fiche_inconnue, motif_requis."""
    if not motif.strip():
        raise RefusError("motif_requis")
    champs = {"etat": "levee", "levee_le": ports.clock.now().date().isoformat(), "motif_levee": motif.strip()}
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
        if changes:
            write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
            uow.commit()
    ports.journal.note("modification", view.rec)


def facts_of_warning(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return how a warning stands today, and the texts it cites that no longer do."""
    champs, today = nest(KIND, shown(view.state)), ports.clock.now().date()
    stands = portee(champs, today)
    found = [
        Fact(standing_said(stands), "succes" if stands.tenue == "en_vigueur" and not stands.bientot else "attention")
    ]
    held = champs.get("textes")
    lines = [str(each) for each in held] if isinstance(held, (list, tuple)) else []
    for cited in Library(uow).cited(lines, today) if lines else ():
        if cited.etat in ("remplace", "abroge"):
            said = _("Cite un texte qui n’est plus en vigueur\u00a0: {texte}.").format(texte=cited.intitule)
            found.append(Fact(said, "attention", TEXTE, cited.id))
    return found


def standing_said(stands: Portee) -> str:
    """Say how a warning stands."""
    since, until = (jour(day) if day else "" for day in (stands.depuis, stands.jusquau))
    match stands.tenue:
        case "en_vigueur":
            said = _("En vigueur depuis le {jour}").format(jour=since) if since else _("En vigueur")
            end = _(", jusqu’au {jour}.").format(jour=until) if until else _(", sans date de fin.")
            return said + end
        case "a_venir":
            return _("Elle ne sera publiée que le {jour}.").format(jour=since)
        case "expiree":
            return _("Elle ne vaut plus depuis le {jour}.").format(jour=until)
        case "levee":
            return _("Levée le {jour}.").format(jour=since) if since else _("Levée.")
        case _:
            return _("Projet\u00a0: elle n’est pas publiée.")


def _order(line: MiseEnGardeLine) -> tuple[int, int, str]:
    since = line.portee.depuis or date.min
    return TENUES.index(line.portee.tenue), -since.toordinal(), line.titre.casefold()
