"""Use cases on the legal library: what free text cites and how it stands, who cites a text, review, replacement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.texte_vie import CITING, OUTDATED, Bibliotheque, Citation, citing_lines, standing, why_review
from mvl_desktop.domain.transmission import ABANDONNEE, DECIDEE, PROJET, SENT
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "texte-juridique"
SIGNALEMENT = "signalement"
_KEPT = ("intitule", "nature", "themes", "citations", "resume", "portee", "sanctions", "delai", "lien")
"""What the new wording of a text begins with, when nothing else is said."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "transmissions": (PROJET, DECIDEE, ABANDONNEE, *SENT),
    "courriers": ("brouillon", "relu", "envoye", "abandonne"),
}
"""The states of what is sent or written for a signalement: how those that cite are found among all."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A text that free text cites, and how it stands. `remplacant`: what replaced it, when that is here."""

    id: str
    code: str
    intitule: str
    etat: str
    depuis: str = ""
    remplacant: str = ""
    remplacant_id: str = ""
    a_verifier: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A record that cites a text. `etat`: how the text stands for it."""

    id: str
    kind: str
    titre: str = field(repr=False)
    etat: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """A record that cites a text replaced, out of force or worded anew since it was read over."""

    id: str
    kind: str
    titre: str = field(repr=False)
    textes: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A text to look at again: its day is past (`a_revoir_le`), or a lawyer should read it (`a_verifier`)."""

    id: str
    code: str
    intitule: str
    motif: str
    le: str = ""


class Library:
    """The texts that a unit of work holds."""

    def __init__(self, uow: UnitOfWork) -> None:
        """Read every text."""
        views = [view for rec in uow.records.find(KIND) if (view := uow.records.get(rec)) is not None]
        held = [(view.rec.hex(), nest(KIND, shown(view.state))) for view in views]
        held.sort(key=lambda each: str(each[1].get("code") or ""))
        self.ids = [rec for rec, _champs in held]
        self.textes = [champs for _rec, champs in held]
        self.shelf = Bibliotheque(self.textes)

    def cited(self, lines: Sequence[str], today: date, since: date | None = None) -> tuple[Cited, ...]:
        """Return what lines cite."""
        return tuple(self._cited(each) for each in self.shelf.citations(lines, today, since))

    def _cited(self, citation: Citation) -> Cited:
        champs, after = self.textes[citation.texte], citation.remplacant
        return Cited(
            id=self.ids[citation.texte],
            code=str(champs.get("code") or ""),
            intitule=required(KIND).titre(champs),
            etat=citation.etat,
            depuis=citation.depuis,
            remplacant=required(KIND).titre(self.textes[after]) if after is not None else "",
            remplacant_id=self.ids[after] if after is not None else "",
            a_verifier=champs.get("a_verifier") is True,
        )


def cited_by(ports: Ports, lines: Sequence[str], since: str = "") -> list[Cited]:
    """Return the texts that free text cites, in its order, as they stand today.

    `since`: the day (ISO) on which it was last read over; a text worded anew after it is `modifie`.
    """
    with ports.store.read() as uow:
        library = Library(uow)
    return list(library.cited(lines, ports.clock.now().date(), day_of(since)))


def texts_to_cite(ports: Ports) -> list[str]:
    """Return the titles of the texts in force, as one cites them."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        library = Library(uow)
    return [
        str(champs["intitule"])
        for champs in library.textes
        if champs.get("intitule") and standing(champs, today)[0] == "en_vigueur"
    ]


def holders_of(ports: Ports, id_: str) -> list[Holder]:
    """Return the records that cite a text: fiches, grids, templates, transmissions and letters of signalements.

    Raises RefusError (fiche_inconnue).
    """
    today = ports.clock.now().date()
    found = []
    with ports.store.read() as uow:
        rec = existing(uow, id_, KIND).rec.hex()
        library = Library(uow)
        place = library.ids.index(rec)
        for view, champs in _citing(uow):
            lines = citing_lines(view.kind, champs)
            if library.shelf.cites(lines, place):
                states = [each.etat for each in library.cited(lines, today, read_over(champs)) if each.id == rec]
                found.append(Holder(view.rec.hex(), view.kind, required(view.kind).titre(champs), *states[:1] or ("",)))
    ports.journal.note("liste", lignes=len(found))
    return found


def list_outdated(ports: Ports) -> list[Outdated]:
    """Return the records that cite a text that no longer stands as it did, those that people apply first."""
    today = ports.clock.now().date()
    found = []
    with ports.store.read() as uow:
        library = Library(uow)
        for view, champs in _citing(uow):
            cited = library.cited(citing_lines(view.kind, champs), today, read_over(champs))
            textes = tuple(each for each in cited if each.etat in OUTDATED)
            if textes:
                found.append(Outdated(view.rec.hex(), view.kind, required(view.kind).titre(champs), textes))
    ports.journal.note("liste", lignes=len(found))
    return found


def list_reviews(ports: Ports) -> list[Review]:
    """Return the texts to look at again, those whose day is past first."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        library = Library(uow)
    found = [
        Review(
            rec, str(champs.get("code") or ""), required(KIND).titre(champs), why, str(champs.get("a_revoir_le") or "")
        )
        for rec, champs in zip(library.ids, library.textes, strict=True)
        if (why := why_review(champs, today))
    ]
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: (each.motif != "a_revoir_le", each.le, each.code))


def add_default_texts(
    ports: Ports, documents: Sequence[Mapping[str, object]], *, espace: str | None = None
) -> list[str]:
    """Put the texts that come with the application in an espace; one whose code is already here is left as it is.

    Returns the ids of what was added. Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu.
    """
    return add_defaults(ports, KIND, documents, espace=espace)


def mark_verified(ports: Ports, id_: str) -> None:
    """Say that a text was read today and stands as it is written here. RefusError: fiche_inconnue, poste_revoque."""
    _change(ports, id_, {"verifie_le": ports.clock.now().date().isoformat(), "a_verifier": False})


def replace_text(ports: Ports, id_: str, champs: Mapping[str, object], le: str) -> str:
    """Replace a text by another from a day on, in one gesture; both stay readable. Return the id of the new one.

    What `champs` does not say is taken over; a code of its own is found when none is given.
    Raises RefusError: fiche_inconnue, texte_date_requise, texte_code_pris, texte_deja_remplace; ChampInvalideError.
    """
    since = day_of(le)
    if since is None:
        raise RefusError("texte_date_requise")
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        flat = shown(view.state)
        before = nest(KIND, flat)
        if before.get("remplace_par"):
            raise RefusError("texte_deja_remplace")
        taken = {str(texte.get("code") or "") for texte in Library(uow).textes}
        code = str(champs.get("code") or "") or _free_code(str(before.get("code") or "texte"), since, taken)
        if code in taken:
            raise RefusError("texte_code_pris")
        after = {name: before[name] for name in _KEPT if name in before} | dict(champs)
        after |= {"code": code, "en_vigueur_du": since.isoformat()}
        rec = create_in(uow, ports, view.espace, KIND, after)
        closed = {"en_vigueur_au": since.isoformat(), "remplace_par": code}
        changes = flatten(KIND, closed, flat, lambda: ports.crypto.random(8).hex())
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
        uow.commit()
    ports.journal.note("modification", view.rec)
    ports.journal.note("creation", rec)
    return rec.hex()


def read_over(champs: Mapping[str, object]) -> date | None:
    """Return the day on which somebody last read over what a record cites."""
    days = (day_of(str(champs.get(name) or "")) for name in ("textes_verifies_le", "validee_le"))
    return max((day for day in days if day is not None), default=None)


def day_of(text: str) -> date | None:
    """Return the day that a text says in ISO form; None when it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _citing(uow: UnitOfWork) -> list[tuple[RecordView, Mapping[str, object]]]:
    """Return the records that may cite; of signalements, those that were transmitted or written about."""
    recs = [rec for kind in CITING if kind != SIGNALEMENT for rec in uow.records.find(kind)]
    numbers = {
        number
        for group, states in _STATES.items()
        for number in uow.records.ids(Query(SIGNALEMENT, tuple((f"{group}/etat", etat) for etat in states)))
    }
    rows = uow.records.rows(SIGNALEMENT, sorted(numbers))
    recs += [row.rec for row in rows if row is not None]
    views = [view for rec in recs if (view := uow.records.get(rec)) is not None]
    return [(view, nest(view.kind, shown(view.state))) for view in views]


def _change(ports: Ports, id_: str, champs: Mapping[str, object]) -> None:
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
        if changes:
            write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
            uow.commit()
    ports.journal.note("modification", view.rec)


def _free_code(code: str, since: date, taken: set[str]) -> str:
    wanted = f"{code}-{since.year}"
    return next(each for each in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if each not in taken)
