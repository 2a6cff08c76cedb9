"""A grille de repérage answered on a signalement: pinned to its version, counted, read again. Never a verdict.

Pure: signalements and grids come as `nest` gives them; the caller brings new ids, the day and who answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.references import Reference

GRILLES, REPONSES = "grilles", "reponses"
"""The two groups of a signalement: the grids opened, and one element for each criterion of each."""
PRESENT = ("observe", "rapporte", "documente")
"""The answers that say an index: seen, told, shown by a piece. None weighs more than another."""
SANS_REPONSE = ""
ANSWERS = (*PRESENT, "absent", "inconnu", SANS_REPONSE)
"""In the order in which they are counted and read."""
AIDE = "aide"
"""The form of a grid that only a clinician answers; to anybody else it is something to read."""
_OPEN = (None, SANS_REPONSE, "inconnu")
_RETIREE = "retiree"
_SAID = ("reponse", "commentaire", "source", "piece")

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Comptes:
    """How many criteria of a family have each answer, in the order of `ANSWERS`. Nothing is added up, nor weighed."""

    famille: str
    nombres: tuple[tuple[str, int], ...]

    def of(self, reponse: str) -> int:
        """Return how many have one answer."""
        return dict(self.nombres).get(reponse, 0)


@dataclass(frozen=True, slots=True)
class Couple:
    """One criterion in two versions of a grid. `avant`: its answer element; `apres`: the criterion, or its answer.

    Either is empty where that version does not have it.
    """

    critere: str
    avant: Values = field(repr=False)
    apres: Values = field(repr=False)

    @property
    def is_new(self) -> bool:
        """Whether the newer version alone asks it."""
        return not self.avant

    @property
    def is_gone(self) -> bool:
        """Whether the newer version asks it no more."""
        return not self.apres

    @property
    def is_reworded(self) -> bool:
        """Whether both ask it, in other words: an answer to the former may not answer the latter."""
        return bool(self.avant and self.apres) and any(
            (self.avant.get(name) or "") != (self.apres.get(name) or "") for name in ("libelle", "famille")
        )


@dataclass(frozen=True, slots=True)
class Appel:
    """A fiche, by its code, and the answers that call for it."""

    fiche: str
    reponses: tuple[Values, ...] = field(repr=False)


def grids_of(champs: Values) -> list[Values]:
    """Return the grids opened on a signalement."""
    return _elements(champs, GRILLES)


def grid_of(champs: Values, remplie: str) -> Values | None:
    """Return one of them by its id; None when it is not there."""
    return next((one for one in grids_of(champs) if one.get("id") == remplie), None)


def answers_of(champs: Values, remplie: str | None = None) -> list[Values]:
    """Return the answers of a signalement, or of one of its grids, in the order of the criteria."""
    return [one for one in _elements(champs, REPONSES) if remplie is None or one.get("remplie") == remplie]


def version_of(values: Values) -> int:
    """Return the version of a grid, or that a grid was opened in; one that nobody numbered is the first."""
    version = values.get("version")
    return version if isinstance(version, int) else 1


def held_open(champs: Values, reference: Reference, version: int) -> str:
    """Return the id of the grid opened in this version and not closed; empty when there is none."""
    here = str(reference)
    fitting = (one for one in grids_of(champs) if one.get("grille") == here and version_of(one) == version)
    return next((str(one["id"]) for one in fitting if one.get("id") and not one.get("terminee_le")), "")


def read_again(champs: Values, remplie: str, version: int | None = None) -> str:
    """Return the id of the last reading of an opening, in a newer version (in this one, when given); empty: none."""
    readings = (one for one in reversed(grids_of(champs)) if remplie and one.get("relit") == remplie)
    return next((str(one["id"]) for one in readings if version is None or version_of(one) == version), "")


def with_grid(
    champs: Values,
    grille: Values,
    reference: Reference,
    new_id: Callable[[], str],
    le: date,
    par: str,
    *,
    relit: str = "",
) -> tuple[dict[str, object], str]:
    """Return what is typed with a grid opened in the version it has today, and the id of that opening.

    Each criterion becomes an element at once, with the words it has in this version: two people who answer it offline
    answer the same one, and the grid may change or go. `relit`: the opening, of an older version, that this one reads
    again.
    """
    remplie = new_id()
    opened: dict[str, object] = {
        "id": remplie,
        "grille": str(reference),
        "code": grille.get("code"),
        "titre": grille.get("titre") or grille.get("code"),
        "version": version_of(grille),
        "forme": grille.get("forme"),
        "relit": relit or None,
        "ouverte_le": le.isoformat(),
        "ouverte_par": par or None,
    }
    asked = [_pinned(one, remplie, new_id()) for one in _elements(grille, "criteres")]
    after = {GRILLES: [*grids_of(champs), _filled(opened)], REPONSES: [*answers_of(champs), *asked]}
    return {**champs, **after}, remplie


def without_grid(champs: Values, remplie: str) -> dict[str, object]:
    """Return what is typed without a grid that was opened, nor its answers; history keeps them."""
    grilles = [one for one in grids_of(champs) if one.get("id") != remplie]
    reponses = [one for one in answers_of(champs) if one.get("remplie") != remplie]
    return {**champs, GRILLES: grilles, REPONSES: reponses}


def with_answer(champs: Values, reponse: str, said: Values, le: date, par: str) -> dict[str, object]:
    """Return what is typed with one answer changed, by its id: when, by whom.

    `said` may hold `reponse`, `commentaire`, `source`, `piece`; what it does not mention stays. What changes nothing
    dates nothing; an answer with nothing left in it is nobody's.
    """
    return {**champs, REPONSES: [_answered(one, reponse, said, le, par) for one in answers_of(champs)]}


def closed(champs: Values, remplie: str, le: date | None) -> dict[str, object]:
    """Return what is typed with a grid said to be finished that day, or opened again (None)."""
    day = le.isoformat() if le else None
    grilles = [{**one, "terminee_le": day} if one.get("id") == remplie else one for one in grids_of(champs)]
    return {**champs, GRILLES: grilles}


def counts(reponses: Sequence[Values]) -> tuple[Comptes, ...]:
    """Return, family by family in the order of the grid, how many criteria have each answer."""
    families = dict.fromkeys(str(one.get("famille") or "") for one in reponses)
    return tuple(Comptes(famille, _numbers(famille, reponses)) for famille in families)


def to_ask(reponses: Sequence[Values]) -> tuple[Values, ...]:
    """Return the criteria always found, by the sources, that nobody could tell of while others were said to be there.

    It is a question to put to oneself, and says nothing of the person: looked at and not found is an answer too.
    """
    if not any(_is_present(one) for one in reponses):
        return ()
    return tuple(one for one in reponses if one.get("toujours") is True and one.get("reponse") in _OPEN)


def calls(reponses: Sequence[Values]) -> tuple[Appel, ...]:
    """Return the fiches that answers call for, each with the answers that do, in the order of the criteria."""
    found: dict[str, list[Values]] = {}
    for one in reponses:
        fiches = one.get("fiches")
        if _is_present(one) and isinstance(fiches, (list, tuple)):
            for fiche in dict.fromkeys(str(each) for each in fiches):
                found.setdefault(fiche, []).append(one)
    return tuple(Appel(fiche, tuple(ones)) for fiche, ones in found.items())


def side_by_side(avant: Sequence[Values], apres: Sequence[Values]) -> tuple[Couple, ...]:
    """Return the criteria of two versions, matched by their code, in the order of the newer; what is gone comes last.

    `apres` may be the criteria of a grid or the answers of one that is open.
    """
    before, after = _by_name(avant), _by_name(apres)
    kept = [Couple(named[0], before.get(named, {}), one) for named, one in after.items()]
    return (*kept, *(Couple(named[0], one, {}) for named, one in before.items() if named not in after))


def carried(champs: Values, ancienne: str, nouvelle: str, criteres: Sequence[str]) -> dict[str, object]:
    """Return what is typed with the answers of a reading taken into a newer one, for these criteria alone.

    Who had answered, and when, comes with the answer. One that the newer reading already has stays as it is.
    """
    before, after = _by_name(answers_of(champs, ancienne)), _by_name(answers_of(champs, nouvelle))
    given = {after[named]["id"]: one for named, one in before.items() if named in after and named[0] in criteres}
    return {**champs, REPONSES: [_carried(one, given.get(one.get("id"), {})) for one in answers_of(champs)]}


def may_be_opened(grille: Values) -> bool:
    """Whether a grid may be opened today: not withdrawn, and with something to answer."""
    return grille.get("statut") != _RETIREE and bool(_elements(grille, "criteres"))


def _pinned(critere: Values, remplie: str, id_: str) -> dict[str, object]:
    asked: dict[str, object] = {"id": id_, "remplie": remplie, "critere": critere.get("code")}
    return _filled(asked | {name: critere.get(name) for name in ("libelle", "famille", "aide", "fiches", "toujours")})


def _filled(values: Values) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def _answered(one: Values, id_: str, said: Values, le: date, par: str) -> Values:
    if one.get("id") != id_:
        return one
    given = {name: said[name] or None for name in _SAID if name in said}
    changed = {name: value for name, value in given.items() if value != (one.get(name) or None)}
    if not changed:
        return one
    after = {**one, **changed}
    is_said = any(after.get(name) for name in _SAID)
    return after | {"repondu_le": le.isoformat() if is_said else None, "repondu_par": par or None if is_said else None}


def _carried(one: Values, before: Values) -> Values:
    if one.get("reponse"):
        return one
    taken = {name: before[name] for name in (*_SAID, "repondu_le", "repondu_par") if before.get(name)}
    return {**one, **taken}


def _numbers(famille: str, reponses: Sequence[Values]) -> tuple[tuple[str, int], ...]:
    given = [str(one.get("reponse") or "") for one in reponses if str(one.get("famille") or "") == famille]
    known = [each if each in ANSWERS else SANS_REPONSE for each in given]
    return tuple((answer, known.count(answer)) for answer in ANSWERS)


def _is_present(one: Values) -> bool:
    return one.get("reponse") in PRESENT


def _by_name(ones: Sequence[Values]) -> dict[tuple[str, int], Values]:
    """Return criteria by their code (by their words when nobody gave one), and by which of that name they are."""
    found: dict[tuple[str, int], Values] = {}
    for one in ones:
        name, place = str(one.get("critere") or one.get("code") or one.get("libelle") or ""), 0
        while (name, place) in found:
            place += 1
        found[name, place] = one
    return found


def _elements(values: Values, name: str) -> list[Values]:
    held = values.get(name)
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, (list, tuple)) else []
