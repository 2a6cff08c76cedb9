"""The post in memory: what is kept apart, fiches, people, what is remembered, and the first page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mvl_desktop.domain.application import changed_steps, with_steps
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.references import Reference
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON, MemoryState
from ui.values import Aside, DraftLine, FicheLine, FicheVersion, Home, NewerFiche, Person, SavedSearch, Todo, Typed

_STEPS = "etapes_appliquees"
_DONE = ("clos", "archive_intermediaire", "anonymise", "detruit")


class MemoryWork(MemoryState):
    """The work around a signalement."""

    # asides

    def aside(self, reference: str) -> Aside:
        rec = Reference.parse(reference).rec.hex()
        record = self.records.get(rec)
        if record is None or record.reserve:
            return Aside("reserve")
        return Aside("lisible", rec, record.titre)

    # fiches

    def fiches(self, typed: Typed | None) -> Sequence[FicheLine]:
        natures = set(_texts(typed.champs.get("natures"))) if typed else set()
        applied = {step.get("fiche") for step in _steps(typed.champs)} if typed else set()
        lines = []
        for rec, record in self.records.items():
            if record.kind != "fiche-conduite" or record.champs.get("statut") == "retiree":
                continue
            champs = record.champs
            common = natures & set(_texts(champs.get("natures")))
            lines.append(
                FicheLine(
                    rec,
                    str(champs.get("code", "")),
                    record.titre,
                    _version(champs),
                    str(champs.get("declencheur", "")),
                    str(champs.get("statut", "")),
                    str(champs.get("urgence", "")),
                    "Même nature de situation" if common else "",
                    self.reference_of(rec) in applied,
                )
            )
        return sorted(lines, key=lambda line: (not line.raison, line.statut not in ("validee", "publiee"), line.code))

    def with_fiche(self, typed: Typed, fiche: str) -> Typed:
        record = self.held(fiche)
        reference = Reference.parse(self.reference_of(fiche))
        return replace(
            typed, champs={**typed.champs, _STEPS: with_steps(_steps(typed.champs), record.champs, reference)}
        )

    def newer(self, typed: Typed) -> Sequence[NewerFiche]:
        found = []
        for named in dict.fromkeys(str(step["fiche"]) for step in _steps(typed.champs) if step.get("fiche")):
            reference = Reference.parse(named)
            record = self.records.get(reference.rec.hex())
            if record is None:
                continue
            steps = [step for step in _steps(typed.champs) if step.get("fiche") == named]
            applied = max(version for step in steps if isinstance(version := step.get("version", 1), int))
            if applied < _version(record.champs):
                added, gone = changed_steps(steps, record.champs, reference)
                found.append(
                    NewerFiche(reference.rec.hex(), record.titre, applied, _version(record.champs), added, gone)
                )
        return found

    def fiche_versions(self, rec: str) -> Sequence[FicheVersion]:
        record = self.held(rec)
        return [FicheVersion(_version(record.champs), NOON, self.me().nom, dict(record.champs)), *self.former]

    # people

    def me(self) -> Person:
        return next(person for person in self.persons if person.ici)

    def people(self) -> Sequence[Person]:
        return sorted(self.persons, key=lambda person: (not person.ici, person.nom))

    def hand_over(self, leaving: str, taking: str, motif: str) -> int:
        self._refuse()
        if not motif.strip():
            raise RefusError("motif_requis")
        given = 0
        for record in self.records.values():
            if record.champs.get("titulaire") == leaving and record.champs.get("statut") not in _DONE:
                note = {
                    "id": f"{next(self._ids):016x}",
                    "notee_le": NOON.date().isoformat(),
                    "auteur": self.me().nom,
                    "texte": f"Repris de {leaving} : {motif}",
                }
                record.champs["titulaire"] = taking
                record.champs["notes"] = [*_elements(record.champs.get("notes")), note]
                given += 1
        return given

    # memory

    def recall(self, key: str) -> object:
        return self.remembered.get(key)

    def remember(self, key: str, value: object) -> None:
        self.remembered.pop(key, None)
        if value is not None:
            self.remembered[key] = value

    def saved_searches(self, kind: str) -> Sequence[SavedSearch]:
        return sorted((each for each in self.searches if each.wanted.kind == kind), key=lambda each: each.nom)

    def keep_search(self, search: SavedSearch) -> None:
        self.forget_search(search.wanted.kind, search.nom)
        self.searches.append(search)

    def forget_search(self, kind: str, nom: str) -> None:
        self.searches = [each for each in self.searches if (each.wanted.kind, each.nom) != (kind, nom)]

    # today

    def home(self) -> Home:
        waiting = [record for record in self.records.values() if record.etat in ("a_envoyer", "remis")]
        return Home(
            personne=self.me().nom,
            brouillons=tuple(
                DraftLine(typed.id, typed.kind, _titre(typed), NOON) for typed in reversed(self.kept.values())
            ),
            a_faire=tuple(sorted(self._todo(), key=lambda todo: (not todo.a_moi, todo.gravite != "vitale"))),
            en_attente=len(waiting) + len(self.kept),
            plus_ancien=NOON if waiting or self.kept else None,
            conflits=len(self.found_conflicts),
            recents=tuple(self.recent),
            total=sum(record.kind == "signalement" for record in self.records.values()),
            derniere=self.last,
            espaces=len(self.espace_list),
            fiches=tuple(
                Todo(rec, record.kind, record.titre, str(record.champs.get("code", "")), "")
                for rec, record in self.records.items()
                if record.kind == "fiche-conduite"
            ),
            pas_ranges=bool(self.remembered.get("accueil/pas_ranges")),
            ecartees=tuple(self.lost),
            deplaces=tuple(self.moved),
        )

    def put_steps_away(self) -> None:
        self.remember("accueil/pas_ranges", True)

    def _todo(self) -> Iterator[Todo]:
        for rec, record in self.records.items():
            champs = record.champs
            if record.kind != "signalement" or champs.get("statut") in _DONE:
                continue
            mine = champs.get("titulaire") == self.me().nom
            reference = str(champs.get("reference", ""))
            if not champs.get("niveau") and (champs.get("danger_vital") or champs.get("urgence") == "immediate"):
                grave = "vitale" if champs.get("danger_vital") else "forte"
                yield Todo(rec, record.kind, record.titre, reference, "Urgent, à qualifier", grave, NOON, mine)
            for step in _steps(champs):
                if step.get("etat") == "a_faire":
                    quoi = str(step.get("libelle", ""))
                    yield Todo(rec, record.kind, record.titre, reference, quoi, depuis=NOON, a_moi=mine)


def _titre(typed: Typed) -> str:
    return required(typed.kind).titre(typed.champs)


def _version(champs: Mapping[str, object]) -> int:
    version = champs.get("version")
    return version if isinstance(version, int) else 1


def _elements(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _steps(champs: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [each for each in _elements(champs.get(_STEPS)) if isinstance(each, Mapping)]


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple, set, frozenset)) else []
