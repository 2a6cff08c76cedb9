"""Use cases on the annuaire: what comes with the application, who is competent, what to verify, what closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.annuaire import (
    MOTIFS,
    Competence,
    Endroit,
    Motif,
    after_months,
    competent,
    day_of,
    is_closed,
    usual,
    why_verify,
)
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "organisme"
_DEPARTEMENTS = "departements"


@dataclass(frozen=True, slots=True)
class Interlocuteur:
    """An entry to turn to: how close it is competent (empty: it is not), how to reach it, whether it is to verify.

    `remplace`: the name of the one that it took the place of, when that is how it was found.
    """

    id: str
    code: str
    nom: str
    role: str
    destinataire: str
    portee: str
    telephone: str = ""
    urgence: str = ""
    courriel: str = ""
    messagerie_securisee: str = ""
    adresse: str = ""
    horaires: str = ""
    verifie_le: str = ""
    motif: str = ""
    remplace: str = ""


@dataclass(frozen=True, slots=True)
class AVerifier:
    """An entry to verify: why, when it last was, and since when it is late."""

    id: str
    nom: str
    role: str
    motif: Motif
    verifie_le: str = ""
    depuis: str = ""


class Directory:
    """The entries that a unit of work holds."""

    def __init__(self, uow: UnitOfWork) -> None:
        """Read every entry; of those that two posts added apart under one code, what nobody changed stands once."""
        every = [view for rec in uow.records.find(KIND) if (view := uow.records.get(rec)) is not None]
        self._names = {str(Reference(view.espace, view.rec)): _shown(view, "nom") for view in every}
        views = _without_twins(uow, every)
        self.ids = [view.rec.hex() for view in views]
        self.keys = [str(Reference(view.espace, view.rec)) for view in views]
        self.entries: list[Mapping[str, object]] = [nest(KIND, shown(view.state)) for view in views]

    def competent(self, endroit: Endroit, today: date, role: str = "", destinataire: str = "") -> list[Interlocuteur]:
        """Return who is competent, the closest first."""
        found = competent(self.entries, self.keys, endroit, today, role=role, destinataire=destinataire)
        return [self._line(each, today) for each in found]

    def name_of(self, key: object) -> str:
        """Return the name of the entry that a reference leads to; empty when it is not here."""
        return self._names.get(str(key), "")

    def _line(self, found: Competence, today: date) -> Interlocuteur:
        entry = self.entries[found.place]
        said = {name: str(entry.get(name) or "") for name in _SAID}
        before = str(self.entries[found.remplace].get("nom") or "") if found.remplace is not None else ""
        return Interlocuteur(
            id=self.ids[found.place],
            portee=found.portee,
            motif=why_verify(entry, today),
            remplace=before,
            **said,
        )


def _without_twins(uow: UnitOfWork, views: Sequence[RecordView]) -> list[RecordView]:
    """Leave out the entries that nobody changed since they were added, where another one has their code."""
    twins: dict[str, list[RecordView]] = {}
    for view in views:
        if code := _shown(view, "code"):
            twins.setdefault(code, []).append(view)
    hidden: set[bytes] = set()
    for same in (each for each in twins.values() if len(each) > 1):
        plain = sorted(view.rec for view in same if len(uow.log.revisions(view.rec)) == 1)
        hidden.update(plain if len(plain) < len(same) else plain[1:])
    return [view for view in views if view.rec not in hidden]


def _shown(view: RecordView, name: str) -> str:
    return str(shown(view.state).get(name) or "")


_SAID = (
    *("code", "nom", "role", "destinataire", "telephone", "urgence", "courriel"),
    *("messagerie_securisee", "adresse", "horaires", "verifie_le"),
)


def endroit(lists: Nomenclatures, departement: str) -> Endroit:
    """Return a département with its région."""
    entree = lists.entree(_DEPARTEMENTS, departement)
    return Endroit(departement, (entree.parent or "") if entree is not None else "")


def competent_for(
    ports: Ports, lists: Nomenclatures, departement: str, *, role: str = "", destinataire: str = ""
) -> list[Interlocuteur]:
    """Return who is competent for a département, the closest first; of a role, or for a recipient, when one is said."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        directory = Directory(uow)
    return directory.competent(endroit(lists, departement), today, role, destinataire)


def names_to_propose(ports: Ports, lists: Nomenclatures, departement: str) -> list[str]:
    """Return the names of the entries in service: those competent for a département first, the closest first."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        directory = Directory(uow)
    near = [each.nom for each in directory.competent(endroit(lists, departement), today)] if departement else []
    others = sorted(str(entry.get("nom") or "") for entry in directory.entries if not is_closed(entry, today))
    return [name for name in dict.fromkeys((*near, *others)) if name]


def addressee(
    uow: UnitOfWork, lists: Nomenclatures, departement: str, destinataire: str, named: str, today: date
) -> tuple[str, str]:
    """Return the name and the address of a recipient: of the entry of this name, else of the one of the département.

    What the annuaire does not know stays as it was named, without address.
    """
    directory = Directory(uow)
    if named:
        same = (each for each in directory.entries if each.get("nom") == named and not is_closed(each, today))
        return named, str(next(same, {}).get("adresse") or "")
    found = directory.competent(endroit(lists, departement), today, destinataire=destinataire)
    near = [each for each in found if each.portee == "departement"] if departement and destinataire else []
    return (near[0].nom, near[0].adresse) if near else ("", "")


def list_verifications(ports: Ports, months: int | None = None) -> list[AVerifier]:
    """Return the entries to verify, those whose own day is past first, then the oldest.

    `months`: how long an entry stands once verified, else what is usual.
    """
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        directory = Directory(uow)
    found = []
    for rec, entry in zip(directory.ids, directory.entries, strict=True):
        if why := why_verify(entry, today, months):
            seen, again = day_of(entry.get("verifie_le")), day_of(entry.get("a_revoir_le"))
            late = again if why == "a_revoir_le" else after_months(seen, months or usual(today)) if seen else None
            found.append(
                AVerifier(
                    id=rec,
                    nom=str(entry.get("nom") or ""),
                    role=str(entry.get("role") or ""),
                    motif=why,
                    verifie_le=seen.isoformat() if seen else "",
                    depuis=late.isoformat() if late else "",
                )
            )
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: (MOTIFS.index(each.motif), each.depuis, each.nom))


def add_default_directory(
    ports: Ports, documents: Sequence[Mapping[str, object]], *, espace: str | None = None
) -> list[str]:
    """Put the entries that come with the application in an espace; one whose code is already here is left as it is.

    Returns the ids of what was added. Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu.
    """
    return add_defaults(ports, KIND, documents, espace=espace)


def verify_organisme(ports: Ports, id_: str) -> None:
    """Say that an entry is right today, and who says so. RefusError: fiche_inconnue, poste_revoque."""
    today = ports.clock.now().date()
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        entry = nest(KIND, shown(view.state))
        again = day_of(entry.get("a_revoir_le"))
        champs: dict[str, object] = {"verifie_le": today.isoformat(), "verifie_par": my_name(uow)}
        if again is not None and again <= today:
            champs["a_revoir_le"] = None
        _write(uow, ports, view, champs)
        uow.commit()
    ports.journal.note("modification", view.rec)


def close_organisme(ports: Ports, id_: str, le: str, remplacant: str = "") -> None:
    """Say that an entry is no longer in service from a day on, and what takes its place, if anything does.

    Raises RefusError: fiche_inconnue, annuaire_date_requise, annuaire_remplacant_ferme, poste_revoque.
    """
    since = day_of(le)
    if since is None:
        raise RefusError("annuaire_date_requise")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        champs: dict[str, object] = {"ferme_le": since.isoformat(), "remplace_par": None}
        if remplacant:
            after = existing(uow, remplacant, KIND)
            if after.rec == view.rec or is_closed(nest(KIND, shown(after.state)), max(since, ports.clock.now().date())):
                raise RefusError("annuaire_remplacant_ferme")
            champs["remplace_par"] = str(Reference(after.espace, after.rec))
        _write(uow, ports, view, champs)
        uow.commit()
    ports.journal.note("modification", view.rec)


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, champs: Mapping[str, object]) -> None:
    changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
    if changes:
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
