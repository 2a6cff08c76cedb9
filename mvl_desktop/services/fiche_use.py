"""Use cases: how much fiches are used: versions, steps, why some are set aside; for who writes them, naming nobody."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.application import A_FAIRE, ECARTE, FAIT
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.relecture import AGREED
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.fiche_versions import KIND, versions_in
from mvl_desktop.services.fiches import steps_of
from mvl_desktop.services.records import existing, shown

_STATES = (A_FAIRE, FAIT, ECARTE)
_WORD = re.compile(r"[^\W\d_]+")
_REACHES = re.compile(r"@|\d(?:[\s.-]?\d){5}|\b(?:M|MM|Mme|Mlle|Dr|Pr|Me)\b\.?\s+[A-ZÀ-Ý]")
_PEOPLE = ("personnes", "mis_en_cause")
_ENDS = ("", ".", "!", "?", ":", "\n", ";")
"""What stands before the first word of a sentence."""


@dataclass(frozen=True, slots=True)
class StepUse:
    """One step of one version: on how many checklists it was done, set aside, is still to do; why it was set aside.

    `motifs`: each reason and how often; a reason that seems to name somebody is counted and not shown.
    """

    version: int
    libelle: str
    faites: int
    ecartees: int
    a_faire: int
    motifs: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    motifs_tus: int = 0


@dataclass(frozen=True, slots=True)
class FicheUse:
    """How much one fiche is used: by how many signalements, by how many of them in each version, step by step."""

    id: str
    code: str
    titre: str
    signalements: int
    versions: tuple[tuple[int, int], ...]
    etapes: tuple[StepUse, ...]


@dataclass(frozen=True, slots=True)
class FicheFigures:
    """The indicator I2.4 over a period: fiches agreed on for the first time, renewed by a version, applied."""

    produites: int
    actualisees: int
    utilisees: int
    """How many different fiches were applied to a signalement."""
    applications: int


def use_of(ports: Ports, id_: str) -> FicheUse:
    """Return how much a fiche is used. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        guide = nest(KIND, shown(view.state))
        named = str(Reference(view.espace, view.rec))
        held = [(names_in("signalement", champs), steps_of(champs)) for champs in _applied(uow)]
    ports.journal.note("liste", lignes=len(held))
    ours = [own for names, steps in held if (own := [_hushed(step, names) for step in steps if _is_of(step, named)])]
    versions = Counter(max(_version(step) for step in steps) for steps in ours)
    return FicheUse(
        id=view.rec.hex(),
        code=str(guide.get("code") or ""),
        titre=required(KIND).titre(guide),
        signalements=len(ours),
        versions=tuple(sorted(versions.items(), reverse=True)),
        etapes=tuple(_steps([step for steps in ours for step in steps])),
    )


def fiche_figures(ports: Ports, du: str = "", au: str = "") -> FicheFigures:
    """Return the figures of a period, its days included (ISO; empty: no bound)."""

    def within(day: object) -> bool:
        return isinstance(day, str) and day != "" and (not du or day >= du) and (not au or day <= au)

    produced = renewed = 0
    with ports.store.read() as uow:
        for rec in uow.records.find(KIND):
            view = uow.records.get(rec)
            versions = versions_in(uow, view) if view is not None else []
            agreed = [each for each in reversed(versions) if each.champs.get("statut") in (*AGREED, "retiree")]
            days = [each.champs.get("validee_le") for each in agreed]
            produced += sum(within(day) for day in days[:1])
            renewed += sum(within(day) for day in days[1:])
        used = Counter(
            named
            for champs in _applied(uow)
            for named in {str(step.get("fiche")) for step in steps_of(champs) if within(step.get("appliquee_le"))}
        )
    ports.journal.note("liste", lignes=sum(used.values()))
    return FicheFigures(produced, renewed, len(used), sum(used.values()))


def _applied(uow: UnitOfWork) -> Iterator[Mapping[str, object]]:
    """Give the signalements that hold a checklist."""
    query = Query("signalement", tuple(("etapes_appliquees/etat", etat) for etat in _STATES))
    for row in uow.records.rows("signalement", uow.records.ids(query)):
        view = uow.records.get(row.rec) if row is not None else None
        if view is not None:
            yield nest(view.kind, shown(view.state))


def names_in(kind: str, champs: Mapping[str, object]) -> frozenset[str]:
    """Return the words of a record that may be somebody's name, small and without accents."""
    return frozenset(
        fold(word)
        for field in required(kind).champs
        for each in (field, *field.champs)
        if each.sort == "texte_court" and (field.name in _PEOPLE or each.champ.suggestions == "personnes")
        for text in _texts(champs.get(field.name), each.name)
        for word in _WORD.findall(text)
        if len(word) > 2 and word[0].isupper() and not word.isupper()
    )


def seems_to_name(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a short text seems to name somebody: a name of the record, a capital within a sentence, a number."""
    words = [(match.group(), text[: match.start()].rstrip(" «\u00a0\u202f’'")) for match in _WORD.finditer(text)]
    capital = any(word[0].isupper() and not word.isupper() and before[-1:] not in _ENDS for word, before in words)
    return capital or bool(names & {fold(word) for word, _before in words}) or bool(_REACHES.search(text))


def fold(word: str) -> str:
    """Return a word small and without accents."""
    split = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _texts(value: object, name: str) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for element in value:
            if isinstance(element, Mapping):
                yield str(element.get(name) or "")


def _is_of(step: Mapping[str, object], named: str) -> bool:
    return step.get("fiche") == named


def _hushed(step: Mapping[str, object], names: frozenset[str]) -> Mapping[str, object]:
    """Return a step without who did it, and without a reason that seems to name somebody."""
    kept = {name: step.get(name) for name in ("version", "libelle", "etat", "motif")}
    motif = str(kept["motif"] or "")
    return {**kept, "motif": None, "tu": True} if motif and seems_to_name(motif, names) else kept


def _steps(steps: list[Mapping[str, object]]) -> Iterator[StepUse]:
    """Give the use of each step, the last version first, in the order in which the fiche says them."""
    order = dict.fromkeys((_version(step), str(step.get("libelle") or "")) for step in steps)
    for version, libelle in sorted(order, key=lambda each: -each[0]):
        same = [step for step in steps if (_version(step), step.get("libelle")) == (version, libelle)]
        count = Counter(str(step.get("etat") or A_FAIRE) for step in same)
        reasons = Counter(str(step.get("motif")) for step in same if step.get("etat") == ECARTE and step.get("motif"))
        yield StepUse(
            version,
            libelle,
            count[FAIT],
            count[ECARTE],
            count[A_FAIRE],
            tuple(sorted(reasons.items(), key=lambda each: (-each[1], each[0]))),
            sum(step.get("tu") is True and step.get("etat") == ECARTE for step in same),
        )


def _version(step: Mapping[str, object]) -> int:
    version = step.get("version")
    return version if isinstance(version, int) else 1
