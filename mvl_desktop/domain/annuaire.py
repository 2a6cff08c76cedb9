"""The rules of the annuaire: who is competent where, the closest first; which entries to verify again.

Pure: fields as payloads carry them, the day given. An entry that closed is never proposed; what replaced it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Champs = Mapping[str, object]
Portee = Literal["departement", "region", "national", "modele"]
"""How close a competence is. `modele`: an entry by function that each département completes for itself."""
PORTEES: tuple[Portee, ...] = ("departement", "region", "national", "modele")

Motif = Literal["", "a_revoir_le", "ancien", "jamais", "a_completer"]
"""Why an entry is to verify: its own day is past, it is old, it never was, it is to complete here."""
MOTIFS: tuple[Motif, ...] = ("a_revoir_le", "ancien", "jamais", "a_completer")

RYTHMES: tuple[tuple[date, int], ...] = ((date(2026, 1, 1), 12),)
"""For how many months an entry stands once it was verified: each line from a day on."""


@dataclass(frozen=True, slots=True)
class Competence:
    """An entry that is competent: its place among those given, how close; the place of the one that it replaces."""

    place: int
    portee: Portee
    remplace: int | None = None


@dataclass(frozen=True, slots=True)
class Endroit:
    """Where something happens: a département and its région; empty when nobody said."""

    departement: str = ""
    region: str = ""


def reach(entry: Champs, lieu: Endroit) -> Portee | None:
    """Return how close the competence of an entry is; None when it has none there. Somewhere unknown: any has."""
    if entry.get("a_completer") is True:
        return "modele"
    departements, regions = _codes(entry, "departements"), _codes(entry, "regions")
    if departements and (lieu.departement in departements or not lieu.departement):
        return "departement"
    if regions and (lieu.region in regions or not lieu.departement):
        return "region"
    return "national" if entry.get("national") is True else None


def competent(
    entries: Sequence[Champs],
    keys: Sequence[str],
    lieu: Endroit,
    today: date,
    *,
    role: str = "",
    destinataire: str = "",
) -> list[Competence]:
    """Return who is competent, the closest first, then by name. `keys`: how `remplace_par` names each entry.

    An entry no longer in service leads to what replaced it, which has its competence when it says none of its own.
    """
    here = {key: place for place, key in enumerate(keys)}
    found: dict[int, Competence] = {}
    for place, entry in enumerate(entries):
        if (role and entry.get("role") != role) or (destinataire and entry.get("destinataire") != destinataire):
            continue
        portee = reach(entry, lieu)
        after = heir(entries, here, place, today)
        if after is None:
            continue
        if after != place and says_where(entries[after]):
            portee = reach(entries[after], lieu)
        best = found.get(after)
        if portee is not None and (best is None or PORTEES.index(portee) < PORTEES.index(best.portee)):
            found[after] = Competence(after, portee, place if after != place else None)
    return sorted(
        found.values(), key=lambda each: (PORTEES.index(each.portee), str(entries[each.place].get("nom") or ""))
    )


def heir(entries: Sequence[Champs], here: Mapping[str, int], place: int, today: date) -> int | None:
    """Return the entry itself while it is in service, else the one that took its place at the end; None when none."""
    seen = set()
    while is_closed(entries[place], today):
        seen.add(place)
        after = here.get(str(entries[place].get("remplace_par") or ""))
        if after is None or after in seen:
            return None
        place = after
    return place


def is_closed(entry: Champs, today: date) -> bool:
    """Whether an entry is no longer in service."""
    closed = day_of(entry.get("ferme_le"))
    return closed is not None and closed <= today


def says_where(entry: Champs) -> bool:
    """Whether an entry says where it is competent."""
    return bool(_codes(entry, "departements") or _codes(entry, "regions")) or entry.get("national") is True


def why_verify(entry: Champs, today: date, months: int | None = None) -> Motif:
    """Return why an entry is to verify; empty when it is not. `months`: how long it stands, else what is usual."""
    if is_closed(entry, today):
        return ""
    if entry.get("a_completer") is True:
        return "a_completer"
    again, seen = day_of(entry.get("a_revoir_le")), day_of(entry.get("verifie_le"))
    if again is not None and again <= today:
        return "a_revoir_le"
    if seen is None:
        return "jamais"
    return "ancien" if after_months(seen, usual(today) if months is None else months) <= today else ""


def usual(today: date) -> int:
    """Return for how many months an entry stands, on this day."""
    return next((months for since, months in reversed(RYTHMES) if since <= today), RYTHMES[0][1])


def after_months(day: date, months: int) -> date:
    """Return the same day some months later, the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    for shorter in range(4):
        try:
            return date(day.year + year, month + 1, day.day - shorter)
        except ValueError:
            continue
    return day


def day_of(value: object) -> date | None:
    """Return the day that a field says; None when it says none."""
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _codes(entry: Champs, name: str) -> frozenset[str]:
    value = entry.get(name)
    return frozenset(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else frozenset()
