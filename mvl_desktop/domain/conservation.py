"""How long a record is kept: rules by niveau, dated, and what they propose for one record on one day.

Pure, and only ever a proposal: a person decides, two sign. The rules come from `resources/conservation.json`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Depart = Literal["cloture", "dernier_acte"]
Sort = Literal["anonymiser", "detruire", "revoir"]
CLOS = frozenset({"clos", "archive_intermediaire"})
"""The statuts in which nothing is expected any more."""
_MAJORITY = 18


@dataclass(frozen=True, slots=True)
class Regle:
    """For one niveau: after how many months, counted from what, a record is anonymised or destroyed."""

    niveau: str
    depuis: date
    depart: Depart
    mois: int
    sort: Sort
    source: str
    a_valider: bool
    mineurs: bool = False
    """Whether the file of a minor is looked at again when they come of age, and not before."""
    jusqua: date | None = None

    def is_current(self, day: date) -> bool:
        """Whether it applies on this day."""
        return self.depuis <= day and (self.jusqua is None or day <= self.jusqua)


@dataclass(frozen=True, slots=True)
class RegleDocument:
    """For a kind that is no signalement: how many months after its end somebody looks at it again."""

    kind: str
    depuis: date
    mois: int
    source: str
    a_valider: bool


@dataclass(frozen=True, slots=True)
class Regles:
    """Every rule, what they all say of themselves, and for how many days backups of the service live."""

    regles: tuple[Regle, ...]
    avertissement: str
    sauvegardes_jours: int
    documents: tuple[RegleDocument, ...] = ()

    @classmethod
    def from_json(cls, document: object) -> "Regles":
        """Read the parsed `resources/conservation.json`; ValueError when malformed."""
        match document:
            case {
                "regles": list(rows),
                "avertissement": str(said),
                "sauvegardes_jours": int(days),
                "documents": list(others),
            }:
                return cls(tuple(map(_regle, rows)), said, days, tuple(map(_document, others)))
        raise ValueError("not rules of conservation")

    def of(self, niveau: str, day: date) -> Regle | None:
        """Return the rule of a niveau on a day."""
        return next((rule for rule in self.regles if rule.niveau == niveau and rule.is_current(day)), None)


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a rule proposes for a record, and from which day."""

    sort: Sort
    le: date
    regle: Regle


def proposition(champs: Mapping[str, object], dernier_acte: date, rules: Regles, today: date) -> Proposition | None:
    """Return what the rules propose for a signalement, due or to come; None when nothing can be said of it.

    A closed file without a closing date counts from the last act. The file of a minor is only ever looked at again.
    """
    rule = rules.of(str(champs.get("niveau") or ""), today)
    if rule is None:
        return None
    start: date | None = dernier_acte
    if rule.depart == "cloture":
        closed = _day(champs.get("clos_le")) or dernier_acte
        start = closed if champs.get("statut") in CLOS else None
    if start is None:
        return None
    due = months_after(start, rule.mois)
    if rule.mineurs and champs.get("mineur_concerne") is True:
        return Proposition("revoir", max(due, majority(champs.get("personnes")) or due), rule)
    return Proposition(rule.sort, due, rule)


def majority(personnes: object) -> date | None:
    """Return the day on which the youngest of these people comes of age; None when no birth date is known."""
    born = [day for each in _elements(personnes) if (day := _day(each.get("ne_le"))) is not None]
    return months_after(max(born), 12 * _MAJORITY) if born else None


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def _elements(value: object) -> Iterable[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, Sequence) else []


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _regle(row: object) -> Regle:
    match row:
        case {
            "niveau": str(niveau),
            "depuis": str(depuis),
            "depart": "cloture" | "dernier_acte" as depart,
            "mois": int(mois),
            "sort": "anonymiser" | "detruire" | "revoir" as sort,
            "source": str(source),
            "a_valider": bool(a_valider),
            **rest,
        }:
            until = rest.get("jusqua")
            return Regle(
                niveau,
                date.fromisoformat(depuis),
                depart,
                mois,
                sort,
                source,
                a_valider,
                mineurs=rest.get("mineurs") is True,
                jusqua=date.fromisoformat(until) if isinstance(until, str) else None,
            )
    raise ValueError("not a rule of conservation")


def _document(row: object) -> RegleDocument:
    match row:
        case {
            "kind": str(kind),
            "depuis": str(since),
            "mois": int(mois),
            "source": str(source),
            "a_valider": bool(waits),
        }:
            return RegleDocument(kind, date.fromisoformat(since), mois, source, waits)
    raise ValueError("not a rule of conservation")
